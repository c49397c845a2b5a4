import { html, nothing, type TemplateResult } from 'lit-html';
import type { SaleRow } from '../../app/book-rows.ts';
import { type Overview, type RegisterView, storeName } from '../../app/overview.ts';
import { urls } from '../../app/routes.ts';
import { moment } from '../../parts/dates.ts';
import { amount, money } from '../../parts/money.ts';
import { empty } from '../../parts/notices.ts';
import { panel } from '../../parts/panel.ts';
import { count, counted } from '../../parts/quantity.ts';
import { shareBar } from '../../parts/share-bar.ts';
import { type Column, table } from '../../parts/table.ts';
import { issueActivationCode } from '../registers/activation-code.ts';
import { journalParts, presence } from '../registers/register-status.ts';
import { listsStatus, presenceStatus } from '../registers/register-words.ts';
import { saleKind } from '../sales/sale-words.ts';
import type { StoreTakings } from './takings.ts';

/** Those that somebody should look at come first. */
const ROWS_MAX = 12;

export function registersPanel({ registers, heads }: Overview): TemplateResult {
  const order = { offline: 0, unseen: 1, connected: 2 } as const;
  const sorted = [...registers].sort((a, b) => order[presence(a.state)] - order[presence(b.state)]);
  const shown = sorted.slice(0, ROWS_MAX);
  const columns: readonly Column<RegisterView>[] = [
    {
      head: 'Register',
      rowHead: true,
      nowrap: true,
      cell: (register) =>
        html`<a href=${urls.register(register.id)}>${register.storeName}, ${register.name}</a>`,
    },
    { head: 'Connection', cell: presenceStatus },
    { head: 'Lists', low: true, cell: (register) => listsStatus(register, heads) },
    {
      head: 'Waiting there',
      numeric: true,
      low: true,
      cell: ({ state }) =>
        state ? count(journalParts(state).waiting) : html`<span class="muted">none</span>`,
    },
    {
      head: '',
      numeric: true,
      low: true,
      cell: (register) =>
        presence(register.state) === 'unseen'
          ? html`<button class="linkbtn" type="button" aria-label="Issue code for ${register.storeName}, ${register.name}"
              @click=${() => issueActivationCode(register)}>Issue code</button>`
          : presence(register.state) === 'offline'
            ? html`<span class="muted xs">by itself</span>`
            : nothing,
    },
  ];
  return panel(
    {
      title: 'Registers',
      hint: 'those to look at first',
      links: html`<a href=${urls.registers}>All ${counted(registers.length, 'register')}</a>`,
      testId: 'home-registers',
    },
    registers.length === 0
      ? empty('register', 'No register yet', 'Registers appear here when they are created through the API.')
      : table({ caption: 'Registers', columns, rows: shown, key: ({ id }) => id }),
  );
}

export function takingsPanel(takings: readonly StoreTakings[]): TemplateResult {
  const most = Math.max(...takings.map(({ grossMinor }) => grossMinor), 1);
  const columns: readonly Column<StoreTakings>[] = [
    {
      head: 'Store',
      rowHead: true,
      nowrap: true,
      cell: ({ store, name }) => html`<a href="${urls.sales}?store=${store}">${name}</a>`,
    },
    { head: 'Sales', numeric: true, cell: ({ sales }) => count(sales) },
    { head: 'Returns', numeric: true, low: true, cell: ({ returns }) => count(returns) },
    { head: 'Made offline', numeric: true, low: true, cell: ({ offline }) => count(offline) },
    { head: 'VAT', numeric: true, low: true, cell: ({ taxMinor, currency }) => money(taxMinor, currency) },
    {
      head: 'Takings',
      numeric: true,
      cell: ({ grossMinor, currency }) =>
        html`<div class="barcell">${shareBar(grossMinor, most)}<span>${money(grossMinor, currency)}</span></div>`,
    },
  ];
  return panel(
    { title: 'Takings by store', hint: 'all days, VAT included, returns taken off', testId: 'home-takings' },
    takings.length === 0
      ? empty('book', 'No store yet', 'Stores appear here when they are created through the API.')
      : table({ caption: 'Takings by store', columns, rows: takings, key: ({ store }) => store }),
  );
}

export function newestSalesPanel(sales: readonly SaleRow[]): TemplateResult {
  const columns: readonly Column<SaleRow>[] = [
    {
      head: 'Receipt',
      rowHead: true,
      cell: (sale) => html`<a href=${urls.sale(sale.id)}>${sale.receiptId}</a>
        <span class="sub">${storeName(sale.store)}, ${moment(sale.concludedAt)}</span>`,
    },
    { head: 'Kind', cell: saleKind },
    { head: 'Total', numeric: true, cell: ({ grossMinor, currency }) => amount(grossMinor, currency) },
  ];
  return panel(
    { title: 'Newest sales', links: html`<a href=${urls.sales}>All sales</a>`, testId: 'home-newest' },
    sales.length === 0
      ? empty('receipt', 'No sale yet', 'Sales appear here a moment after a register has booked them.')
      : table({ caption: 'Newest sales', columns, rows: sales, key: ({ id }) => id }),
  );
}
