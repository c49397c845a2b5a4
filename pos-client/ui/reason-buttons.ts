import { html, nothing, type TemplateResult } from 'lit-html';
import type { ReasonedEntry } from '../model/register-model-reasoned.ts';
import { icon } from './icons.ts';

export function reasonButtons(
  legend: string,
  { reason: chosen, reasons, chooseReason }: ReasonedEntry,
  noReasons: string,
): TemplateResult {
  return html`<fieldset class="reasons">
    <legend>${legend}</legend>
    ${reasons.value.map(
      ({ id, text }) => html`<button
        class=${id === chosen.value ? 'btn on' : 'btn'}
        type="button"
        data-testid="reason"
        data-reason=${id}
        aria-pressed=${id === chosen.value ? 'true' : 'false'}
        @click=${() => chooseReason(id)}
      >
        ${id === chosen.value ? icon('check') : nothing}<span dir="auto">${text}</span>
      </button>`,
    )}
    ${reasons.value.length === 0 ? html`<p class="muted">${noReasons}</p>` : nothing}
  </fieldset>`;
}
