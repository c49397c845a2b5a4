import { html, type TemplateResult } from 'lit-html';
import type { Phrase } from '../../../../commerce/promotions/phrases.ts';

/** A sentence with its keys marked. */
export function phrases(items: readonly Phrase[]): TemplateResult {
  return html`${items.map(({ text, isKey }) => (isKey ? html`<mark>${text}</mark>` : text))}`;
}
