/**
 * A price as headquarters and registers write it: `amountMinor` pence for `priceUnitThousandths` thousandths of
 * a unit. The replay's own: what it expects may share no code with what it measures.
 */
export interface UnitPrice {
  readonly amountMinor: number;
  readonly priceUnitThousandths: number;
}

/** '2.55' is 255 per 1000, '0.001' is 1 per 10,000: whole pence for the smallest of 1, 10 and 100 units. */
export function unitPriceOf(unitPriceText: string): UnitPrice {
  const [, sign = '', whole = '', decimals = ''] =
    /^(-?)(\d+)(?:\.(\d*?)0*)?$/.exec(unitPriceText) ?? notAPrice(unitPriceText);
  const places = Math.max(2, decimals.length);
  const pence = Number(whole + decimals.padEnd(places, '0'));
  return {
    amountMinor: sign === '-' && pence > 0 ? -pence : pence,
    priceUnitThousandths: 1000 * 10 ** (places - 2),
  };
}

export function isSamePrice(a: UnitPrice, b: UnitPrice): boolean {
  return comparePrices(a, b) === 0;
}

/** Negative where `a` is the lower price; exact. */
export function comparePrices(a: UnitPrice, b: UnitPrice): number {
  const difference =
    BigInt(a.amountMinor) * BigInt(b.priceUnitThousandths) -
    BigInt(b.amountMinor) * BigInt(a.priceUnitThousandths);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function notAPrice(text: string): never {
  throw new RangeError(`a unit price is a decimal number, not ${JSON.stringify(text)}`);
}
