import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { formatAmount, formatQuantity, formatUnitPrice } from '../model/format.ts';
import { text } from '../model/messages-ui.ts';
import type { RegisterModel } from '../model/register-model.ts';
import type { ReturnableLine } from '../model/register-model-journal.ts';
import { icon } from './icons.ts';

const t = text.journal;
const ONE_THOUSANDTHS = 1000;

/** The lines of an earlier receipt, each with how much of it comes back. */
export function returnLines({ journal, state }: RegisterModel): TemplateResult {
  const lines = journal.returnable.value;
  const { currency } = state.value;
  return html`<div class="scroll" tabindex="-1">
    <div class="head2"><h2 id="h-return">${t.comesBack}</h2></div>
    ${lines.length === 0 ? html`<p class="pad muted">${journal.opened.value ? t.nothingReturnable : nothing}</p>` : nothing}
    <ul>
      ${repeat(
        lines,
        (one) => one.line.line,
        (one) => returnLine(one, currency, journal.setReturn),
      )}
    </ul>
  </div>`;
}

function returnLine(
  { line, remainingThousandths, returnThousandths, refundMinor }: ReturnableLine,
  currency: string,
  set: (line: number, quantityThousandths: number) => void,
): TemplateResult {
  const gone = remainingThousandths === 0;
  const chosen = returnThousandths > 0;
  const one = Math.min(ONE_THOUSANDTHS, remainingThousandths);
  const sold = t.sold(
    formatQuantity(line.quantityThousandths),
    formatUnitPrice(line.unitPrice, currency, 'money'),
  );
  const step = (label: string, id: string, sign: 'minus' | 'plus', to: number) =>
    html`<button class="iconbtn" type="button" aria-label=${label} data-testid=${id} @click=${() => set(line.line, to)}>${icon(sign)}</button>`;
  return html`<li class="retline" data-testid="return-line">
    <label class="box"
      ><input
        type="checkbox"
        data-testid="return-check"
        aria-label=${t.include(line.name)}
        ?disabled=${gone}
        .checked=${chosen}
        @change=${(event: Event) => set(line.line, (event.target as HTMLInputElement).checked ? one : 0)}
    /></label>
    <div class="what">
      <b dir="auto">${line.name}</b>
      <div class="small muted">${sold}</div>
    </div>
    ${
      gone
        ? html`<span class="chip">${icon('check')}${t.returned}</span>`
        : html`<div class="step" role="group" aria-label=${t.quantityOf(line.name)}>
            ${step(t.oneLess, 'return-less', 'minus', returnThousandths - ONE_THOUSANDTHS)}
            <output data-testid="return-quantity">${formatQuantity(returnThousandths)}</output>
            ${step(t.oneMore, 'return-more', 'plus', returnThousandths + ONE_THOUSANDTHS)}
          </div>`
    }
    <b class="money n">${gone ? '–' : formatAmount(refundMinor, currency)}</b>
  </li>`;
}
