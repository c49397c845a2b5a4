import { html, nothing, type TemplateResult } from 'lit-html';
import type { EntryRow, SaleDetail, SaleLineRow, TenderRow } from '../../app/book-rows.ts';
import { urls } from '../../app/routes.ts';
import { amount, money, unitPrice } from '../../parts/money.ts';
import { empty } from '../../parts/notices.ts';
import { panel } from '../../parts/panel.ts';
import { counted, quantity } from '../../parts/quantity.ts';
import { status } from '../../parts/status.ts';
import { type Column, table } from '../../parts/table.ts';
import { type AccountNames, accountName } from '../ledger/account-name.ts';
import { trialBalance } from '../ledger/trial-balance.ts';

export function linesPanel(sale: SaleDetail): TemplateResult {
  const { currency } = sale;
  const columns: readonly Column<SaleLineRow>[] = [
    { head: 'No.', numeric: true, low: true, cell: ({ line }) => line },
    {
      head: 'Product',
      rowHead: true,
      cell: (line) =>
        html`<a href=${urls.product(line.sku)}>${line.name}</a><span class="sub"><span class="mono">${line.sku}</span>${
          line.voided ? html`, voided` : nothing
        }</span>`,
      foot: 'Total',
    },
    {
      head: 'Quantity',
      numeric: true,
      cell: (line) => quantity(line.quantityThousandths),
      foot: quantity(sale.quantityThousandths),
    },
    { head: 'Price', numeric: true, cell: (line) => price(line, currency) },
    {
      head: 'VAT',
      numeric: true,
      low: true,
      cell: (line) =>
        html`${amount(line.taxMinor, currency)}<span class="sub">${percent(line.taxRatePpm)}</span>`,
      foot: amount(sale.taxMinor, currency),
    },
    {
      head: 'Without VAT',
      numeric: true,
      low: true,
      cell: (line) => amount(line.netMinor, currency),
      foot: amount(sale.netMinor, currency),
    },
    {
      head: `Total, ${currency}`,
      numeric: true,
      cell: (line) =>
        html`<span class=${line.voided ? 'struck' : ''}>${amount(line.grossMinor, currency)}</span>`,
      foot: amount(sale.grossMinor, currency),
    },
  ];
  return panel(
    { title: 'Lines', hint: counted(sale.lines.length, 'line'), testId: 'sale-lines' },
    table({
      caption: 'Lines of the sale',
      columns,
      rows: sale.lines,
      key: ({ line }) => String(line),
      rowClass: ({ voided }) => (voided ? 'past' : ''),
    }),
  );
}

/** The price of one; where somebody changed it, why, and the list price it stands for. */
function price(line: SaleLineRow, currency: string): TemplateResult {
  const { amountMinor, priceUnitThousandths, listAmountMinor, listPriceUnitThousandths, overrideReason } =
    line;
  const shown = unitPrice({ amountMinor, priceUnitThousandths }, currency);
  if (overrideReason === null) return html`${shown}`;
  const list =
    listAmountMinor === null || listPriceUnitThousandths === null
      ? 'no list price'
      : `list ${unitPrice({ amountMinor: listAmountMinor, priceUnitThousandths: listPriceUnitThousandths }, currency)}`;
  return html`${shown}<span class="sub">${list}, ${overrideReason}</span>`;
}

export function tendersPanel(sale: SaleDetail, names: AccountNames): TemplateResult {
  const { currency } = sale;
  const columns: readonly Column<TenderRow>[] = [
    {
      head: 'Paid by',
      rowHead: true,
      cell: ({ tenderType }) => names.tenderTypes.get(tenderType) ?? tenderType,
    },
    { head: 'Given', numeric: true, cell: ({ tenderedMinor }) => amount(tenderedMinor, currency) },
    { head: 'Change', numeric: true, cell: ({ changeMinor }) => amount(changeMinor, currency) },
    {
      head: 'Counts',
      numeric: true,
      cell: ({ amountMinor }) => html`<strong>${amount(amountMinor, currency)}</strong>`,
    },
  ];
  return panel(
    { title: 'Payment', hint: currency, testId: 'sale-tenders' },
    sale.tenders.length === 0
      ? empty('info', 'Nothing was paid', 'Voids and stock counts take no money.')
      : table({
          caption: 'Payment',
          columns,
          rows: sale.tenders,
          key: ({ line }) => String(line),
          compact: true,
        }),
  );
}

export function entriesPanel(sale: SaleDetail, names: AccountNames): TemplateResult {
  const { currency } = sale;
  const { debitMinor, creditMinor, balanced } = trialBalance(currency, sale.ledger);
  const side = (minor: number) => (minor === 0 ? nothing : amount(minor, currency));
  const columns: readonly Column<EntryRow>[] = [
    {
      head: 'Account',
      rowHead: true,
      cell: ({ account }) => accountName(account, names),
      foot: balanced ? 'Balanced' : 'Out of balance',
    },
    {
      head: 'Debit',
      numeric: true,
      cell: (entry) => side(entry.debitMinor),
      foot: amount(debitMinor, currency),
    },
    {
      head: 'Credit',
      numeric: true,
      cell: (entry) => side(entry.creditMinor),
      foot: amount(creditMinor, currency),
    },
  ];
  return panel(
    {
      title: 'Ledger entries',
      hint: balanced
        ? status('ok', `debits equal credits, ${money(debitMinor, currency)}`)
        : status('bad', 'debits are not credits'),
      testId: 'sale-entries',
    },
    sale.ledger.length === 0
      ? empty('book', 'No entry', 'Voids and stock counts move no money.')
      : table({
          caption: 'Ledger entries',
          columns,
          rows: sale.ledger,
          key: ({ account }) => account,
          compact: true,
        }),
  );
}

/** Parts per million as `17.5 %`. */
function percent(ratePpm: number): string {
  return `${quantity(ratePpm / 10)} %`;
}
