import { computed } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { get, type Page as List } from '../../app/api.ts';
import type { SaleRow } from '../../app/book-rows.ts';
import { placeState, search } from '../../app/navigation.ts';
import { overview, storeName } from '../../app/overview.ts';
import type { Page, Scope } from '../../app/page.ts';
import { readQuery, trimmed, withQuery } from '../../app/query.ts';
import type { Loaded } from '../../app/resource.ts';
import { urls } from '../../app/routes.ts';
import { type TypedQuery, typedQuery } from '../../app/typed-query.ts';
import { trailOf } from '../../parts/cursor-trail.ts';
import { day, moment, timeWithSeconds } from '../../parts/dates.ts';
import { inputField, selectField } from '../../parts/field.ts';
import { icon } from '../../parts/icon.ts';
import { money } from '../../parts/money.ts';
import { empty, loaded } from '../../parts/notices.ts';
import { pageHead } from '../../parts/page-head.ts';
import { pager } from '../../parts/pager.ts';
import { count, counted, quantity } from '../../parts/quantity.ts';
import { type Column, table } from '../../parts/table.ts';
import { freshRows } from './fresh-rows.ts';
import { connection, saleKind } from './sale-words.ts';

const LIMIT = 50;
const EVERY_MS = 3000;
const TYPING_MS = 300;
const names = ['store', 'businessDate', 'receiptId', 'externalRef', 'cursor'] as const;
type Name = (typeof names)[number];
type Filter = Readonly<Record<Name, string>>;

interface Listed {
  /** The address that was asked for. */
  readonly search: string;
  readonly page: List<SaleRow>;
}

/** What the registers sold, as it comes in: newest first, the first page refreshing itself. */
export function salesPage(scope: Scope): Page {
  const filter = computed(() => readQuery(search.value, names));
  const typed = typedQuery(scope, urls.sales, filter);
  const source = scope.resource(async (signal): Promise<Listed> => {
    const asked = search.value;
    const query = { ...trimmed(filter.value), limit: LIMIT };
    return { search: asked, page: await get<List<SaleRow>>('/v1/sales', query, signal) };
  });
  const fresh = freshRows();
  scope.effect(() => {
    const { value } = source.state.value;
    if (value)
      fresh.take(
        value.search,
        value.page.items.map(({ id }) => id),
      );
  });
  scope.every(EVERY_MS, () => {
    if (filter.value.cursor === '') source.refresh();
  });
  return {
    title: () => 'Sales received',
    view: () => html`${pageHead({ title: 'Sales received', sub: liveness(source.state.value, filter.value.cursor) })}
      ${toolbar(typed)}
      <section class="panel" aria-label="Sales">${loaded(
        source,
        'sales',
        ({ page }, state) => list(page, trimmed(filter.value), state.loading, fresh.has),
        10,
      )}</section>`,
  };
}

function liveness({ at }: Loaded<unknown>, cursor: string): TemplateResult {
  if (cursor !== '') return html`<span>Older sales. <a href=${urls.sales}>Back to the newest</a></span>`;
  return html`<span>Newest first</span>
    ${at ? html`<span>${icon('sync', 's')} Read ${timeWithSeconds(at)}, every ${EVERY_MS / 1000} s</span>` : nothing}`;
}

function toolbar(typed: TypedQuery<Name>): TemplateResult {
  const stores = overview().state.value.value?.stores ?? [];
  const texts = [
    ['businessDate', 'Business day', 'date'],
    ['receiptId', 'Receipt', 'text'],
    ['externalRef', 'Reference', 'text'],
  ] as const;
  const filtered = names.some((name) => name !== 'cursor' && typed.of(name) !== '');
  return html`<form class="toolbar" role="search" aria-label="Filter sales" @submit=${(event: Event) => event.preventDefault()}>
    ${selectField({
      id: 'filter-store',
      label: 'Store',
      value: typed.of('store'),
      options: [['', 'All stores'], ...stores.map(({ store, name }) => [store, name] as const)],
      onInput: (store) => typed.change('store', store),
    })}
    ${texts.map(([name, label, type]) =>
      inputField({
        id: `filter-${name}`,
        label,
        type,
        value: typed.of(name),
        onInput: (value) => typed.change(name, value, TYPING_MS),
      }),
    )}
    ${filtered ? html`<button class="btn quiet" type="button" @click=${typed.clear}>Clear</button>` : nothing}
  </form>`;
}

function list(
  page: List<SaleRow>,
  filter: Filter,
  busy: boolean,
  isFresh: (id: string) => boolean,
): TemplateResult {
  if (page.items.length === 0) return nothingFound(filter);
  return html`${table({
    caption: 'Sales received',
    columns,
    rows: page.items,
    key: ({ id }) => id,
    compact: true,
    // Refreshing by itself is not worth dimming the list; another page is.
    busy: busy && filter.cursor !== '',
    rowClass: ({ id }) => (isFresh(id) ? 'fresh' : ''),
    testId: 'sales',
  })}
  ${pager({
    trail: trailOf(placeState.value, filter.cursor),
    cursor: filter.cursor,
    next: page.next,
    urlAt: (cursor) => withQuery(urls.sales, { ...filter, cursor }),
    shown: counted(page.items.length, 'transaction'),
  })}`;
}

function nothingFound({ store, businessDate, receiptId, externalRef }: Filter): TemplateResult {
  if (store || businessDate || receiptId || externalRef) {
    const asked = [
      store && `from ${storeName(store)}`,
      businessDate && `of ${day(businessDate)}`,
      receiptId && `with receipt ${receiptId}`,
      externalRef && `with reference ${externalRef}`,
    ];
    return empty(
      'search',
      'No such sale has been received',
      `There is none ${asked.filter(Boolean).join(', ')}. Receipts and references have to be typed in full.`,
      html`<a class="btn" href=${urls.sales}>Show all sales</a>`,
    );
  }
  return empty(
    'receipt',
    'No sale has been received yet',
    'A sale appears here by itself, moments after a register has booked it; one made offline, when the line is back.',
    html`<a class="btn" href=${urls.registers}>See the registers</a>`,
  );
}

const columns: readonly Column<SaleRow>[] = [
  { head: 'Concluded', nowrap: true, low: true, cell: ({ concludedAt }) => moment(concludedAt) },
  {
    head: 'Receipt',
    rowHead: true,
    nowrap: true,
    cell: (sale) => html`<a href=${urls.sale(sale.id)}>${sale.receiptId}</a>`,
  },
  { head: 'Kind', nowrap: true, cell: saleKind },
  { head: 'Store', nowrap: true, low: true, cell: ({ store }) => storeName(store) },
  {
    head: 'Register',
    low: true,
    nowrap: true,
    cell: ({ store, terminal }) => {
      const register = overview().state.value.value?.registers.find(
        (known) => known.store === store && known.terminal === terminal,
      );
      return register ? html`<a href=${urls.register(register.id)}>${register.name}</a>` : terminal;
    },
  },
  { head: 'Reference', low: true, nowrap: true, cell: ({ externalRef }) => externalRef ?? '' },
  { head: 'Line', low: true, nowrap: true, cell: connection },
  { head: 'Lines', numeric: true, low: true, cell: ({ lineCount }) => count(lineCount) },
  { head: 'Items', numeric: true, low: true, cell: (sale) => quantity(sale.quantityThousandths) },
  {
    head: 'Total',
    numeric: true,
    cell: ({ grossMinor, currency }) => html`<strong>${money(grossMinor, currency)}</strong>`,
  },
];
