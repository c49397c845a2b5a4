import { html, nothing, type TemplateResult } from 'lit-html';
import { formatAmount, formatCount, formatMoney } from '../model/format.ts';
import { text } from '../model/messages-ui.ts';
import type { RegisterModel } from '../model/register-model.ts';
import { discountSheet } from './discount-sheet.ts';
import { header } from './header.ts';
import { type IconName, icon } from './icons.ts';
import { keys } from './keypad.ts';
import { messageLine } from './message-line.ts';
import { priceSheet } from './price-sheet.ts';
import { saleDeck } from './sale-deck.ts';
import { saleLines } from './sale-lines.ts';
import { whySheet } from './why-sheet.ts';

/** One screen for a sale: basket, products or actions, keypad, totals. */
export function saleView(model: RegisterModel): TemplateResult {
  const { sale, products, price, discount, why } = model;
  const panel = products.found.value ? 'deck' : sale.panel.value;
  const find = {
    placeholder: sale.returning.value ? text.app.scanReturn : text.app.scan,
    value: products.scanText.value,
    typed: sale.typed,
    submit: () => void sale.submit(),
  };
  return html`${header(model, find)}
    <main class="sale" data-view=${panel} @mousedown=${keepFieldFocus}>
      <h1 class="sr">${text.sale.title}</h1>
      <section class="panel basket" aria-label=${text.sale.basket}>
        ${customer(model)} ${coupons(model)} ${saleLines(model)} ${price.line.value || discount.target.value ? html`<div class="say"></div>` : messageLine(model)} ${lineActions(model)}
      </section>
      ${saleDeck(model)} ${keypad(model)} ${totals(model)} ${nav(model)}
      ${price.line.value ? priceSheet(model) : discount.target.value ? discountSheet(model) : why.line.value ? whySheet(model) : nothing}
    </main>`;
}

/** A press on a button leaves the focus in the field for codes: whoever types next types there. */
function keepFieldFocus(event: MouseEvent): void {
  if ((event.target as Element).closest('button')) event.preventDefault();
}

function customer({ state }: RegisterModel): TemplateResult | typeof nothing {
  const { customer } = state.value.cart;
  if (customer === null) return nothing;
  return html`<div class="cust">
    <span class="avatar">${icon('user')}</span><b>${text.sale.customer(customer)}</b>
  </div>`;
}

function coupons({ state, sale }: RegisterModel): TemplateResult[] {
  return state.value.cart.coupons.map(
    (coupon) => html`<div class="cust" data-testid="coupon">
      <span class="avatar">${icon('tag')}</span><b>${text.sale.coupon(coupon)}</b>
      <button class="iconbtn push" type="button" data-testid="remove-coupon" aria-label=${text.sale.removeCoupon(coupon)} @click=${() => void sale.removeCoupon(coupon)}>
        ${icon('x')}
      </button>
    </div>`,
  );
}

function lineActions(model: RegisterModel): TemplateResult {
  const { sale, price, discount, why, keypad, journal } = model;
  const act = (
    sign: IconName,
    label: string,
    id: string,
    run: () => void,
    key: string | null,
    allowed = true,
  ) =>
    html`<button class="btn" type="button" data-testid=${id} aria-keyshortcuts=${key ?? nothing} aria-disabled=${allowed ? nothing : 'true'} @click=${run}>
      ${icon(sign)}${label}${key ? html` <kbd aria-hidden="true">${key}</kbd>` : nothing}
    </button>`;
  const some = !sale.empty.value;
  const t = text.sale;
  return html`<div class="lineacts" role="toolbar" aria-label=${t.lineActions}>
    ${act('times', t.actQuantity, 'quantity', () => sale.startQuantity(), '*', some)}
    ${act('pencil', t.actPrice, 'price-override', () => price.open(keypad.text.value), null, some)}
    ${act('tag', t.actDiscount, 'discount', () => discount.open(keypad.text.value), null, some)}
    ${act('why', t.actWhy, 'why', why.open, null, some)}
    ${act('undo', t.actReturn, 'return', () => void journal.open(), null)}
    ${act('trash', t.actVoidLine, 'void-line', () => void sale.voidLine(), 'Del', some)}
    ${act('x', t.actVoidSale, 'void-sale', sale.askVoidSale, null, some)}
  </div>`;
}

