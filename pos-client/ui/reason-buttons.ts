import type { ReadonlySignal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import type { ReasonCode } from '../../commerce/runtime/channel-port.ts';
import { icon } from './icons.ts';

/** Whatever asks for one of headquarters' reasons. */
interface AsksReason {
  readonly reason: ReadonlySignal<string | null>;
  readonly reasons: ReadonlySignal<readonly ReasonCode[]>;
  chooseReason(id: string): void;
}

export function reasonButtons(
  legend: string,
  { reason: chosen, reasons, chooseReason }: AsksReason,
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
