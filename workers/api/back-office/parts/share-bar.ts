import { html, type TemplateResult } from 'lit-html';

/** A flat bar: how much of the whole. The figure itself stands beside it. */
export function shareBar(part: number, whole: number): TemplateResult {
  const percent = whole > 0 ? Math.max(0, Math.min(100, (part / whole) * 100)) : 0;
  return html`<svg class="bar" aria-hidden="true"><rect width="${percent}%" height="100%"></rect></svg>`;
}
