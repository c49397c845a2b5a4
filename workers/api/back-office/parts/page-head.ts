import { html, nothing, type TemplateResult } from 'lit-html';
import { icon } from './icon.ts';

interface PageHeadParts {
  readonly title: unknown;
  readonly crumbs?: readonly (readonly [label: string, url: string])[];
  /** The page's own name at the end of the crumbs. */
  readonly here?: string;
  readonly sub?: unknown;
  readonly acts?: unknown;
}

/** The head of a page. Its title takes the focus when the page is arrived at. */
export function pageHead(parts: PageHeadParts): TemplateResult {
  return html`<div class="page-head">
    <div class="titles">
      ${parts.crumbs ? crumbs(parts.crumbs, parts.here ?? '') : nothing}
      <h1 tabindex="-1" data-testid="page-title">${parts.title}</h1>
      ${parts.sub ? html`<div class="sub">${parts.sub}</div>` : nothing}
    </div>
    ${parts.acts ? html`<div class="acts">${parts.acts}</div>` : nothing}
  </div>`;
}

function crumbs(items: readonly (readonly [string, string])[], here: string): TemplateResult {
  return html`<nav class="crumbs" aria-label="Breadcrumb">
    ${items.map(([label, url]) => html`<a href=${url}>${label}</a>${icon('right', 's flip')}`)}<span aria-current="page">${here}</span>
  </nav>`;
}
