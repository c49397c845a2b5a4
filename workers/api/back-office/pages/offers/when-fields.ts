import { html, type TemplateResult } from 'lit-html';
import { checkbox } from '../../parts/check.ts';
import { picks } from '../../parts/choices.ts';
import { inputField, selectField } from '../../parts/field.ts';
import { currencySymbol } from '../../parts/money.ts';
import type { OfferDraft, PeriodDraft } from './offer-draft.ts';
import type { OfferFaults } from './read-offer.ts';

interface WhenParts {
  readonly draft: OfferDraft;
  readonly faults: OfferFaults;
  readonly priceGroups: readonly (readonly [string, string])[];
  readonly change: (part: Partial<OfferDraft>) => void;
}

const weekdays = [
  ['1', 'Mon'],
  ['2', 'Tue'],
  ['3', 'Wed'],
  ['4', 'Thu'],
  ['5', 'Fri'],
  ['6', 'Sat'],
  ['7', 'Sun'],
] as const;

/** The days and hours on which it runs, and who gets it. */
export function whenFields({ draft, faults, priceGroups, change }: WhenParts): TemplateResult {
  const text = (id: keyof OfferDraft & string, label: string, path: string, more: object = {}) =>
    inputField({
      id,
      label,
      width: 'w3 half',
      value: String(draft[id]),
      error: faults[path],
      onInput: (value) => change({ [id]: value }),
      ...more,
    });
  const setPeriod = (index: number, part: Partial<PeriodDraft>) =>
    change({ periods: draft.periods.map((period, at) => (at === index ? { ...period, ...part } : period)) });
  return html`<div class="form">
    ${text('validFrom', 'First day', 'validFrom', { type: 'date' })}
    ${text('validTo', 'Last day', 'validTo', { type: 'date', help: 'Empty: no end' })}
    ${text('applicationsMax', 'Times per basket', 'limits/applicationsMax', { numeric: true, placeholder: 'no limit' })}
    ${text('discountMax', 'Gives at most', 'limits/discountMaxMinor', { numeric: true, placeholder: 'no limit', affix: currencySymbol(draft.currency) })}
    ${draft.type === 'simple' ? text('unitsMax', 'Pieces per basket', 'limits/unitsMax', { numeric: true, placeholder: 'no limit' }) : ''}
    ${draft.periods.map(
      (period, index) => html`<div class="w12 form">
        ${picks({
          ...{
            id: `weekdays-${index}`,
            label: 'On',
            options: weekdays,
            chosen: period.weekdays.map(String),
            error: faults[`periods/${index}/weekdays`],
          },
          onChange: (chosen) => setPeriod(index, { weekdays: chosen.map(Number) }),
        })}
        ${inputField({ id: `from-${index}`, label: 'From (hh:mm)', width: 'w3 half', value: period.from, onInput: (from) => setPeriod(index, { from }) })}
        ${inputField({ id: `to-${index}`, label: 'To (hh:mm)', width: 'w3 half', value: period.to, error: faults[`periods/${index}/toMinute`], onInput: (to) => setPeriod(index, { to }) })}
        <button class="linkbtn" type="button" @click=${() => change({ periods: draft.periods.filter((_, at) => at !== index) })}>Remove hours</button>
      </div>`,
    )}
    <span class="w12"><button class="linkbtn" type="button" data-testid="add-period" @click=${() => change({ periods: [...draft.periods, { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '', to: '' }] })}>${
      draft.periods.length === 0 ? 'Every day, all day: limit the hours' : 'Add hours'
    }</button></span>
    ${picks({
      ...{
        id: 'price-groups',
        label: draft.allPriceGroups ? 'Price groups, all of' : 'Price groups, any of',
        options: priceGroups,
      },
      ...{ chosen: draft.priceGroups, error: faults.priceGroups },
      onChange: (chosen) => change({ priceGroups: chosen }),
    })}
    ${draft.priceGroups.length > 1 ? html`<div class="field w6">${checkbox('all-price-groups', 'Only who has all of them', draft.allPriceGroups, (allPriceGroups) => change({ allPriceGroups }))}</div>` : ''}
    <div class="field w6">${checkbox('coupon-needed', 'Needs a coupon', draft.couponNeeded, (couponNeeded) => change({ couponNeeded }))}</div>
  </div>`;
}

/** How it gets on with other offers. */
export function togetherFields({ draft, faults, change }: Omit<WhenParts, 'priceGroups'>): TemplateResult {
  return html`<div class="form">
    ${selectField({
      ...{
        id: 'concurrency',
        label: 'When another offer wants the same piece',
        width: 'w6',
        value: draft.concurrency,
      },
      options: [
        ['bestPrice', 'Best price: what saves the basket most'],
        ['exclusive', 'Exclusive: this one first, alone'],
        ['compound', 'Compound: together with others that compound'],
      ],
      onInput: (concurrency) => change({ concurrency: concurrency as OfferDraft['concurrency'] }),
    })}
    ${inputField({
      ...{
        id: 'priority',
        label: 'Priority',
        width: 'w3',
        numeric: true,
        value: draft.priority,
        error: faults.priority,
      },
      ...{ help: 'Higher goes first; empty: of its price groups', placeholder: 'of the group' },
      onInput: (priority) => change({ priority }),
    })}
  </div>`;
}
