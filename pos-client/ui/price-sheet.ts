import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { formatQuantity, formatUnitPrice } from '../model/format.ts';
import { text } from '../model/messages-ui.ts';
import type { RegisterModel } from '../model/register-model.ts';
import { icon } from './icons.ts';
import { keys } from './keypad.ts';
import { messageLine } from './message-line.ts';
import { onEnter } from './on-enter.ts';
import { reasonButtons } from './reason-buttons.ts';

/** Another price for one line. Lies over products, keypad and totals; the basket stays readable beside it. */
export function priceSheet(model: RegisterModel): TemplateResult {
  const { price, state } = model;
  const line = price.line.value;
  const { currency } = state.value;
  const t = text.price;
  return html`<section class="panel sheet" aria-labelledby="h-price" data-testid="price-sheet">
    <div class="head2">
      <div>
        <h2 class="sheettitle" id="h-price">${t.title}</h2>
        <span class="small muted" dir="auto">${line ? `${line.name}, ${formatQuantity(line.quantityThousandths)}` : ''}</span>
      </div>
      <button class="iconbtn" type="button" aria-label=${t.close} @click=${price.close}>${icon('x')}</button>
    </div>
    <div class="sheetbody scroll">
      <div class="pricing">
        <dl class="sums">
          ${line?.listPrice ? html`<div><dt>${t.listPrice}</dt><dd class="money">${formatUnitPrice(line.listPrice, currency)}</dd></div>` : nothing}
          ${line ? html`<div><dt>${t.now}</dt><dd class="money">${formatUnitPrice(line.unitPrice, currency)}</dd></div>` : nothing}
        </dl>
        <label class="bigfield">
          <span>${t.newPrice}</span>
          <input
            id="new-price"
            class="field num"
            data-testid="new-price"
            inputmode="decimal"
            autocomplete="off"
            .value=${live(price.typed.value)}
            @input=${(event: InputEvent) => price.setTyped((event.target as HTMLInputElement).value)}
            @keydown=${onEnter(() => void price.apply())}
          />
        </label>
        ${keys({ press: price.press, enter: () => void price.apply() })}
      </div>
      ${reasonButtons(t.reason, price, t.noReasons)}
    </div>
    ${messageLine(model)}
    <div class="foot">
      <button class="btn primary huge" type="button" data-testid="apply-price" @click=${() => void price.apply()}>${t.apply}</button>
    </div>
  </section>`;
}
