import { computed, signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { PricingDataAnswer } from '../../../../../protocol/pricing-data-messages.ts';
import { get, type Page as List } from '../../app/api.ts';
import type { ProductRow } from '../../app/master-rows.ts';
import { navigate, search } from '../../app/navigation.ts';
import { overview } from '../../app/overview.ts';
import type { Page, Scope } from '../../app/page.ts';
import { faultsByField } from '../../app/problem.ts';
import { readQuery, withQuery } from '../../app/query.ts';
import { urls } from '../../app/routes.ts';
import { segments } from '../../parts/choices.ts';
import { dayIn } from '../../parts/dates.ts';
import { inputField, selectField } from '../../parts/field.ts';
import { type Found, finder } from '../../parts/finder.ts';
import { money } from '../../parts/money.ts';
import { empty, problemNote } from '../../parts/notices.ts';
import { pageHead } from '../../parts/page-head.ts';
import { facts, panel } from '../../parts/panel.ts';
import { status } from '../../parts/status.ts';
import { basketText, readBasket } from './basket-address.ts';
import { comparePanel } from './compare-panel.ts';
import { type ComparedBaskets, comparePrices } from './compare-prices.ts';
import { draftOptions, openDrafts } from './drafts-to-compare.ts';
import { explanationTree } from './explanation-tree.ts';
import { type BasketRow, type PricedHere, priceHere, readPricing } from './price-here.ts';

const names = ['store', 'customer', 'at', 'coupons', 'basket', 'draft'] as const;
const TYPING_MS = 300;

export const findProducts = async (words: string, signal: AbortSignal): Promise<readonly Found[]> => {
  const { items } = await get<List<ProductRow>>('/v1/products', { search: words, limit: 8 }, signal);
  return items.map(({ sku, name }) => ({ key: sku, name }));
};

interface Answered {
  readonly answer: PricingDataAnswer;
  readonly priced: PricedHere;
  /** Against what is published; null where no draft is asked for. */
  readonly compared: ComparedBaskets | null;
}

/** What any basket costs in any store, for anybody, on any day, and why: by the registers' own engine. */
export function simulatorPage(scope: Scope): Page {
  const query = computed(() => readQuery(search.value, names));
  const stores = () => overview().state.value.value?.stores ?? [];
  const store = computed(() => query.value.store || (stores()[0]?.store ?? ''));
  const rows = computed(() => readBasket(query.value.basket));
  const appliedOnly = signal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  scope.ended.addEventListener('abort', () => clearTimeout(timer));

  const go = (change: Partial<Record<(typeof names)[number], string>>, waitMs = 0) => {
    clearTimeout(timer);
    timer = setTimeout(
      () => navigate(withQuery(urls.simulator, { ...query.peek(), ...change }), { replace: true }),
      waitMs,
    );
  };
  const setRows = (next: readonly BasketRow[]) => go({ basket: basketText(next) });
  const add = ({ key }: Found) => {
    const before = rows.peek();
    const isThere = before.some(({ sku }) => sku === key);
    setRows(
      isThere
        ? before.map((row) => (row.sku === key ? { ...row, units: row.units + 1 } : row))
        : [...before, { sku: key, units: 1 }],
    );
  };
  const find = finder(scope, {
    ...{ id: 'add-product', label: 'Scan or type a product', placeholder: 'Scan or type a product' },
    ...{ find: findProducts, choose: add },
  });

  const source = scope.resource(async (): Promise<Answered | null> => {
    const { customer, at, coupons, draft } = query.value;
    const channel = store.value;
    const basket = rows.value;
    if (channel === '' || basket.length === 0) return null;
    const codes = coupons.split(/[\s,]+/).filter(Boolean);
    const asked = {
      ...{ channel, skus: basket.map(({ sku }) => sku), coupons: codes },
      ...(customer.trim() === '' ? {} : { customer: customer.trim() }),
      ...(at === '' ? {} : { asOf: at }),
    };
    const [published, withDraft] = await Promise.all([
      readPricing(asked),
      draft === '' ? null : readPricing({ ...asked, drafts: [draft] }),
    ]);
    const before = priceHere(published, basket, codes);
    if (!withDraft) return { answer: published, priced: before, compared: null };
    const priced = priceHere(withDraft, basket, codes);
    return { answer: withDraft, priced, compared: comparePrices(before.priced, priced.priced) };
  });
  const drafts = scope.resource((signal) => openDrafts(signal));

  const settings = (): TemplateResult => {
    const faults = faultsByField(source.state.value.problem?.errors ?? []);
    const { customer, at, coupons, draft } = query.value;
    const text = (
      id: keyof typeof query.value,
      label: string,
      value: string,
      error?: string,
      type: 'text' | 'date' = 'text',
    ) =>
      inputField({
        id: `simulator-${id}`,
        label,
        value,
        width: 'w3 half',
        error,
        type,
        onInput: (typed) => go({ [id]: typed }, TYPING_MS),
      });
    return html`<section class="panel" aria-label="Sold where, to whom and when"><div class="body"><div class="form">
      ${selectField({
        ...{ id: 'simulator-store', label: 'Sold at', width: 'w3 half', value: store.value },
        options: stores().map(({ store: id, name }) => [id, name] as const),
        onInput: (id) => go({ store: id }),
      })}
      ${text('customer', 'Customer', customer, faults.get('customer'))}
      ${text('at', 'Day', at || dayIn(stores()[0]?.timeZone, new Date()), faults.get('asOf'), 'date')}
      ${text('coupons', 'Coupons', coupons)}
      ${selectField({
        ...{ id: 'simulator-draft', label: 'Compare with draft', width: 'w3 half', value: draft },
        error: faults.get('drafts'),
        options: draftOptions(drafts.state.value.value ?? [], draft),
        onInput: (id) => go({ draft: id }),
      })}
    </div></div></section>`;
  };

  const basketPanel = (answered: Answered | null): TemplateResult => {
    const currency = answered?.answer.channel.currency ?? '';
    const unit = (row: BasketRow) => {
      const line = answered?.priced.priced.lines.find(({ sku }) => sku === row.sku);
      return line ? money(line.unitPrice.amountMinor, currency) : '';
    };
    const nameOf = productNames(answered);
    return panel(
      { title: 'Basket' },
      html`<ul class="stack s body" data-testid="basket">${rows.value.map(
        (row, index) => html`<li class="basket-row">
          <input class="num" type="number" min="0" max="9999" aria-label="Pieces of ${nameOf(row.sku)}" data-testid="units-${row.sku}" .value=${live(String(row.units))}
            @change=${(event: Event) => {
              const units = Math.floor(Number((event.target as HTMLInputElement).value));
              setRows(
                units > 0
                  ? rows.peek().map((one, at) => (at === index ? { ...one, units } : one))
                  : rows.peek().filter((_, at) => at !== index),
              );
            }}>
          <a href=${urls.product(row.sku)}>${nameOf(row.sku)}</a><span class="push">${unit(row)}</span></li>`,
      )}</ul><div class="body">${find()}</div>`,
    );
  };

  return {
    title: () => 'Price simulator',
    view: () => {
      const { value, problem } = source.state.value;
      const answered = value ?? null;
      return html`${pageHead({ title: 'Price simulator', sub: 'The same engine and the same rules as the register, to the penny' })}
        ${settings()}
        ${problem ? problemNote(problem) : nothing}
        <div class="cols side-l">
          <aside class="stack l" aria-label="Basket and total">${basketPanel(answered)}${answered ? totalPanel(answered) : nothing}</aside>
          <div class="stack l">${answered?.compared ? comparePanel({ compared: answered.compared, currency: answered.answer.channel.currency, nameOf: productNames(answered) }) : nothing}
            ${answered ? why(answered) : nothingYet()}</div>
        </div>`;
    },
  };

  function why(answered: Answered): TemplateResult {
    const { answer, priced } = answered;
    return panel(
      {
        ...{ title: 'Why these prices', hint: 'every candidate, and what it lost by', testId: 'why' },
        links: segments(
          'Candidates',
          [
            ['all', 'All'],
            ['applied', 'Applied'],
          ],
          appliedOnly.value ? 'applied' : 'all',
          (chosen) => {
            appliedOnly.value = chosen === 'applied';
          },
        ),
        footer: html`Snapshot <span class="mono">${answer.snapshotId}</span> Engine ${priced.explanation.engineVersion}`,
      },
      explanationTree({
        ...{ priced, currency: answer.channel.currency, appliedOnly: appliedOnly.value },
        nameOf: productNames(answered),
      }),
    );
  }
}

function productNames(answered: Answered | null): (sku: string) => string {
  const products = new Map(answered?.answer.data.products);
  return (sku) => products.get(sku)?.name ?? sku;
}

function nothingYet(): TemplateResult {
  return html`<section class="panel">${empty('beaker', 'Nothing in the basket', 'Scan or type a product. Every price, offer and tax of it is explained here.')}</section>`;
}

function totalPanel({ answer, priced: { priced } }: Answered): TemplateResult {
  const { currency, pricesIncludeTax } = answer.channel;
  const { totals, search: facts_, coupons } = priced;
  const before = totals.grossMinor + (pricesIncludeTax ? totals.discountMinor : 0);
  return panel(
    {
      title: 'Total',
      footer: facts_.proven
        ? status('ok', 'Best price, proven')
        : status('warn', 'The best price is not proven'),
    },
    html`${facts([
      ['At price', pricesIncludeTax ? money(before, currency) : ''],
      ['Offers', money(-totals.discountMinor, currency)],
      [
        'Customer pays',
        html`<strong class="big" data-testid="total">${money(totals.grossMinor, currency)}</strong>`,
      ],
      ['of it tax', money(totals.taxMinor, currency)],
      ...coupons.map(
        ({ code, state }) => [`Coupon ${code}`, state === 'accepted' ? 'accepted' : state] as const,
      ),
    ])}`,
  );
}
