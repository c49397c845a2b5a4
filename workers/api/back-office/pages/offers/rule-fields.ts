import { html, type TemplateResult } from 'lit-html';
import { checkbox } from '../../parts/check.ts';
import { picks } from '../../parts/choices.ts';
import { inputField, selectField } from '../../parts/field.ts';
import { currencySymbol } from '../../parts/money.ts';
import type { GroupDraft, OfferDraft, TierDraft } from './offer-draft.ts';
import type { OfferFaults } from './read-offer.ts';
import { noReward } from './reward-draft.ts';
import { rewardFields } from './reward-fields.ts';

interface RuleParts {
  readonly draft: OfferDraft;
  readonly faults: OfferFaults;
  readonly tenderTypes: readonly (readonly [string, string])[];
  readonly change: (part: Partial<OfferDraft>) => void;
}

/** The fields of the draft's own type. */
export function ruleFields(parts: RuleParts): TemplateResult {
  const { draft, faults, change, tenderTypes } = parts;
  const count = (id: string, label: string, value: string, path: string, onInput: (value: string) => void) =>
    inputField({ id, label, value, numeric: true, width: 'w3 half', error: faults[path], onInput });
  const reward = (label: string) =>
    rewardFields({
      ...{
        id: 'reward',
        label,
        reward: draft.reward,
        currency: draft.currency,
        error: faults['rule/reward'],
      },
      onChange: (to) => change({ reward: to }),
    });
  switch (draft.type) {
    case 'simple':
      return reward('Each piece gets');
    case 'leastExpensive':
      return html`${count('units', 'Pieces needed', draft.units, 'rule/units', (units) => change({ units }))}
        ${count('rewarded', 'Of them rewarded', draft.rewarded, 'rule/rewarded', (rewarded) => change({ rewarded }))}
        ${reward('The cheapest get')}
        ${selectField({
          ...{ id: 'favour', label: 'Sets are formed', width: 'w6', value: draft.favour },
          options: [
            ['customer', 'In favour of the customer'],
            ['retailer', 'In favour of the retailer'],
          ],
          onInput: (favour) => change({ favour: favour as OfferDraft['favour'] }),
        })}
        <div class="field w6">${checkbox('distribute', 'Spread the saving over the whole set', draft.distribute, (distribute) => change({ distribute }))}</div>`;
    case 'mixAndMatch':
      return html`${selectField({
        ...{ id: 'reward-of', label: 'Rewarded is', width: 'w6', value: draft.rewardOf },
        options: [
          ['set', 'The whole set'],
          ['groups', 'Some of its groups'],
        ],
        onInput: (rewardOf) => change({ rewardOf: rewardOf as OfferDraft['rewardOf'] }),
      })}${draft.rewardOf === 'set' ? reward('The set gets') : ''}
      ${groups(parts, draft.groups, (to) => change({ groups: to }), 'Group', 'rule/groups', 'units', draft.rewardOf === 'groups')}`;
    case 'quantity':
      return html`${selectField({
        ...{ id: 'pool', label: 'Pieces are counted', width: 'w6', value: draft.pool },
        options: [
          ['offer', 'Over all lines of the offer'],
          ['line', 'Line by line'],
        ],
        onInput: (pool) => change({ pool: pool as OfferDraft['pool'] }),
      })}
      <div class="field w6">${checkbox('stepped', 'Each piece at its own step', draft.stepped, (stepped) => change({ stepped }))}</div>
      ${tiers(parts, 'From pieces', 'minUnits')}`;
    case 'threshold':
      return html`${tiers(parts, 'From an amount of', 'minAmountMinor', draft.gifts.length === 0)}
        <div class="field w6">${checkbox('repeat', 'Again each time the amount is reached', draft.repeat, (repeat) => change({ repeat }))}</div>
        <div class="field w6">${checkbox('count-all', 'Goods without discounts count too', draft.countNonDiscountable, (countNonDiscountable) => change({ countNonDiscountable }))}</div>
        ${groups(parts, draft.gifts, (to) => change({ gifts: to }), 'Gift', 'rule/gifts', 'unitsMax', true)}`;
    case 'tender':
      return html`${picks({
        ...{
          id: 'tender',
          label: 'Paid with',
          options: tenderTypes,
          chosen: draft.tenderTypes,
          error: faults['rule/tenderTypes'],
        },
        onChange: (chosen) => change({ tenderTypes: chosen }),
      })}${tiers(parts, 'From an amount of', 'minAmountMinor')}`;
    case 'shipping':
      return html`${inputField({
        ...{
          id: 'delivery-modes',
          label: 'Delivery modes',
          width: 'w12',
          value: draft.deliveryModes,
          help: 'Separated by commas; empty for all',
        },
        onInput: (deliveryModes) => change({ deliveryModes }),
      })}${tiers(parts, 'From goods for', 'minAmountMinor')}`;
    case 'priceAdjustment':
      return adjustment(parts);
  }
}

