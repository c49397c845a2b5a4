import { html, type TemplateResult } from 'lit-html';
import { inputField, selectField } from '../../parts/field.ts';
import { currencySymbol } from '../../parts/money.ts';
import type { RewardDraft } from './reward-draft.ts';

const kinds: readonly (readonly [RewardDraft['type'], string])[] = [
  ['percent', 'Per cent off'],
  ['amount', 'Amount off'],
  ['price', 'Price'],
  ['free', 'Free'],
];

interface RewardParts {
  readonly id: string;
  readonly label: string;
  readonly reward: RewardDraft;
  readonly currency: string;
  readonly error?: string | undefined;
  readonly onChange: (reward: RewardDraft) => void;
}

/** What the customer gets: a share, an amount, a price, or all of it. */
export function rewardFields({ id, label, reward, currency, error, onChange }: RewardParts): TemplateResult {
  const isFree = reward.type === 'free';
  return html`${selectField({
    ...{ id: `${id}-type`, label, width: 'w3 half', value: reward.type, options: kinds },
    onInput: (type) => onChange({ ...reward, type: type as RewardDraft['type'] }),
  })}${
    isFree
      ? ''
      : inputField({
          ...{
            id: `${id}-value`,
            label: reward.type === 'percent' ? 'Per cent' : 'How much',
            width: 'w3 half',
          },
          ...{ value: reward.value, numeric: true, error },
          affix: reward.type === 'percent' ? '%' : currencySymbol(currency),
          onInput: (value) => onChange({ ...reward, value }),
        })
  }`;
}
