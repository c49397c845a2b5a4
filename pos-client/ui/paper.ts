import { html, nothing, svg, type TemplateResult } from 'lit-html';
import type {
  RetailTransaction,
  TenderLine,
  TransactionLine,
} from '../../commerce/transaction/retail-transaction.ts';
import { code128 } from '../devices/code128.ts';
import { formatAmount, formatMoney, formatQuantity, formatRate, formatUnitPrice } from '../model/format.ts';
import { formatDate, formatTime } from '../model/format-time.ts';
import { text } from '../model/messages-ui.ts';
import type { RegisterState } from '../model/register-host.ts';

const t = text.receipt;

/** 80 mm of paper, 72 mm of it printed. What it says was fixed when the transaction was concluded. */
export function paper(transaction: RetailTransaction, state: RegisterState, copy: boolean): TemplateResult {
  const { currency, totals, tenders, receiptId, type } = transaction;
  const { timeZone, tenderTypes } = state;
  const at = `${formatDate(transaction.concludedAt, timeZone)} ${formatTime(transaction.concludedAt, timeZone)}`;
  const amount = (minor: number) => formatAmount(minor, currency);
  const tenderName = (tender: TenderLine) =>
    tenderTypes.find(({ id }) => id === tender.tenderType)?.name ?? tender.tenderType;
  const change = tenders.reduce((sum, tender) => sum + tender.changeMinor, 0);
  return html`<article class="receipt" id="paper" aria-label=${t.preview} data-testid="receipt">
    <header>
      <div class="shop" dir="auto">${state.storeName ?? transaction.store}</div>
      ${state.receiptLines.filter((line) => line !== state.storeName).map((line) => html`<div dir="auto">${line}</div>`)}
    </header>
    ${copy ? html`<div class="mark">${t.copy}</div>` : nothing}
    ${type === 'sale' ? nothing : html`<div class="mark">${t.kinds[type]}</div>`}
    ${row(at, text.app.till(transaction.terminal))} ${row(t.receipt, receiptId)} ${row(t.servedBy, transaction.employee)}
    <hr />
    ${transaction.lines.filter((line) => !line.voided).map((line) => goods(line, currency))}
    <hr />
    ${totals.discountMinor > 0 ? row(t.youSaved, amount(totals.discountMinor)) : nothing}
    <div class="r tot"><span>${t.total}</span><span>${formatMoney(totals.grossMinor, currency)}</span></div>
    ${tenders.map((tender) => tenderRows(tender, tenderName(tender), amount))}
    ${change > 0 ? row(t.changeRow, amount(change)) : nothing}
    <hr />
    ${taxRows(transaction)}
    ${barcode(receiptId)}
  </article>`;
}

/** Each tender, and what a receipt has to say of it. */
function tenderRows(
  { tenderedMinor, roundingMinor, card }: TenderLine,
  name: string,
  amount: (minor: number) => string,
): TemplateResult {
  return html`${row(name, amount(tenderedMinor))}
    ${card ? html`<div class="r in"><span>${t.card(card.brand, card.lastFour)}</span><span>${card.reference}</span></div>` : nothing}
    ${roundingMinor ? row(t.rounding, amount(roundingMinor)) : nothing}`;
}

const row = (label: string, value: string) =>
  html`<div class="r"><span>${label}</span><span>${value}</span></div>`;

function goods(line: TransactionLine, currency: string): TemplateResult {
  // Before discounts, which follow as rows of their own.
  const shown = line.discounts.length > 0 ? line.amountMinor : line.grossMinor;
  const gross = formatAmount(shown, currency);
  const single = line.quantityThousandths === 1000 && !line.returnOf;
  if (single)
    return html`<div class="r"><span dir="auto">${line.name}</span><span>${gross}</span></div>${discountRows(line, currency)}`;
  const times = `${formatQuantity(line.quantityThousandths)} x ${formatUnitPrice(line.unitPrice, currency)}`;
  return html`<div class="r"><span dir="auto">${line.name}</span><span></span></div>
    <div class="r in"><span>${times}</span><span>${gross}</span></div>
    ${discountRows(line, currency)}
    ${line.returnOf ? html`<div class="r in"><span>${text.sale.returnOf(line.returnOf.receiptId)}</span><span></span></div>` : nothing}`;
}

function discountRows({ discounts }: TransactionLine, currency: string): TemplateResult[] {
  return discounts.map(
    ({ name, amountMinor }) =>
      html`<div class="r in" data-testid="receipt-discount"><span dir="auto">${name || text.why.manual}</span><span>${formatAmount(-amountMinor, currency)}</span></div>`,
  );
}

/** One row per tax rate: what the receipt owes the customer's books. */
function taxRows({ lines, taxExemption, currency }: RetailTransaction): TemplateResult | TemplateResult[] {
  if (taxExemption !== null) return row(t.noTax, '');
  const rates = new Map<number, { net: number; tax: number }>();
  for (const { voided, taxes } of lines) {
    if (voided) continue;
    for (const { ratePpm, baseMinor, taxMinor } of taxes) {
      const sum = rates.get(ratePpm) ?? { net: 0, tax: 0 };
      rates.set(ratePpm, { net: sum.net + baseMinor, tax: sum.tax + taxMinor });
    }
  }
  return [...rates].map(([ratePpm, { net, tax }]) =>
    row(t.taxOn(formatRate(ratePpm), formatAmount(net, currency)), formatAmount(tax, currency)),
  );
}

/** The receipt's number for the scanner: it opens the receipt again when goods come back. */
function barcode(receiptId: string): TemplateResult | typeof nothing {
  const code = code128(receiptId);
  if (!code) return nothing;
  return html`<svg
    class="code"
    viewBox="0 0 ${code.width} 30"
    preserveAspectRatio="none"
    role="img"
    aria-label=${t.barcode(receiptId)}
  >
    ${code.bars.map(({ at, width }) => svg`<rect x=${at} y="0" width=${width} height="30"></rect>`)}
  </svg>`;
}