function tiers(
  { draft, faults, change }: RuleParts,
  label: string,
  field: 'minUnits' | 'minAmountMinor',
  rewarded = true,
) {
  const set = (index: number, part: Partial<TierDraft>) =>
    change({ tiers: draft.tiers.map((tier, at) => (at === index ? { ...tier, ...part } : tier)) });
  return html`<div class="w12 rule-rows">${draft.tiers.map(
    (tier, index) => html`<div class="form">
      ${inputField({
        ...{ id: `tier-${index}`, label, value: tier.from, numeric: true, width: 'w3 half' },
        ...(field === 'minAmountMinor' ? { affix: currencySymbol(draft.currency) } : {}),
        error: faults[`rule/tiers/${index}/${field}`],
        onInput: (from) => set(index, { from }),
      })}
      ${
        rewarded
          ? rewardFields({
              ...{ id: `tier-${index}-reward`, label: 'Gets', reward: tier.reward, currency: draft.currency },
              error: faults[`rule/tiers/${index}/reward`] ?? faults[`rule/tiers/${index}/basisPoints`],
              onChange: (to) => set(index, { reward: to }),
            })
          : ''
      }
      ${draft.tiers.length > 1 ? html`<button class="linkbtn" type="button" @click=${() => change({ tiers: draft.tiers.filter((_, at) => at !== index) })}>Remove step</button>` : ''}
    </div>`,
  )}
  <span><button class="linkbtn" type="button" data-testid="add-tier" @click=${() => change({ tiers: [...draft.tiers, { from: '', reward: draft.tiers.at(-1)?.reward ?? noReward }] })}>Add step</button></span></div>`;
}

function groups(
  { draft, faults }: RuleParts,
  list: readonly GroupDraft[],
  set: (groups: readonly GroupDraft[]) => void,
  name: string,
  path: string,
  field: string,
  rewarded: boolean,
) {
  const put = (index: number, part: Partial<GroupDraft>) =>
    set(list.map((group, at) => (at === index ? { ...group, ...part } : group)));
  return html`<div class="w12 rule-rows">${list.map(
    (group, index) => html`<div class="form">
      ${inputField({
        ...{
          id: `group-${index}`,
          label: `${name} ${index + 1}: pieces`,
          value: group.units,
          numeric: true,
          width: 'w3 half',
        },
        error: faults[`${path}/${index}/${field}`],
        onInput: (units) => put(index, { units }),
      })}
      ${
        rewarded
          ? rewardFields({
              ...{
                id: `group-${index}-reward`,
                label: 'Gets',
                reward: group.reward,
                currency: draft.currency,
              },
              error: faults[`${path}/${index}/reward`],
              onChange: (to) => put(index, { reward: to }),
            })
          : ''
      }
      ${list.length > (name === 'Gift' ? 0 : 1) ? html`<button class="linkbtn" type="button" @click=${() => set(list.filter((_, at) => at !== index))}>Remove ${name.toLowerCase()}</button>` : ''}
    </div>`,
  )}
  <span><button class="linkbtn" type="button" data-testid="add-group" @click=${() => set([...list, { units: '1', reward: noReward }])}>Add ${name.toLowerCase()}</button></span></div>`;
}

function adjustment({ draft, faults, change }: RuleParts): TemplateResult {
  const set = (part: Partial<OfferDraft['change']>) => change({ change: { ...draft.change, ...part } });
  const { type, way, value } = draft.change;
  return html`${selectField({
    ...{ id: 'change-type', label: 'The price becomes', width: 'w4 half', value: type },
    options: [
      ['percent', 'A share of itself'],
      ['amount', 'An amount different'],
      ['price', 'This price'],
    ],
    onInput: (to) => set({ type: to as typeof type }),
  })}
  ${
    type === 'price'
      ? ''
      : selectField({
          ...{ id: 'change-way', label: 'Which way', width: 'w4 half', value: way },
          options: [
            ['lower', 'Lower'],
            ['higher', 'Higher'],
          ],
          onInput: (to) => set({ way: to as typeof way }),
        })
  }
  ${inputField({
    ...{
      id: 'change-value',
      label: type === 'percent' ? 'Per cent' : 'How much',
      width: 'w4 half',
      numeric: true,
      value,
    },
    affix: type === 'percent' ? '%' : currencySymbol(draft.currency),
    error:
      faults['rule/calculation'] ??
      faults['rule/calculation/basisPoints'] ??
      faults['rule/calculation/amountMinor'],
    onInput: (to) => set({ value: to }),
  })}
  ${selectField({
    ...{ id: 'mode', label: 'Of several', width: 'w4 half', value: draft.mode },
    options: [
      ['best', 'The best one applies'],
      ['compound', 'They follow each other'],
    ],
    onInput: (mode) => change({ mode: mode as OfferDraft['mode'] }),
  })}
  ${
    draft.mode === 'compound'
      ? html`${selectField({
          ...{ id: 'base', label: 'Shares are of', width: 'w4 half', value: draft.base },
          options: [
            ['running', 'The price so far'],
            ['original', 'The first price'],
          ],
          onInput: (base) => change({ base: base as OfferDraft['base'] }),
        })}
        ${inputField({
          ...{
            id: 'sequence',
            label: 'Place in the sequence',
            width: 'w4 half',
            numeric: true,
            value: draft.sequence,
            error: faults['rule/sequence'],
          },
          onInput: (sequence) => change({ sequence }),
        })}`
      : ''
  }`;
}
