import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { formatMoney, formatQuantity } from '../model/format.ts';
import { text } from '../model/messages-ui.ts';
import type { RegisterModel } from '../model/register-model.ts';
import { icon } from './icons.ts';
import { keys } from './keypad.ts';
import { messageLine } from './message-line.ts';
import { onEnter } from './on-enter.ts';
import { reasonButtons } from './reason-buttons.ts';

/** A discount by hand, on one line or the whole sale. Lies where the price sheet lies; the basket stays readable. */
export function discountSheet(model: RegisterModel): TemplateResult {
  const { discount, state } = model;
  const line = discount.line.value;
  const { currency } = state.value;
  const t = text.discount;
  const onLine = discount.target.value === 'line';
  const isPercent = discount.kind.value === 'percent';
  return html`<section class="panel sheet choosing" aria-labelledby="h-discount" data-testid="discount-sheet">
    <div class="head2">
      <div>
        <h2 class="sheettitle" id="h-discount">${onLine ? t.titleLine : t.titleSale}</h2>
        <span class="small muted" dir="auto">${line && onLine ? `${line.name}, ${formatQuantity(line.quantityThousandths)}` : ''}</span>
      </div>
      <button class="iconbtn" type="button" aria-label=${t.close} @click=${discount.close}>${icon('x')}</button>
    </div>
    <div class="choices">
      ${choice(t.target, [
        { id: 'discount-line', label: t.onLine, on: onLine, choose: () => discount.aim('line') },
        { id: 'discount-sale', label: t.onSale, on: !onLine, choose: () => discount.aim('sale') },
      ])}
      ${choice(t.kind, [
        {
          id: 'discount-percent',
          label: t.percent,
          on: isPercent,
          choose: () => discount.reckon('percent'),
        },
        { id: 'discount-amount', label: t.amount, on: !isPercent, choose: () => discount.reckon('amount') },
      ])}
    </div>
    <div class="sheetbody scroll">
      <div class="pricing">
        <dl class="sums">
          <div><dt>${t.costs}</dt><dd class="money">${formatMoney(discount.costsMinor.value, currency)}</dd></div>
          ${discount.givenMinor.value === 0 ? nothing : html`<div class="good"><dt>${t.given}</dt><dd class="money" data-testid="discount-given">${formatMoney(-discount.givenMinor.value, currency)}</dd></div>`}
        </dl>
        <label class="bigfield">
          <span>${t.typed(isPercent)}</span>
          <input
            id="new-discount"
            class="field num"
            data-testid="new-discount"
            inputmode="decimal"
            autocomplete="off"
            .value=${live(discount.typed.value)}
            @input=${(event: InputEvent) => discount.setTyped((event.target as HTMLInputElement).value)}
            @keydown=${onEnter(() => void discount.apply())}
          />
        </label>
        ${keys({ press: discount.press, enter: () => void discount.apply() })}
      </div>
      ${reasonButtons(t.reason, discount, t.noReasons)}
    </div>
    ${messageLine(model)}
    <div class=${discount.givenMinor.value === 0 ? 'foot' : 'foot two'}>
      ${discount.givenMinor.value === 0 ? nothing : html`<button class="btn huge" type="button" data-testid="remove-discount" @click=${() => void discount.remove()}>${t.remove}</button>`}
      <button class="btn primary huge" type="button" data-testid="apply-discount" @click=${() => void discount.apply()}>${t.apply}</button>
    </div>
  </section>`;
}

interface Choice {
  readonly id: string;
  readonly label: string;
  readonly on: boolean;
  readonly choose: () => void;
}

function choice(label: string, choices: readonly Choice[]): TemplateResult {
  return html`<div role="group" aria-label=${label}>
    ${choices.map(
      ({ id, label: name, on, choose }) =>
        html`<button class=${on ? 'btn on' : 'btn'} type="button" data-testid=${id} aria-pressed=${on ? 'true' : 'false'} @click=${choose}>${name}</button>`,
    )}
  </div>`;
}
