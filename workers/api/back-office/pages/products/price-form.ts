import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import type { PriceAgreement } from '../../../../../commerce/pricing/price-agreement.ts';
import { put } from '../../app/api.ts';
import { saveDraft, step } from '../../app/change-request.ts';
import type { NamedRow } from '../../app/master-rows.ts';
import { navigate } from '../../app/navigation.ts';
import { type ApiProblem, faultsByField } from '../../app/problem.ts';
import { saidSaved } from '../../app/publish.ts';
import { asProblem } from '../../app/resource.ts';
import { urls } from '../../app/routes.ts';
import { say } from '../../app/toast.ts';
import { inputField, selectField } from '../../parts/field.ts';
import { currencySymbol, fractionDigits, unitPrice } from '../../parts/money.ts';
import { problemNote } from '../../parts/notices.ts';
import { parsePrice } from '../../parts/parse-price.ts';
import {
  type DraftFaults,
  type DraftField,
  draftOf,
  newDraft,
  type PriceDraft,
  readDraft,
} from './price-draft.ts';

interface Editing {
  /** The price that is edited; null for a new one. */
  readonly price: PriceAgreement | null;
  readonly draft: PriceDraft;
  readonly faults: DraftFaults;
  readonly problem: ApiProblem | null;
  /** Only the last day is asked for. */
  readonly ending: boolean;
}

interface Surroundings {
  readonly sku: string;
  readonly prices: () => readonly PriceAgreement[];
  readonly groups: () => readonly NamedRow[];
  readonly currencies: () => readonly string[];
  readonly saved: () => Promise<void>;
}

