import { html, nothing, type TemplateResult } from 'lit-html';
import { get, getAll } from '../../app/api.ts';
import type { StockRow } from '../../app/book-rows.ts';
import type { NamedRow, ProductRow } from '../../app/master-rows.ts';
import { guardUnsaved } from '../../app/navigation.ts';
import { firstStore, overview, storeName } from '../../app/overview.ts';
import type { Page, Scope } from '../../app/page.ts';
import { publishing, publishNow } from '../../app/publish.ts';
import { urls } from '../../app/routes.ts';
import { dayIn } from '../../parts/dates.ts';
import { icon } from '../../parts/icon.ts';
import { unitPrice } from '../../parts/money.ts';
import { empty, loaded } from '../../parts/notices.ts';
import { pageHead } from '../../parts/page-head.ts';
import { facts, panel } from '../../parts/panel.ts';
import { counted, quantity } from '../../parts/quantity.ts';
import { table } from '../../parts/table.ts';
import { loadPrices } from './load-prices.ts';
import { basePrice } from './price-state.ts';
import { pricesPanel } from './prices-panel.ts';
import { productForm } from './product-form.ts';

/** One product: what it is called, how it is scanned, what it costs, and where it lies. */
export function productPage(scope: Scope, sku: string): Page {
  const source = scope.resource((signal) =>
    get<ProductRow>(`/v1/products/${encodeURIComponent(sku)}`, {}, signal),
  );
  const prices = scope.resource((signal) => loadPrices(sku, signal));
  const groups = scope.resource((signal) => getAll<NamedRow>('/v1/price-groups', {}, signal));
  const taxCodes = scope.resource((signal) => getAll<NamedRow>('/v1/tax-codes', {}, signal));
  const stock = scope.resource((signal) => getAll<StockRow>('/v1/stock', { sku }, signal));
  const today = () => dayIn(firstStore()?.timeZone, new Date());
  const currencies = () => [
    ...new Set(overview().state.value.value?.stores.map(({ currency }) => currency) ?? []),
  ];
  const form = productForm(source);
  guardUnsaved(form.isUnsaved, scope.ended);
  const pricePanel = pricesPanel({ sku, prices, groups, currencies, today });

  const head = (product: ProductRow): TemplateResult => {
    const base = basePrice(prices.state.value.value ?? [], firstStore()?.currency, today());
    return pageHead({
      title: product.name,
      crumbs: [['Products', urls.products]],
      here: sku,
      sub: html`<span>SKU <span class="mono">${sku}</span></span>
        ${base ? html`<span>Sells at <strong data-testid="base-price">${unitPrice(base, base.currency)}</strong></span>` : nothing}
        <span>In ${counted(product.assortments.length, 'assortment')}</span>`,
      acts: html`<button class="btn" type="button" data-testid="publish" aria-disabled=${publishing.value ? 'true' : nothing}
        @click=${publishNow}>${icon('send', 'flip')}Publish now</button>`,
    });
  };
  return {
    title: () => source.state.value.value?.name ?? `Product ${sku}`,
    view: () => {
      const product = source.state.value.value;
      if (!product) {
        return html`${pageHead({ title: `Product ${sku}`, crumbs: [['Products', urls.products]], here: sku })}
          <section class="panel">${loaded(source, 'the product', () => html``, 8, html`<a class="btn" href=${urls.products}>All products</a>`)}</section>`;
      }
      const taxCode = taxCodes.state.value.value?.find(({ id }) => id === product.taxCode)?.name;
      return html`${head(product)}
        <div class="cols side-r">
          <div class="stack l">${form.panels(product)}${pricePanel()}</div>
          <aside class="stack l" aria-label="About this product">
            ${panel({ title: 'Details' }, details(product, taxCode))}
            ${panel(
              { title: 'On hand', hint: 'since the books began' },
              loaded(stock, 'stock', (rows) => onHand(rows, product), 2),
            )}
          </aside>
        </div>
        ${form.saveBar(product)}`;
    },
  };
}

function details(product: ProductRow, taxCode: string | undefined): TemplateResult {
  const variant = Object.entries(product.variant).map(([name, value]) => `${name}: ${value}`);
  return facts([
    ['Tax', taxCode ?? product.taxCode],
    ['Assortments', product.assortments.join(', ') || 'none, so no store sells it'],
    [
      'Variant of',
      product.variantOf && html`<a href=${urls.product(product.variantOf)}>${product.variantOf}</a>`,
    ],
    ['Variant', variant.join(', ')],
  ]);
}

function onHand(rows: readonly StockRow[], product: ProductRow): TemplateResult {
  if (rows.length === 0) {
    return product.stocked
      ? empty('inbox', 'No movement yet', 'Stock changes when the product is sold, returned or counted.')
      : empty('inbox', 'Not counted', 'This product’s stock is not kept.');
  }
  return table({
    caption: 'Stock on hand',
    compact: true,
    rows,
    key: ({ store }) => store,
    columns: [
      { head: 'Store', rowHead: true, cell: ({ store }) => storeName(store) },
      { head: 'Pieces', numeric: true, cell: (row) => quantity(row.quantityThousandths) },
    ],
  });
}
