import { html, type TemplateResult } from 'lit-html';
import type { ChangeImpact, PriceImpact, UsageImpact } from '../../../../../protocol/change-impact.ts';
import { firstStore } from '../../app/overview.ts';
import { urls } from '../../app/routes.ts';
import { type Check, checks } from '../../parts/checks.ts';
import { day } from '../../parts/dates.ts';
import { money, unitPrice } from '../../parts/money.ts';
import { panel, type Tile, tiles } from '../../parts/panel.ts';
import { byteCount, count, counted, quantity } from '../../parts/quantity.ts';
import { shareBar } from '../../parts/share-bar.ts';
import { table } from '../../parts/table.ts';
import { bucketText, marginText, namedAndMore, percentText } from './request-words.ts';

/** What publishing would do, in figures, before anybody says yes. */
export function impactPanels(impact: ChangeImpact): TemplateResult {
  const { prices, usage } = impact;
  const figures = [...(prices ? priceTiles(prices) : []), ...(usage ? usageTiles(usage) : [])];
  return html`${figures.length > 0 ? panel({ title: 'What it would do', hint: 'if sales stay as they are', testId: 'impact' }, html`<div class="body">${tiles(figures)}</div>`) : ''}
    ${panel({ title: 'Checks before publishing', testId: 'impact-checks' }, checks(checksOf(impact)))}
    ${prices && prices.products > 1 ? moves(prices) : ''}
    ${prices && prices.belowCost.length > 0 ? belowCost(prices) : ''}
    ${impact.reach.parts.length > 0 ? inSomeStores(impact.reach) : ''}
    ${usage && usage.offers.length > 0 ? offersUsed(usage) : ''}`;
}

const currency = () => firstStore()?.currency ?? 'GBP';

function priceTiles(prices: PriceImpact): Tile[] {
  const { products, down, up, averageBasisPoints, soldBasisPoints, soldMinor, differenceMinor, margin } =
    prices;
  const weighted =
    soldBasisPoints === null ? 'not sold lately' : `weighted by sales ${percentText(soldBasisPoints)}`;
  return [
    {
      label: 'Products that change',
      value: count(products),
      note: `${count(down)} down, ${count(up)} up`,
      testId: 'impact-products',
    },
    {
      label: 'Average change',
      value: averageBasisPoints === null ? '–' : percentText(averageBasisPoints),
      note: weighted,
    },
    ...(margin.newBasisPoints === null
      ? []
      : [
          {
            label: 'Margin without tax',
            value: marginText(margin.newBasisPoints),
            note: `was ${margin.oldBasisPoints === null ? 'none' : marginText(margin.oldBasisPoints)}, of ${counted(margin.prices, 'price')} with a cost`,
            testId: 'impact-margin',
          },
        ]),
    {
      label: 'On what was sold',
      value: money(differenceMinor, currency()),
      note: prices.sales
        ? `of ${money(soldMinor, currency())} in the newest ${counted(prices.sales.receipts, 'receipt')}`
        : 'nothing was sold yet',
    },
  ];
}

function usageTiles({ baskets, changed, oldGrossMinor, newGrossMinor, date }: UsageImpact): Tile[] {
  return [
    {
      label: 'Real baskets that cost something else',
      value: count(changed),
      note: `of ${count(baskets)}, priced for ${day(date)}`,
      testId: 'impact-baskets',
    },
    {
      label: 'Those baskets together',
      value: money(newGrossMinor - oldGrossMinor, currency()),
      note: `were ${money(oldGrossMinor, currency())}`,
    },
  ];
}

function checksOf({ warnings, sends, usage, cut }: ChangeImpact): Check[] {
  const { stores, registers, rows, bytes } = sends;
  return [
    ...warnings.map(
      ({ noun, key, detail }): Check => ({
        tone: 'warn',
        words: detail,
        link: noun === 'offers' ? html`<a href=${urls.offer(key)}>${key}</a>` : key,
      }),
    ),
    ...(warnings.length === 0 ? [{ tone: 'ok', words: 'Nothing to warn of' } satisfies Check] : []),
    ...(usage
      ? [
          {
            tone: usage.proven ? 'ok' : 'warn',
            words: usage.proven
              ? `Solved exactly on ${counted(usage.baskets, 'real basket')}`
              : 'The best price of some baskets could not be proved',
          } satisfies Check,
        ]
      : []),
    {
      tone: 'info',
      words:
        stores.length === 0
          ? 'No register is sent anything'
          : `Sends about ${byteCount(bytes)}, ${counted(rows, 'row')}, to ${counted(registers, 'register')} in ${counted(stores.length, 'store')}`,
    },
    ...cut.map((words): Check => ({ tone: 'info', words })),
  ];
}

