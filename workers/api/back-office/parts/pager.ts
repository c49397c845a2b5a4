import { html, nothing, type TemplateResult } from 'lit-html';
import { navigate } from '../app/navigation.ts';
import { backwards, onwards, pageNumber, type Trail } from './cursor-trail.ts';

interface PagerParts {
  readonly trail: Trail;
  readonly cursor: string;
  readonly next: string | null;
  /** The address of the page at a cursor; empty text for the first. */
  readonly urlAt: (cursor: string) => string;
  readonly shown: string;
  /** What is turned over, where a page has more than one list. */
  readonly label?: string;
}

/** Next and Previous under a list. Both are links' work, so they change the address. */
export function pager(parts: PagerParts): TemplateResult {
  const { trail, cursor, next, urlAt } = parts;
  const before = backwards(trail);
  const number = pageNumber(trail, cursor);
  const go = (at: string, state: Trail) => () => navigate(urlAt(at), { state });
  const turn = (
    label: string,
    testId: string,
    act: (() => void) | null,
  ) => html`<button class="btn sm" type="button"
    data-testid=${testId} aria-disabled=${act ? nothing : 'true'} @click=${act ?? nothing}>${label}</button>`;
  return html`<nav class="pager" aria-label=${parts.label ?? 'Pages'}>
    <span>${parts.shown}</span>
    <span class="push row">
      ${turn(number === null ? 'First page' : 'Previous', 'previous-page', cursor === '' ? null : go(before.cursor, before.trail))}
      ${number === null ? nothing : html`<span data-testid="page-number">Page ${number}</span>`}
      ${turn('Next', 'next-page', next === null ? null : go(next, onwards(trail, cursor)))}
    </span>
  </nav>`;
}
