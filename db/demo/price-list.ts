import type { UnitPrice } from '../../commerce/money/unit-price.ts';
import { unitPriceOf } from './unit-price-of.ts';

/** One line of an invoice: `quantity` in units, negative for a return; the price as the file writes it. */
export interface PriceObservation {
  readonly quantity: number;
  readonly unitPriceText: string;
}

/** The price from this quantity on, up to the next break. */
export interface PriceBreak extends UnitPrice {
  readonly minQuantityThousandths: number;
}

const maxBreaks = 4;

/**
 * The quantity breaks of one stock code that explain the most of its lines exactly: at most four, the first
 * from quantity 1, each further one explaining at least two more lines and 2 % of the code's lines. Lines at
 * price 0 count only where the code has no positive price. Ties: breaks from a higher quantity, then the price
 * that reached its count first, going up by quantity. No lines, no breaks.
 */
export function fitPriceList(observations: readonly PriceObservation[]): PriceBreak[] {
  const steps = quantitySteps(observations);
  const lines = steps.reduce((sum, step) => sum + step.prices.length, 0);
  return bestCut(steps, Math.max(2, Math.ceil(lines / 50))).map(({ from, price }, index) => ({
    minQuantityThousandths: index === 0 ? 1000 : from * 1000,
    ...unitPriceOf(price),
  }));
}

/** The break in force at a quantity (in units; a return asks with its absolute quantity). */
export function priceAt(breaks: readonly PriceBreak[], quantity: number): PriceBreak | undefined {
  return breaks.findLast((price) => price.minQuantityThousandths <= Math.abs(quantity) * 1000);
}

interface QuantityStep {
  readonly quantity: number;
  readonly prices: string[];
}

/** The prices seen at each absolute quantity, ascending. Equal prices have equal texts afterwards. */
function quantitySteps(observations: readonly PriceObservation[]): QuantityStep[] {
  const all = observations.map(({ quantity, unitPriceText }) => ({
    quantity: Math.abs(quantity),
    price: plainDecimal(unitPriceText),
  }));
  const hasPositive = all.some(({ price }) => price !== '0' && !price.startsWith('-'));
  const steps = new Map<number, QuantityStep>();
  for (const { quantity, price } of all) {
    if (hasPositive && price === '0') continue;
    const step = steps.get(quantity) ?? { quantity, prices: [] };
    step.prices.push(price);
    steps.set(quantity, step);
  }
  return [...steps.values()].sort((a, b) => a.quantity - b.quantity);
}

/** '2.50' and '02.5' are the price '2.5', '-0.00' is '0'. */
function plainDecimal(text: string): string {
  const plain = text
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
    .replace(/^(-?)0+(?=\d)/, '$1');
  return plain === '-0' ? '0' : plain;
}

interface Cut {
  /** Lines explained by this and the earlier segments. */
  readonly explained: number;
  readonly segments: readonly { readonly from: number; readonly price: string }[];
}

/** Splits the steps into one to four segments of one price each; `worth` is what a further one must explain. */
function bestCut(steps: readonly QuantityStep[], worth: number): Cut['segments'] {
  const whole: Cut = { explained: 0, segments: [] };
  let cuts: (Cut | undefined)[] = [whole];
  let best = whole;
  for (let breaks = 1; breaks <= Math.min(maxBreaks, steps.length); breaks++) {
    cuts = withOneMoreSegment(steps, cuts);
    const candidate = cuts[steps.length];
    if (candidate === undefined) break;
    const needed = best.explained + worth * (breaks - Math.max(1, best.segments.length));
    if (breaks === 1 || candidate.explained >= needed) best = candidate;
  }
  return best.segments;
}

/** `cuts[n]` is the best cut of the first n steps; answers the same with one segment more. */
function withOneMoreSegment(
  steps: readonly QuantityStep[],
  cuts: readonly (Cut | undefined)[],
): (Cut | undefined)[] {
  const longer: (Cut | undefined)[] = [];
  for (const [start, first] of steps.entries()) {
    const before = cuts[start];
    if (before === undefined) continue;
    const counts = new Map<string, number>();
    let price = '';
    let most = 0;
    for (let end = start; end < steps.length; end++) {
      for (const seen of steps[end]?.prices ?? []) {
        const count = (counts.get(seen) ?? 0) + 1;
        counts.set(seen, count);
        if (count > most) [price, most] = [seen, count];
      }
      const explained = before.explained + most;
      if (explained < (longer[end + 1]?.explained ?? 0)) continue;
      longer[end + 1] = { explained, segments: [...before.segments, { from: first.quantity, price }] };
    }
  }
  return longer;
}