function moves({ buckets, products }: PriceImpact): TemplateResult {
  const most = Math.max(...buckets.map(({ prices }) => prices));
  return panel(
    { title: 'How far prices move' },
    table({
      caption: 'How far prices move',
      compact: true,
      rows: buckets.filter(({ prices }) => prices > 0),
      key: ({ fromBasisPoints }) => String(fromBasisPoints),
      columns: [
        {
          head: 'Change',
          rowHead: true,
          nowrap: true,
          cell: ({ fromBasisPoints, toBasisPoints }) => bucketText(fromBasisPoints, toBasisPoints),
        },
        {
          head: 'Prices',
          cell: ({ prices }) =>
            html`<span class="barcell">${shareBar(prices, most)}<span>${count(prices)}</span></span>`,
        },
        { head: 'of', numeric: true, low: true, cell: () => counted(products, 'product') },
      ],
    }),
  );
}

function belowCost({ belowCost: rows, belowCostCount }: PriceImpact): TemplateResult {
  return panel(
    { title: 'Below cost', hint: `${counted(belowCostCount, 'price')}, margin without tax` },
    table({
      caption: 'Prices below cost',
      compact: true,
      rows,
      key: ({ key }) => key,
      testId: 'below-cost',
      columns: [
        { head: 'Product', rowHead: true, cell: ({ sku }) => html`<a href=${urls.product(sku)}>${sku}</a>` },
        { head: 'Cost', numeric: true, cell: ({ costMinor }) => money(costMinor, currency()) },
        { head: 'Now', numeric: true, cell: ({ old }) => (old ? unitPrice(old, currency()) : 'none') },
        { head: 'New', numeric: true, cell: (row) => unitPrice(row.new, currency()) },
        {
          head: 'Margin',
          numeric: true,
          cell: ({ marginBasisPoints }) =>
            marginBasisPoints === null
              ? 'none'
              : html`<span class="neg">${marginText(marginBasisPoints)}</span>`,
        },
        {
          head: 'Stock',
          numeric: true,
          low: true,
          cell: ({ stockThousandths }) => quantity(stockThousandths),
        },
        {
          head: 'Reason given',
          low: true,
          cell: ({ reason }) => reason || html`<span class="muted">none</span>`,
        },
      ],
    }),
  );
}

function inSomeStores({ stores: all, parts, partCount }: ChangeImpact['reach']): TemplateResult {
  return panel(
    {
      title: 'Only in some stores',
      hint: 'the others sell as before',
      ...(partCount > parts.length ? { footer: `The first ${parts.length} of ${count(partCount)}` } : {}),
    },
    table({
      caption: 'Prices and offers that only some stores have',
      compact: true,
      rows: parts,
      key: ({ noun, keys }) => `${noun}/${keys[0]}`,
      testId: 'impact-parts',
      columns: [
        {
          head: 'What',
          rowHead: true,
          cell: ({ noun, rows, keys }) =>
            html`${counted(rows, noun === 'offers' ? 'offer' : 'price')}<span class="sub">${namedAndMore(keys, rows)}</span>`,
        },
        {
          head: 'Stores',
          cell: ({ storeCount, stores }) =>
            html`${count(storeCount)} of ${count(all)}<span class="sub">${namedAndMore(
              stores.map(({ name }) => name),
              storeCount,
            )}</span>`,
        },
      ],
    }),
  );
}

function offersUsed({ offers, baskets }: UsageImpact): TemplateResult {
  return panel(
    { title: 'Offers in real baskets', hint: 'with the draft, and before' },
    table({
      caption: 'Offers in real baskets',
      compact: true,
      rows: offers,
      key: ({ offer }) => offer,
      testId: 'impact-offers',
      columns: [
        {
          head: 'Offer',
          rowHead: true,
          cell: ({ offer, name }) => html`<a href=${urls.offer(offer)}>${name || offer}</a>`,
        },
        {
          head: 'Baskets',
          numeric: true,
          cell: ({ oldBaskets, newBaskets }) =>
            html`${count(newBaskets)} of ${count(baskets)}<span class="sub">were ${count(oldBaskets)}</span>`,
        },
        {
          head: 'Gives',
          numeric: true,
          cell: ({ oldDiscountMinor, newDiscountMinor }) =>
            html`${money(newDiscountMinor, currency())}<span class="sub">was ${money(oldDiscountMinor, currency())}</span>`,
        },
      ],
    }),
  );
}
