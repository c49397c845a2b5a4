import { html, nothing, type TemplateResult } from 'lit-html';
import type { RetailTransaction } from '../../commerce/transaction/retail-transaction.ts';
import { formatMoney } from '../model/format.ts';
import { text } from '../model/messages-ui.ts';
import type { RegisterModel } from '../model/register-model.ts';
import { header } from './header.ts';
import { icon } from './icons.ts';
import { messageLine } from './message-line.ts';
import { paper } from './paper.ts';
import { printShownPaper } from './print-paper.ts';

const t = text.receipt;

/** After paying: the change in big figures, the receipt beside it, and the next sale one key away. */
export function receiptView(model: RegisterModel): TemplateResult {
  const { pay, products, sale, state, journal } = model;
  const transaction = pay.concluded.value;
  const find = {
    placeholder: text.app.scanNext,
    value: products.scanText.value,
    typed: sale.typed,
    submit: () => void sale.submit(),
  };
  if (!transaction) return html`${header(model, find)}<main class="screen"></main>`;
  const isReturn = transaction.type === 'return';
  return html`${header(model, find)}
    <main class="screen">
      <h1 class="sr">${isReturn ? t.titleReturn : t.title}</h1>
      <div class="cols receiptpage">
        <section class="panel finish" aria-label=${isReturn ? t.titleReturn : t.title}>
          ${hero(transaction, model)} ${messageLine(model)}
          <div class="foot">
            <div class="four">
              <button class="btn" type="button" data-testid="print" @click=${printShownPaper}>
                ${icon('printer')}<span>${t.print}</span>
              </button>
              <button class="btn" type="button" @click=${() => void journal.openReceipt(transaction.receiptId)}>
                ${icon('undo')}<span>${t.returnFrom}</span>
              </button>
              <button class="btn" type="button" @click=${() => void journal.open()}>${icon('journal')}<span>${t.journal}</span></button>
            </div>
            <button class="btn primary huge spread" type="button" id="new-sale" data-testid="new-sale" @click=${pay.next}>
              <span>${t.newSale}</span><kbd aria-hidden="true">${t.newSaleKey}</kbd>
            </button>
          </div>
        </section>
        <section class="paperwrap" aria-label=${t.receipt} tabindex="0">${paper(transaction, state.value, false)}</section>
      </div>
    </main>`;
}

function hero(transaction: RetailTransaction, { state }: RegisterModel): TemplateResult {
  const { currency, totals, tenders, receiptId } = transaction;
  const { tenderTypes, sync } = state.value;
  const change = tenders.reduce((sum, tender) => sum + tender.changeMinor, 0);
  const refund = totals.grossMinor < 0;
  const names = tenders.map(
    (tender) => tenderTypes.find(({ id }) => id === tender.tenderType)?.name ?? tender.tenderType,
  );
  const by = [...new Set(names)].join(', ').toLowerCase();
  const total = formatMoney(Math.abs(totals.grossMinor), currency);
  return html`<div class="hero">
    <span class="tick">${icon('check')}</span>
    <span class="muted">${refund ? t.givenBack : t.change}</span>
    <output data-testid="change">${formatMoney(refund ? -totals.grossMinor : change, currency)}</output>
    <p class="muted">
      ${t.receipt} <bdi data-testid="receipt-number">${receiptId}</bdi>, ${refund ? t.returnedBy(total, by) : t.paidBy(total, by)}
    </p>
    <p class="row wrap chips">
      <span class="chip good">${icon('check')}${t.saved}</span>
      ${sync.waiting > 0 ? html`<span class="chip">${icon('upload')}${t.waiting}</span>` : html`<span class="chip good">${icon('upload')}${t.sent}</span>`}
      ${tenderTypes.some(({ id, opensDrawer }) => opensDrawer && tenders.some((tender) => tender.tenderType === id)) ? html`<span class="chip">${icon('drawer')}${t.drawer}</span>` : nothing}
    </p>
  </div>`;
}
