import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { formatUnitPrice } from '../model/format.ts';
import { text } from '../model/messages-ui.ts';
import type { ProductTile } from '../model/register-host.ts';
import type { RegisterModel } from '../model/register-model.ts';
import { type IconName, icon } from './icons.ts';

const FOUND_MAX = 24;

/** Products and actions: what is found while something is searched for, else the grid, page by page. */
export function saleDeck(model: RegisterModel): TemplateResult {
  const { sale, products } = model;
  const found = products.found.value;
  const open = found ? 'products' : sale.deck.value;
  const keypad = sale.panel.value === 'keypad' && !found;
  const tab = (id: 'products' | 'actions' | 'keypad', label: string) => {
    const selected = id === 'keypad' ? keypad : open === id && !keypad;
    return html`<button
      type="button"
      role="tab"
      id="tab-${id}"
      class=${id === 'keypad' ? 'only-tablet' : ''}
      aria-selected=${selected ? 'true' : 'false'}
      aria-controls=${id === 'keypad' ? 'keypad' : 'deck'}
      tabindex=${selected ? '0' : '-1'}
      data-testid="tab-${id}"
      @click=${() => openTab(model, id)}
      @keydown=${(event: KeyboardEvent) => moveTab(event)}
    >
      ${label}
    </button>`;
  };
  return html`<section class="panel deck" aria-label=${text.products.title}>
    <div class="deckhead">
      <div class="tabs" role="tablist" aria-label=${text.products.title}>
        ${tab('products', text.products.products)}${tab('actions', text.products.actions)}${tab('keypad', text.products.keypad)}
      </div>
      ${open === 'products' ? finder(model) : nothing}
    </div>
    <div class="tiles ${open}" role="tabpanel" id="deck" aria-labelledby="tab-${open}">
      ${open === 'actions' ? actionTiles(model) : found ? foundTiles(model, found) : gridTiles(model)}
    </div>
  </section>`;
}

function openTab({ sale, products }: RegisterModel, id: 'products' | 'actions' | 'keypad'): void {
  if (id === 'keypad') {
    sale.panel.value = 'keypad';
    return;
  }
  if (products.found.value) products.clear();
  sale.deck.value = id;
  if (sale.panel.value === 'keypad') sale.panel.value = 'basket';
}

function moveTab(event: KeyboardEvent): void {
  const forward = event.key === 'ArrowRight';
  if (!forward && event.key !== 'ArrowLeft') return;
  const tab = event.currentTarget as HTMLElement;
  const rtl = getComputedStyle(tab).direction === 'rtl';
  const next = forward === rtl ? tab.previousElementSibling : tab.nextElementSibling;
  if (!(next instanceof HTMLElement) || next.offsetParent === null) return;
  event.preventDefault();
  next.focus();
  next.click();
}

function finder({ products }: RegisterModel): TemplateResult {
  const { page, pageNumber, hasNext, found, searchText } = products;
  const step = (label: string, id: string, able: boolean, act: () => void, forward: boolean) =>
    html`<button class="iconbtn" type="button" aria-label=${label} data-testid=${id} aria-disabled=${able ? nothing : 'true'} @click=${act}>
      <svg class=${forward ? 'i i-dir' : 'i i-dir turned'} aria-hidden="true"><use href="#i-chevron"></use></svg>
    </button>`;
  return html`<div class="deckfinder">
    <div class="minifind">
      ${icon('search')}
      <input
        data-testid="search"
        type="search"
        aria-label=${text.products.search}
        placeholder=${text.products.searchShort}
        autocomplete="off"
        spellcheck="false"
        .value=${live(searchText.value)}
        @input=${(event: InputEvent) => products.setSearchText((event.target as HTMLInputElement).value)}
      />
    </div>
    ${
      found.value
        ? html`<span class="small muted foundcount" role="status">${text.products.found(found.value.length, found.value.length >= FOUND_MAX)}</span>
          <button class="iconbtn" type="button" aria-label=${text.products.clear} data-testid="clear-search" @click=${() => products.clear()}>${icon('x')}</button>`
        : html`${step(text.products.previous, 'previous-page', pageNumber.value > 1, products.previous, false)}
          <span class="small muted pagenumber num">${page.value.length > 0 ? text.products.page(pageNumber.value) : nothing}</span>
          ${step(text.products.next, 'next-page', hasNext.value, products.next, true)}`
    }
  </div>`;
}

function tile(model: RegisterModel, product: ProductTile, id: string): TemplateResult {
  const price = product.price
    ? formatUnitPrice(product.price, model.state.value.currency, 'money')
    : text.products.noPrice;
  return html`<button class="tile" type="button" data-testid=${id} data-sku=${product.sku} @click=${() => model.sale.addProduct(product.sku)}>
    <b dir="auto">${product.name}</b><small class="num">${price}</small><bdi class="code">${product.sku}</bdi>
  </button>`;
}

const gridTiles = (model: RegisterModel) =>
  model.products.page.value.length === 0
    ? html`<div class="notiles">${icon('box')}<b>${text.products.none}</b><span>${text.products.noneHint}</span></div>`
    : repeat(
        model.products.page.value,
        (product) => product.sku,
        (product) => tile(model, product, 'product-tile'),
      );

const foundTiles = (model: RegisterModel, found: readonly ProductTile[]) =>
  found.length === 0
    ? html`<div class="notiles">
        ${icon('search')}<b>${text.products.nothing(model.products.query.value)}</b><span>${text.products.nothingHint}</span>
      </div>`
    : repeat(
        found,
        (product) => product.sku,
        (product) => tile(model, product, 'search-result'),
      );

function actionTiles(model: RegisterModel): TemplateResult {
  const { sale, journal, suspended, shift, sync, signOn, pay } = model;
  const act = (sign: IconName, label: string, hint: string, id: string, run: () => void, allowed = true) =>
    html`<button class="tile" type="button" data-testid=${id} @click=${run}>
      <b>${label}</b>${icon(sign)}<small>${allowed ? hint : html`${icon('lock')}${text.actions.notYours}`}</small>
    </button>`;
  const t = text.actions;
  return html`
    ${act('cash', t.exactCash, t.exactCashHint, 'action-exact-cash', () => void pay.payExact())}
    ${act('bag', t.suspend, t.suspendHint, 'action-suspend', () => void suspended.open())}
    ${act('undo', t.undo, t.undoHint, 'action-undo', () => void sale.undo())}
    ${act('receipt', t.return, t.returnHint, 'action-return', () => void journal.open(), sale.may('returnGoods'))}
    ${act('tag', t.returnWithout, t.returnWithoutHint, 'action-return-without', sale.startReturn, sale.may('returnGoods'))}
    ${act('journal', t.journal, t.journalHint, 'action-journal', () => void journal.open())}
    ${act('drawer', t.shift, t.shiftHint, 'action-shift', shift.open)}
    ${act('sync', t.sync, t.syncHint, 'action-sync', sync.open)}
    ${act('trash', t.voidSale, t.voidSaleHint, 'action-void-sale', sale.askVoidSale, sale.may('voidTransaction'))}
    ${act('signoff', t.signOff, t.signOffHint, 'action-sign-off', () => void signOn.signOff())}
  `;
}
