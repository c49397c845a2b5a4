import { assert } from '../assert.ts';
import { type Minor, minor } from '../money/minor.ts';

/** Prices end alike: 99 of every 100 is .99, 95 of every 1000 is 0.95, 10.95, 20.95. */
export interface PriceEnding {
  readonly endingMinor: number;
  readonly everyMinor: number;
  /** `nearest` goes up from the middle. */
  readonly direction: 'up' | 'down' | 'nearest';
}

/** The price with the ending. None is below the ending itself, so a small price goes up to it. */
export function withEnding(priceMinor: number, { endingMinor, everyMinor, direction }: PriceEnding): Minor {
  assert(
    Number.isSafeInteger(everyMinor) && 0 <= endingMinor && endingMinor < everyMinor,
    'an ending is below the step between prices',
  );
  const below = endingMinor + Math.floor((priceMinor - endingMinor) / everyMinor) * everyMinor;
  const exceeds = priceMinor - below;
  if (below < endingMinor) return minor(endingMinor);
  if (exceeds === 0 || direction === 'down') return minor(below);
  return minor(direction === 'up' || exceeds * 2 >= everyMinor ? below + everyMinor : below);
}
