/** When a basket is priced: a day in the store's zone and the minutes since its midnight. */
export interface PricingInstant {
  readonly date: string;
  readonly minuteOfDay: number;
}

/** Nobody's prices are older, and nobody knows them that far ahead. */
const FIRST_DATE = '2000-01-01';
const DAYS_AHEAD = 400;
const DAY_MS = 86_400_000;

/** `asOf` is a day (its first minute), an instant, or now; null outside the days that have prices. */
export function pricingInstant(
  asOf: string | undefined,
  nowMs: number,
  timeZone: string,
): PricingInstant | null {
  const instant =
    asOf === undefined
      ? inZone(nowMs, timeZone)
      : asOf.length === 10
        ? { date: asOf, minuteOfDay: 0 }
        : inZone(Date.parse(asOf), timeZone);
  const lastDate = inZone(nowMs + DAYS_AHEAD * DAY_MS, timeZone).date;
  return instant.date >= FIRST_DATE && instant.date <= lastDate ? instant : null;
}

export const pricingDays = `from ${FIRST_DATE} to ${DAYS_AHEAD} days from now`;

function inZone(timeMs: number, timeZone: string): PricingInstant {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(timeMs);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return {
    date: `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}`,
    minuteOfDay: Number(of('hour')) * 60 + Number(of('minute')),
  };
}
