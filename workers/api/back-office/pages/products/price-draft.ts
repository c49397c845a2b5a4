import type { PriceAgreement } from '../../../../../commerce/pricing/price-agreement.ts';
import { err, ok, type Result } from '../../../../../commerce/result.ts';
import { eachText, fractionDigits } from '../../parts/money.ts';
import { parsePrice } from '../../parts/parse-price.ts';
import { parseQuantity } from '../../parts/quantity.ts';

/** A price as it is typed. Fields that stand for one of the API's carry its name in the faults. */
export interface PriceDraft {
  readonly priceGroup: string;
  readonly currency: string;
  readonly minQuantity: string;
  readonly each: string;
  readonly validFrom: string;
  readonly validTo: string;
}

export type DraftField =
  | 'priceGroup'
  | 'currency'
  | 'minQuantityThousandths'
  | 'amountMinor'
  | 'validFrom'
  | 'validTo';
export type DraftFaults = Partial<Record<DraftField, string>>;

export function newDraft(currency: string, today: string): PriceDraft {
  return { priceGroup: '', currency, minQuantity: '1', each: '', validFrom: today, validTo: '' };
}

export function draftOf(price: PriceAgreement): PriceDraft {
  return {
    priceGroup: price.priceGroup ?? '',
    currency: price.currency,
    minQuantity: plain(price.minQuantityThousandths),
    each: eachText(price, price.currency) ?? '',
    validFrom: price.validFrom,
    validTo: price.validTo ?? '',
  };
}

/** The price that was typed, or what is wrong with it by field. A price that is edited keeps its id. */
export function readDraft(
  draft: PriceDraft,
  sku: string,
  edited: PriceAgreement | null,
  others: readonly PriceAgreement[],
): Result<PriceAgreement, DraftFaults> {
  const faults: DraftFaults = {};
  const quantity = parseQuantity(draft.minQuantity);
  const each = parsePrice(draft.each, fractionDigits(draft.currency));
  if (!quantity.ok) faults.minQuantityThousandths = quantity.error;
  if (!each.ok) faults.amountMinor = each.error;
  if (!isDay(draft.validFrom)) faults.validFrom = 'Choose the first day.';
  else if (draft.validTo !== '' && draft.validTo < draft.validFrom)
    faults.validTo = 'The last day is before the first. Choose a later one, or leave it empty.';
  if (!quantity.ok || !each.ok || Object.keys(faults).length > 0) return err(faults);
  const price = {
    sku,
    priceGroup: draft.priceGroup === '' ? null : draft.priceGroup,
    currency: draft.currency,
    minQuantityThousandths: quantity.value,
    ...each.value,
    validFrom: draft.validFrom,
    validTo: draft.validTo === '' ? null : draft.validTo,
  };
  const id = edited?.id ?? idOf(price);
  if (!edited && others.some((other) => other.id === id))
    return err({ validFrom: 'There is a price from this day for this quantity already. Edit that one.' });
  return ok({ id, ...price });
}

/** Says in the id what the price is for, so that two of one kind and start cannot be. */
function idOf(price: Omit<PriceAgreement, 'id'>): string {
  const { sku, validFrom, minQuantityThousandths, priceGroup, currency } = price;
  const parts = [sku, validFrom, minQuantityThousandths, priceGroup, currency === 'GBP' ? null : currency];
  return parts.filter((part) => part !== null).join('@');
}

function plain(thousandths: number): string {
  const whole = Math.trunc(thousandths / 1000);
  const rest = String(thousandths % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return rest === '' ? String(whole) : `${whole}.${rest}`;
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
