import { computed } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { get, type Page as List } from '../../app/api.ts';
import type { ProductRow } from '../../app/master-rows.ts';
import { placeState, search } from '../../app/navigation.ts';
import { firstStore } from '../../app/overview.ts';
import type { Page, Scope } from '../../app/page.ts';
import { readQuery, trimmed, withQuery } from '../../app/query.ts';
import { urls } from '../../app/routes.ts';
import { typedQuery } from '../../app/typed-query.ts';
import { trailOf } from '../../parts/cursor-trail.ts';
import { dayIn } from '../../parts/dates.ts';
import { icon } from '../../parts/icon.ts';
import { unitPrice } from '../../parts/money.ts';
import { empty, loaded } from '../../parts/notices.ts';
import { pageHead } from '../../parts/page-head.ts';
import { pager } from '../../parts/pager.ts';
import { counted } from '../../parts/quantity.ts';
import { type Column, table } from '../../parts/table.ts';
import { loadPrices } from './load-prices.ts';
import { priceLookup } from './price-lookup.ts';
import { basePrice } from './price-state.ts';

const LIMIT = 25;
const TYPING_MS = 250;

/** The range: found by name or SKU, page by page. */
export function productsPage(scope: Scope): Page {
  const query = computed(() => readQuery(search.value, ['search', 'cursor']));
  const typed = typedQuery(scope, urls.products, query);
  const source = scope.resource((signal) =>
    get<List<ProductRow>>('/v1/products', { ...trimmed(query.value), limit: LIMIT }, signal),
  );
  const prices = priceLookup(scope, loadPrices);
  scope.effect(() => prices.want(source.state.value.value?.items.map(({ sku }) => sku) ?? []));

  const list = (page: List<ProductRow>, busy: boolean): TemplateResult => {
    const { search: words, cursor } = trimmed(query.value);
    if (page.items.length === 0) return words === '' ? noProducts() : notFound(words);
    return html`${table({
      caption: words === '' ? 'Products' : `Products with ${words}`,
      columns: columns(prices.of),
      rows: page.items,
      key: ({ sku }) => sku,
      compact: true,
      busy,
      testId: 'products',
    })}
    ${pager({
      trail: trailOf(placeState.value, cursor),
      cursor,
      next: page.next,
      urlAt: (at) => withQuery(urls.products, { search: words, cursor: at }),
      shown: counted(page.items.length, 'product'),
    })}`;
  };
  return {
    title: () => (query.value.search === '' ? 'Products' : `${query.value.search}, products`),
    view: () => html`${pageHead({ title: 'Products', sub: 'What the stores sell, in the order of the SKU' })}
      <form class="toolbar" role="search" @submit=${(event: Event) => event.preventDefault()}>
        <label class="search search-field full"><span class="sr">Search products by name or SKU</span>${icon('search')}
          <input type="search" data-testid="search" placeholder="Name or SKU" autocomplete="off" spellcheck="false"
            .value=${live(typed.of('search'))} @input=${(event: Event) => typed.change('search', (event.target as HTMLInputElement).value, TYPING_MS)}></label>
      </form>
      <section class="panel" aria-label="Product list">${loaded(source, 'products', (page, { loading }) => list(page, loading), 12)}</section>`,
  };
}

function notFound(words: string): TemplateResult {
  return empty(
    'search',
    `No product has “${words}” in its name or SKU`,
    'Names and SKUs are searched for exactly what was typed, in capitals or not.',
    html`<a class="btn" href=${urls.products}>Show all products</a>`,
  );
}

function noProducts(): TemplateResult {
  return empty(
    'tag',
    'No product yet',
    'Import a file of them, or write them through the API (PUT /v1/products).',
    html`<a class="btn" href=${urls.exchange}>Import products</a>`,
  );
}

function columns(pricesOf: ReturnType<typeof priceLookup>['of']): readonly Column<ProductRow>[] {
  const today = dayIn(firstStore()?.timeZone, new Date());
  return [
    { head: 'SKU', nowrap: true, cell: ({ sku }) => html`<span class="mono">${sku}</span>` },
    {
      head: 'Product',
      rowHead: true,
      cell: ({ sku, name }) => html`<a href=${urls.product(sku)}>${name}</a>`,
    },
    { head: 'Tax code', low: true, cell: ({ taxCode }) => taxCode },
    { head: 'Barcodes', low: true, nowrap: true, cell: barcodes },
    {
      head: 'Stock kept',
      low: true,
      cell: ({ stocked }) => (stocked ? 'yes' : html`<span class="muted">no</span>`),
    },
    {
      head: 'Base price',
      numeric: true,
      cell: ({ sku }) => {
        const looked = pricesOf(sku);
        if (looked === undefined) return html`<span class="muted" aria-label="Loading">…</span>`;
        if (looked === 'failed') return html`<span class="muted">not loaded</span>`;
        const base = basePrice(looked, firstStore()?.currency, today);
        return base ? unitPrice(base, base.currency) : html`<span class="muted">none today</span>`;
      },
    },
  ];
}

function barcodes(product: ProductRow): unknown {
  const [first, ...more] = product.barcodes;
  if (first === undefined) return html`<span class="muted">none</span>`;
  return html`<span class="mono">${first}</span>${more.length > 0 ? html` <span class="muted">and ${more.length} more</span>` : nothing}`;
}
