import { html, nothing, type TemplateResult } from 'lit-html';
import { count } from './quantity.ts';

export interface Tab {
  readonly label: string;
  readonly url: string;
  readonly isHere: boolean;
  /** Undefined while it is counted. */
  readonly count?: number | undefined;
  readonly testId?: string;
}

/** Saved views of a list, as links with how much is in them. */
export function tabs(label: string, items: readonly Tab[]): TemplateResult {
  return html`<nav class="tabs" aria-label=${label}>
    ${items.map(
      (
        tab,
      ) => html`<a href=${tab.url} data-testid=${tab.testId ?? nothing} aria-current=${tab.isHere ? 'page' : nothing}>
        ${tab.label}${tab.count === undefined ? nothing : html`<span class="count">${count(tab.count)}</span>`}
      </a>`,
    )}
  </nav>`;
}