function keypad(model: RegisterModel): TemplateResult {
  const { keypad, sale, lines } = model;
  const forQuantity = keypad.entering.value === 'quantity';
  const name = lines.chosen.value?.name ?? '';
  const label = forQuantity ? text.sale.keypadQuantity(name) : text.sale.keypadHint;
  return html`<section class="panel keypad" id="keypad" aria-label=${text.app.numberPad}>
    <div class=${forQuantity ? 'entry on' : 'entry'}>
      <span dir="auto">${label}</span><output data-testid="keypad-entry">${keypad.text.value}</output>
    </div>
    ${keys({
      press: keypad.press,
      enter: () => void sale.enter(),
      extra: { label: text.sale.times, sign: icon('times'), act: () => sale.times() },
    })}
  </section>`;
}

function totals(model: RegisterModel): TemplateResult {
  const { state, pay, sale, journal, lines } = model;
  const { currency, cart } = state.value;
  const { totals, tenderedMinor, dueMinor } = cart.priced;
  const refund = dueMinor < 0;
  const amount = (minor: number) => formatAmount(minor, currency);
  const items = formatCount(lines.pieces.value);
  const ready = !sale.empty.value;
  return html`<section class="panel totals" aria-label=${text.sale.payArea}>
    <dl class="sums">
      <div><dt>${text.sale.items(items)}<span class="hide-phone">, ${text.sale.beforeTax}</span></dt><dd class="money" data-testid="net">${amount(totals.netMinor)}</dd></div>
      ${totals.discountMinor === 0 ? nothing : html`<div class="good"><dt>${text.sale.saved}</dt><dd class="money" data-testid="saved">${amount(-totals.discountMinor)}</dd></div>`}
      <div><dt>${text.sale.tax}</dt><dd class="money" data-testid="tax">${amount(totals.taxMinor)}</dd></div>
      ${tenderedMinor === 0 ? nothing : html`<div><dt>${text.sale.alreadyPaid}</dt><dd class="money">${amount(tenderedMinor)}</dd></div>`}
    </dl>
    <div class="grand">
      <span>${refund ? text.sale.refund : text.sale.total}</span>
      <output data-testid="total">${formatMoney(dueMinor, currency)}</output>
    </div>
    <div class="side">
      <button class="btn" type="button" data-testid="pay-cash" aria-disabled=${ready ? nothing : 'true'} @click=${() => void pay.payExact()}>
        ${text.sale.exactCash}
      </button>
      <button class="btn" type="button" data-testid="last-receipt" @click=${() => void journal.open()}>
        ${text.sale.lastReceipt}
      </button>
    </div>
    <button class="btn primary huge spread" type="button" data-testid="pay" aria-disabled=${ready ? nothing : 'true'} @click=${pay.open}>
      <span>${refund ? text.sale.giveBack : text.sale.pay}</span><kbd aria-hidden="true">F9</kbd>
    </button>
  </section>`;
}

/** The phone's bottom bar: one area at a time. */
function nav({ sale, products }: RegisterModel): TemplateResult {
  const panel = products.found.value ? 'deck' : sale.panel.value;
  const deck = products.found.value ? 'products' : sale.deck.value;
  const item = (sign: IconName, label: string, on: boolean, open: () => void) =>
    html`<button type="button" aria-pressed=${on ? 'true' : 'false'} @click=${open}>${icon(sign)}${label}</button>`;
  const show = (next: 'basket' | 'keypad') => () => {
    products.clear();
    sale.panel.value = next;
  };
  const showDeck = (tab: 'products' | 'actions') => () => {
    if (tab === 'actions') products.clear();
    sale.deck.value = tab;
    sale.panel.value = 'deck';
  };
  return html`<nav class="nav" aria-label=${text.sale.views}>
    ${item('bag', text.sale.navBasket, panel === 'basket', show('basket'))}
    ${item('grid', text.sale.navProducts, panel === 'deck' && deck === 'products', showDeck('products'))}
    ${item('keys', text.sale.navKeypad, panel === 'keypad', show('keypad'))}
    ${item('menu', text.sale.navActions, panel === 'deck' && deck === 'actions', showDeck('actions'))}
  </nav>`;
}
