import { computed, signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { OfferCoverage } from '../../../../../protocol/offer-coverage.ts';
import { overview } from '../../app/overview.ts';
import type { Scope } from '../../app/page.ts';
import { withQuery } from '../../app/query.ts';
import { urls } from '../../app/routes.ts';
import { finder } from '../../parts/finder.ts';
import { money } from '../../parts/money.ts';
import { problemNote } from '../../parts/notices.ts';
import { panel } from '../../parts/panel.ts';
import { basketText } from '../simulator/basket-address.ts';
import { type BasketRow, priceHere, readPricing } from '../simulator/price-here.ts';
import { findProducts } from '../simulator/simulator-page.ts';
import { basketPresets } from './basket-presets.ts';
import type { OfferRow } from './offer-draft.ts';
import { lineWords } from './test-basket-words.ts';
import { momentOfOffer } from './test-instant.ts';

interface TestParts {
  /** The offer as it is typed; null while it cannot be read. */
  readonly offer: () => OfferRow | null;
  readonly coverage: () => OfferCoverage | null;
  readonly today: () => string;
}

/** A basket beside the form that is priced with every key, by the registers' own engine. */
export function testBasket(scope: Scope, { offer, coverage, today }: TestParts) {
  const typed = signal<readonly BasketRow[] | null>(null);
  const moment = computed(() => {
    const row = offer();
    return row ? momentOfOffer(row, today()) : `${today()}T12:00`;
  });
  const presets = computed(() => {
    const row = offer();
    const found = coverage();
    if (!row || !found) return [];
    return basketPresets(row, {
      inGroup: (group) =>
        found.groups.find((one) => one.group === group)?.samples.map(({ sku }) => sku) ?? [],
      outside: found.outside.map(({ sku }) => sku),
      priceMinor: () => 1000,
    });
  });
  const rows = computed((): readonly BasketRow[] => typed.value ?? presets.value[0]?.lines ?? []);
  const store = computed(() => {
    const stores = overview().state.value.value?.stores ?? [];
    const groups = offer()?.priceGroups ?? [];
    return stores.find(({ priceGroups }) => priceGroups.some((group) => groups.includes(group))) ?? stores[0];
  });
  const wanted = computed(() =>
    JSON.stringify([store.value?.store, moment.value.slice(0, 10), rows.value.map(({ sku }) => sku)]),
  );
  const data = scope.resource(async () => {
    const [channel, asOf, skus] = JSON.parse(wanted.value) as [string | undefined, string, string[]];
    return channel === undefined || skus.length === 0 ? null : readPricing({ channel, asOf, skus });
  });
  const result = computed(() => {
    const answer = data.state.value.value;
    const row = offer();
    if (!answer || !row) return null;
    const [date = '', time = ''] = moment.value.split('T');
    const [hours = '0', minutes = '0'] = time.split(':');
    const at = { ...answer, date, minuteOfDay: Number(hours) * 60 + Number(minutes) };
    const code = 'ITS-COUPON';
    const coupons = row.couponNeeded ? [code] : [];
    const coupon = {
      code,
      offer: row.id,
      validFrom: date,
      validTo: null,
      customer: null,
      usesMax: null,
      used: 0,
    };
    const withCoupon = row.couponNeeded
      ? { ...at, data: { ...at.data, coupons: [...at.data.coupons, [code, coupon] as const] } }
      : at;
    return { answer, row, ...priceHere(withCoupon, rows.value, coupons, row) };
  });
  const setUnits = (index: number, units: number) => {
    const next = rows.peek().map((row, at) => (at === index ? { ...row, units } : row));
    typed.value = next.filter((row) => row.units > 0);
  };
  const find = finder(scope, {
    ...{ id: 'test-product', label: 'Add a product to the test basket', placeholder: 'Add product' },
    find: findProducts,
    choose: ({ key }) => {
      typed.value = [...rows.peek().filter(({ sku }) => sku !== key), { sku: key, units: 1 }];
    },
  });

  return (): TemplateResult => {
    const { problem } = data.state.value;
    return panel(
      { title: 'Test basket', hint: 'live', testId: 'test-basket' },
      html`${problem ? html`<div class="body">${problemNote(problem)}</div>` : nothing}
        ${result.value ? outcome(result.value) : html`<p class="body muted">Say what it gives and which pieces count: a basket at its edge is priced here with every key.</p>`}
        <div class="body stack s">${find()}
          ${
            presets.value.length > 0
              ? html`<select aria-label="Test baskets" data-testid="preset" @change=${(event: Event) => {
                  const chosen = presets.peek()[Number((event.target as HTMLSelectElement).value)];
                  if (chosen) typed.value = chosen.lines;
                }}>${presets.value.map(({ label }, index) => html`<option value=${index}>${label}</option>`)}</select>`
              : nothing
          }</div>`,
    );
  };

  function outcome({ answer, row, priced, explanation }: NonNullable<typeof result.value>): TemplateResult {
    const { currency, pricesIncludeTax } = answer.channel;
    const products = new Map(answer.data.products);
    const words = {
      amount: (minor: number) => money(minor, currency),
      nameOf: (id: string) => (id === row.id ? row.name : (new Map(answer.data.offers).get(id)?.name ?? id)),
    };
    const after = (line: (typeof priced.lines)[number]) =>
      line.amountMinor - line.discounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const before = priced.lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const pays = priced.lines.reduce((sum, line) => sum + after(line), 0);
    const link = withQuery(urls.simulator, {
      store: store.value?.store,
      at: moment.value.slice(0, 10),
      basket: basketText(rows.value),
    });
    return html`<table class="compact"><caption class="sr">Test basket</caption>
      <thead><tr><th scope="col" class="n">Qty</th><th scope="col">Product</th><th scope="col" class="n">Before</th><th scope="col" class="n">Pays</th></tr></thead>
      <tbody>${priced.lines.map((line, index) => {
        const mine = explanation.lines[index]?.offers.find(({ offer: id }) => id === row.id);
        const said = lineWords(line, row.id, mine, words);
        return html`<tr data-testid="test-line"><td class="n"><input class="num" type="number" min="0" max="9999" aria-label="Pieces of ${products.get(line.sku)?.name ?? line.sku}" .value=${live(String(rows.value[index]?.units ?? 0))}
            @change=${(event: Event) => setUnits(index, Math.floor(Number((event.target as HTMLInputElement).value)))}></td>
          <td>${products.get(line.sku)?.name ?? line.sku}<span class="sub">${said.text}</span></td>
          <td class="n">${money(line.amountMinor, currency)}</td><td class="n ${said.saves ? 'pos' : ''}"><strong>${money(after(line), currency)}</strong></td></tr>`;
      })}</tbody>
      <tfoot><tr><td></td><th scope="row">Customer pays${pricesIncludeTax ? '' : ', without tax'}</th><td class="n">${money(before, currency)}</td><td class="n" data-testid="test-total"><strong>${money(pays, currency)}</strong></td></tr></tfoot></table>
      <p class="body"><strong class=${before > pays ? 'pos' : 'muted'} data-testid="test-saves">${before > pays ? `Saves ${money(before - pays, currency)}` : 'Saves nothing'}</strong>
        <a href=${link}>Open in simulator</a><br><span class="xs muted">${store.value?.name ?? ''}, ${moment.value.replace('T', ' ')}, priced by the registers’ own engine</span></p>`;
  }
}
