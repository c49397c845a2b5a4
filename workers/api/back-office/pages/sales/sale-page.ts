import { html, nothing, type TemplateResult } from 'lit-html';
import { get } from '../../app/api.ts';
import type { SaleDetail } from '../../app/book-rows.ts';
import { overview, storeName } from '../../app/overview.ts';
import type { Page, Scope } from '../../app/page.ts';
import { withQuery } from '../../app/query.ts';
import { urls } from '../../app/routes.ts';
import { day, moment } from '../../parts/dates.ts';
import { icon } from '../../parts/icon.ts';
import { money } from '../../parts/money.ts';
import { loaded } from '../../parts/notices.ts';
import { pageHead } from '../../parts/page-head.ts';
import { facts, panel } from '../../parts/panel.ts';
import { count } from '../../parts/quantity.ts';
import { badge } from '../../parts/status.ts';
import { noNames } from '../ledger/account-name.ts';
import { loadAccountNames } from '../ledger/load-account-names.ts';
import { entriesPanel, linesPanel, tendersPanel } from './sale-panels.ts';
import { saleNoun } from './sale-words.ts';

/** One transaction down to its journal record. */
export function salePage(scope: Scope, id: string): Page {
  const source = scope.resource((signal) =>
    get<SaleDetail>(`/v1/sales/${encodeURIComponent(id)}`, {}, signal),
  );
  const names = scope.resource(loadAccountNames);
  return {
    title: () => {
      const sale = source.state.value.value;
      return sale ? `${saleNoun(sale)} ${sale.receiptId}` : 'Sale';
    },
    view: () => {
      const sale = source.state.value.value;
      if (!sale) {
        return html`${pageHead({ title: 'Sale', crumbs: [['Sales received', urls.sales]], here: id })}
          <section class="panel">${loaded(source, 'the sale', () => html``, 8, html`<a class="btn" href=${urls.sales}>All sales</a>`)}</section>`;
      }
      const accountNames = names.state.value.value ?? noNames;
      return html`${head(sale)}
        <div class="cols side-r">
          <div class="stack l">
            ${linesPanel(sale)}
            <div class="cols c2">${tendersPanel(sale, accountNames)}${entriesPanel(sale, accountNames)}</div>
          </div>
          <aside class="stack l" aria-label="About this sale">${aboutPanel(sale)}${recordPanel(sale)}</aside>
        </div>`;
    },
  };
}

function head(sale: SaleDetail): TemplateResult {
  const offline = sale.connection !== 'online';
  return pageHead({
    title: html`${saleNoun(sale)} ${sale.receiptId}
      ${badge('ok', 'Booked')}${
        offline
          ? badge('warn', sale.connection === 'manual' ? 'Made offline by hand' : 'Made offline', 'off')
          : nothing
      }`,
    crumbs: [['Sales received', urls.sales]],
    here: sale.receiptId,
    sub: html`<strong data-testid="sale-total">${money(sale.grossMinor, sale.currency)}</strong>
      <span>${storeName(sale.store)}</span><span>${moment(sale.concludedAt)}</span>`,
  });
}

function aboutPanel(sale: SaleDetail): TemplateResult {
  const register = overview().state.value.value?.registers.find(
    ({ store, terminal }) => store === sale.store && terminal === sale.terminal,
  );
  const sameDay = withQuery(urls.sales, { store: sale.store, businessDate: sale.businessDate });
  return panel(
    { title: 'Where and who' },
    facts([
      ['Store', storeName(sale.store)],
      [
        'Register',
        register ? html`<a href=${urls.register(register.id)}>${register.name}</a>` : sale.terminal,
      ],
      ['Employee', sale.employee],
      ['Customer', sale.customer],
      ['Reference', sale.externalRef],
      ['Shift', count(sale.shift)],
      ['Business day', html`<a href=${sameDay}>${day(sale.businessDate)}</a>`],
      ['Concluded', moment(sale.concludedAt)],
      ['Booked', moment(sale.postedAt)],
    ]),
  );
}

function recordPanel(sale: SaleDetail): TemplateResult {
  return panel(
    { title: 'Where it comes from' },
    html`<div class="body"><ol class="chain">
      <li>${icon('book')}<span>Books of headquarters</span><span class="xs">booked ${moment(sale.postedAt)}, once</span></li>
      <li>${icon('register')}<span>Journal of ${storeName(sale.store)}, terminal ${sale.terminal}</span>
        <span class="xs">epoch ${count(sale.epoch)}, record ${count(sale.seq)}</span></li>
      <li>${icon('link')}<span>Record <span class="mono wrap" data-testid="record-id">${sale.id}</span></span>
        <span class="xs mono" data-testid="record-hash">${inGroups(sale.hash)}</span></li>
    </ol></div>`,
  );
}

/** A hash in groups of four, which eyes can compare. */
function inGroups(hash: string): string {
  return hash.replace(/(.{4})(?=.)/g, '$1 ');
}
