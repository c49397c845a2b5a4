import type { ExplainedOffer } from '../../../../../commerce/basket/explain-basket.ts';
import { offerReasonText } from '../../../../../commerce/basket/offer-reason.ts';
import type { PricedBasketLine } from '../../../../../commerce/basket/priced-basket.ts';

interface Words {
  amount(amountMinor: number): string;
  nameOf(offer: string): string;
}

export interface LineWords {
  readonly text: string;
  readonly saves: boolean;
}

/** What a line of the test basket got of the offer, and why; `mine` is what was explained of the offer on it. */
export function lineWords(
  line: Pick<PricedBasketLine, 'discounts' | 'paid' | 'fault' | 'unitPrice' | 'adjustments'>,
  offer: string,
  mine: ExplainedOffer | undefined,
  words: Words,
): LineWords {
  if (line.fault?.type === 'noPrice') return { text: 'Has no price on this day.', saves: false };
  if (line.fault) return { text: 'Cannot be priced: its tax is not complete.', saves: false };
  if (line.adjustments.some(({ id }) => id === offer))
    return { text: 'Has another price by this offer.', saves: true };
  const others = line.discounts.filter((discount) => discount.offer !== offer && discount.offer !== null);
  const instead = others.map(({ name, amountMinor }) => `“${name}” saves ${words.amount(amountMinor)}`);
  const own = line.discounts.find((discount) => discount.offer === offer);
  const also = instead.length > 0 ? ` ${capital(instead.join(', '))}.` : '';
  if (own && own.amountMinor > 0)
    return {
      text: `${piecesText(line.paid, own.amountMinor, others.length === 0, words)}.${also}`,
      saves: true,
    };
  if (!mine) return { text: `Not in this offer.${also}`, saves: false };
  return { text: offerReasonText(mine.reason, words.amount, words.nameOf) + also, saves: false };
}

/** `1 of 3 free (£6.00)` where the offer alone lies on the line, else what it saves. */
function piecesText(
  paid: PricedBasketLine['paid'],
  savedMinor: number,
  isAlone: boolean,
  { amount }: Words,
): string {
  const whole = paid.every(({ quantityThousandths }) => quantityThousandths % 1000 === 0);
  const rewarded = paid.filter(({ discountMinor }) => discountMinor > 0);
  if (!isAlone || !whole || rewarded.length === 0) return `Saves ${amount(savedMinor)}`;
  const count = (units: PricedBasketLine['paid']) =>
    units.reduce((sum, { quantityThousandths }) => sum + quantityThousandths / 1000, 0);
  const all = count(paid);
  const some = count(rewarded);
  const free = rewarded.every(({ amountMinor }) => amountMinor === 0);
  const of = all === 1 ? '' : some === all ? (all === 2 ? 'Both ' : `All ${all} `) : `${some} of ${all} `;
  return free
    ? capital(`${of}free (${amount(savedMinor)})`)
    : capital(`${of}cheaper, saves ${amount(savedMinor)}`);
}

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
