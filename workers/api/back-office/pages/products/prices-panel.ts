import { html, nothing, type TemplateResult } from 'lit-html';
import type { PriceAgreement } from '../../../../../commerce/pricing/price-agreement.ts';
import { remove } from '../../app/api.ts';
import type { NamedRow } from '../../app/master-rows.ts';
import { saidSaved } from '../../app/publish.ts';
import { asProblem, type Resource } from '../../app/resource.ts';
import { say } from '../../app/toast.ts';
import { day } from '../../parts/dates.ts';
import { unitPrice } from '../../parts/money.ts';
import { empty, loaded } from '../../parts/notices.ts';
import { panel } from '../../parts/panel.ts';
import { quantity } from '../../parts/quantity.ts';
import { status } from '../../parts/status.ts';
import { type Column, table } from '../../parts/table.ts';
import { priceCalendar } from './price-calendar.ts';
import { priceForm } from './price-form.ts';
import { inOrder, priceState } from './price-state.ts';

interface Surroundings {
  readonly sku: string;
  readonly prices: Resource<readonly PriceAgreement[]>;
  readonly groups: Resource<readonly NamedRow[]>;
  readonly currencies: () => readonly string[];
  readonly today: () => string;
}

/** Every price of a product by group, quantity and date, and the form that changes them. */
export function pricesPanel({ sku, prices, groups, currencies, today }: Surroundings) {
  const form = priceForm({
    sku,
    prices: () => prices.state.peek().value ?? [],
    groups: () => groups.state.value.value ?? [],
    currencies,
    saved: prices.reload,
  });
  const groupName = (id: string) => groups.state.value.value?.find((group) => group.id === id)?.name ?? id;

  const removePrice = async (price: PriceAgreement) => {
    try {
      await remove(`/v1/prices/${encodeURIComponent(price.id)}`);
      await prices.reload();
      saidSaved('Price removed.');
    } catch (thrown) {
      say({ tone: 'bad', words: asProblem(thrown).message });
    }
  };
  const actions = (price: PriceAgreement, all: readonly PriceAgreement[]): TemplateResult => {
    const state = priceState(price, all, today());
    const what = `price of ${unitPrice(price, price.currency)} from ${quantity(price.minQuantityThousandths)}`;
    return html`<span class="row-acts">
      <button class="linkbtn" type="button" aria-label="Edit ${what}" data-testid="edit-${price.id}" @click=${() => form.edit(price)}>Edit</button>
      ${
        state === 'later'
          ? html`<button class="linkbtn danger" type="button" aria-label="Remove ${what}" data-testid="remove-${price.id}" @click=${() => removePrice(price)}>Remove</button>`
          : state === 'ended' || price.validTo !== null
            ? nothing
            : html`<button class="linkbtn" type="button" aria-label="End ${what}" data-testid="end-${price.id}" @click=${() => form.end(price, today())}>End</button>`
      }
    </span>`;
  };
  const columns = (all: readonly PriceAgreement[]): readonly Column<PriceAgreement>[] => [
    {
      head: 'Price group',
      rowHead: true,
      cell: (price) => html`${price.priceGroup === null ? 'Base price' : groupName(price.priceGroup)}
        <span class="phone-only"><span class="sub">from quantity ${quantity(price.minQuantityThousandths)}</span>${stateWords(price, all, today())}
          <span class="sub">${price.validTo === null ? `from ${day(price.validFrom)}` : `until ${day(price.validTo)}`}</span></span>`,
    },
    { head: 'Quantity', numeric: true, low: true, cell: (price) => quantity(price.minQuantityThousandths) },
    {
      head: 'Price of one',
      numeric: true,
      cell: (price) => html`<strong>${unitPrice(price, price.currency)}</strong>`,
    },
    { head: 'From', nowrap: true, low: true, cell: ({ validFrom }) => day(validFrom) },
    {
      head: 'To',
      nowrap: true,
      low: true,
      cell: ({ validTo }) => (validTo === null ? html`<span class="muted">open</span>` : day(validTo)),
    },
    { head: 'State', low: true, cell: (price) => stateWords(price, all, today()) },
    { head: '', cell: (price) => actions(price, all) },
  ];

  return (): TemplateResult =>
    panel(
      {
        title: 'Prices by group and quantity',
        hint: 'the highest quantity that is reached counts, then the latest start',
        links: html`<button class="linkbtn" type="button" data-testid="add-price"
          @click=${() => form.add(currencies()[0] ?? 'GBP', today())}>Add price</button>`,
        testId: 'prices',
      },
      html`${loaded(prices, 'prices', (all) =>
        all.length === 0
          ? empty('tag', 'No price', 'Registers refuse to sell a product without one. Add a price.')
          : html`${priceCalendar(all, today(), groupName)}${table({
              caption: 'Prices',
              columns: columns(all),
              rows: inOrder(all),
              key: ({ id }) => id,
              rowClass: (price) =>
                form.isEditing(price) ? 'sel' : priceState(price, all, today()) === 'ended' ? 'past' : '',
            })}`,
      )}${form.view()}`,
    );
}

function stateWords(price: PriceAgreement, all: readonly PriceAgreement[], today: string): TemplateResult {
  switch (priceState(price, all, today)) {
    case 'now':
      return status('ok', price.validTo === today ? 'Last day' : 'In force');
    case 'later':
      return status('info', 'Starts later', 'clock');
    case 'ended':
      return status('off', 'Ended', 'x');
    case 'replaced':
      return status('off', 'Newer one counts', 'clock');
  }
}