/** The form below the table of prices: adds, changes or ends one. */
export function priceForm(around: Surroundings) {
  const editing = signal<Editing | null>(null);
  const busy = signal(false);

  const open = (price: PriceAgreement | null, draft: PriceDraft, ending: boolean) => {
    editing.value = { price, draft, faults: {}, problem: null, ending };
    const first = ending ? 'price-to' : 'price-each';
    queueMicrotask(() => document.getElementById(first)?.focus());
  };
  const close = () => {
    editing.value = null;
  };
  const change = (part: Partial<PriceDraft>, field: DraftField) => {
    const now = editing.peek();
    if (!now) return;
    const { [field]: _, ...faults } = now.faults;
    editing.value = { ...now, draft: { ...now.draft, ...part }, faults, problem: null };
  };
  const saveNow = async (price: PriceAgreement, ending: boolean) => {
    await put<PriceAgreement>(`/v1/prices/${encodeURIComponent(price.id)}`, price);
    await around.saved();
    close();
    saidSaved(ending ? 'Price ended.' : 'Price saved.');
  };
  /** As a change request, for somebody else to approve. */
  const propose = async (price: PriceAgreement, ending: boolean) => {
    const item = { noun: 'prices', key: price.id, row: { ...price } };
    const title = `${ending ? 'End of a price' : 'Price'} of ${around.sku}`;
    const draft = await saveDraft({ title, publishAt: null, items: [item] }, null);
    const { id } = await step(draft, 'submit');
    close();
    say({ words: 'Sent for approval.' });
    navigate(urls.approval(id));
  };
  const write = async (how: typeof saveNow) => {
    const now = editing.peek();
    if (!now || busy.peek()) return;
    const read = readDraft(now.draft, around.sku, now.price, around.prices());
    if (!read.ok) {
      editing.value = { ...now, faults: read.error };
      focusFirstFault();
      return;
    }
    busy.value = true;
    try {
      await how(read.value, now.ending);
    } catch (thrown) {
      const problem = asProblem(thrown);
      editing.value = { ...now, problem, faults: faultsOf(problem) };
      focusFirstFault();
    } finally {
      busy.value = false;
    }
  };

  const view = (): TemplateResult | typeof nothing => {
    const now = editing.value;
    if (!now) return nothing;
    const { price, ending, problem, faults } = now;
    const title = ending ? 'End this price' : price ? 'Edit price' : 'Add a price';
    return html`<form class="inset" novalidate aria-label=${title} data-testid="price-form" @submit=${(
      event: Event,
    ) => {
      event.preventDefault();
      void write(saveNow);
    }}>
      <h3>${title}${price ? html` <span class="muted">of ${unitPrice(price, price.currency)}</span>` : nothing}</h3>
      ${problem && Object.keys(faults).length === 0 ? problemNote(problem) : nothing}
      <div class="form">
        ${ending ? nothing : fields(now)}
        ${inputField({
          id: 'price-to',
          label: 'Last day',
          width: 'w4 half',
          type: 'date',
          value: now.draft.validTo,
          changed: (price?.validTo ?? '') !== now.draft.validTo,
          error: faults.validTo,
          help: ending ? 'It still sells on this day.' : 'Empty: no end.',
          onInput: (validTo) => change({ validTo }, 'validTo'),
        })}
        <div class="form-acts">
          <button class="btn primary" type="submit" data-testid="save-price">${busy.value ? 'Saving' : ending ? 'End price' : 'Save price'}</button>
          <button class="btn" type="button" data-testid="propose-price" @click=${() => write(propose)}>Send for approval</button>
          <button class="btn quiet" type="button" @click=${close}>Cancel</button>
        </div>
      </div>
    </form>`;
  };

  const fields = ({ price, draft, faults }: Editing): TemplateResult => {
    const groups = around.groups();
    const currencies = [...new Set([draft.currency, ...around.currencies()])];
    const before = price && draftOf(price);
    return html`
      ${inputField({
        id: 'price-each',
        label: 'Price of one',
        width: 'w4 half',
        required: true,
        numeric: true,
        affix: currencySymbol(draft.currency),
        value: draft.each,
        changed: (before?.each ?? '') !== draft.each,
        error: faults.amountMinor,
        help: priceHelp(draft, price),
        onInput: (each) => change({ each }, 'amountMinor'),
      })}
      ${inputField({
        id: 'price-quantity',
        label: 'From quantity',
        width: 'w4 half',
        required: true,
        numeric: true,
        value: draft.minQuantity,
        changed: (before?.minQuantity ?? '1') !== draft.minQuantity,
        error: faults.minQuantityThousandths,
        help: 'Bought at once',
        onInput: (minQuantity) => change({ minQuantity }, 'minQuantityThousandths'),
      })}
      ${selectField({
        id: 'price-group',
        label: 'Price group',
        width: 'w4 half',
        value: draft.priceGroup,
        options: [['', 'None, base price'], ...groups.map(({ id, name }) => [id, name] as const)],
        changed: (before?.priceGroup ?? '') !== draft.priceGroup,
        error: faults.priceGroup,
        onInput: (priceGroup) => change({ priceGroup }, 'priceGroup'),
      })}
      ${
        currencies.length > 1
          ? selectField({
              id: 'price-currency',
              label: 'Currency',
              width: 'w4 half',
              value: draft.currency,
              options: currencies.map((currency) => [currency, currency] as const),
              error: faults.currency,
              onInput: (currency) => change({ currency }, 'currency'),
            })
          : nothing
      }
      ${inputField({
        id: 'price-from',
        label: 'First day',
        width: 'w4 half',
        required: true,
        type: 'date',
        value: draft.validFrom,
        changed: before !== null && before.validFrom !== draft.validFrom,
        error: faults.validFrom,
        onInput: (validFrom) => change({ validFrom }, 'validFrom'),
      })}`;
  };

  return {
    view,
    add: (currency: string, today: string) => open(null, newDraft(currency, today), false),
    edit: (price: PriceAgreement) => open(price, draftOf(price), false),
    end: (price: PriceAgreement, lastDay: string) =>
      open(price, { ...draftOf(price), validTo: lastDay }, true),
    isEditing: (price: PriceAgreement) => editing.value?.price?.id === price.id,
  };
}

/** How the typed text will be read, and what it was. */
function priceHelp(draft: PriceDraft, price: PriceAgreement | null): string {
  const read = parsePrice(draft.each, fractionDigits(draft.currency));
  if (!read.ok) return 'Such as 2.55 or 0.001';
  const reads = `Reads ${unitPrice(read.value, draft.currency)}`;
  return price ? `${reads}, was ${unitPrice(price, price.currency)}` : reads;
}

/** Headquarters' faults under the fields they are about; the price unit is typed with the price. */
function faultsOf(problem: ApiProblem): DraftFaults {
  const faults = faultsByField(problem.errors);
  const fields: readonly DraftField[] = [
    'priceGroup',
    'currency',
    'minQuantityThousandths',
    'amountMinor',
    'validFrom',
    'validTo',
  ];
  const found: DraftFaults = {};
  for (const field of fields) {
    const fault =
      faults.get(field) ?? (field === 'amountMinor' ? faults.get('priceUnitThousandths') : undefined);
    if (fault !== undefined) found[field] = fault;
  }
  return found;
}

function focusFirstFault(): void {
  queueMicrotask(() => document.querySelector<HTMLElement>('form.inset [aria-invalid="true"]')?.focus());
}
