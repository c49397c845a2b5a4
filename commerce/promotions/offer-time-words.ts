import type { Offer, WeeklyPeriod } from './offer.ts';
import type { OfferNames } from './offer-names.ts';
import { listed } from './phrases.ts';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** `from 27 Nov to 24 Dec 2026`, `from 27 Nov 2026 on`, `on 27 Nov 2026`. */
export function dayWords(
  { validFrom, validTo }: Pick<Offer, 'validFrom' | 'validTo'>,
  names: OfferNames,
): string {
  if (validTo === null) return `from ${names.day(validFrom)} on`;
  if (validTo === validFrom) return `on ${names.day(validFrom)}`;
  return `from ${names.day(validFrom)} to ${names.day(validTo)}`;
}

/** `every day`, or the weekdays and hours: `on Thursdays from 17:00 to 20:00`. */
export function periodWords(periods: readonly WeeklyPeriod[]): string {
  return periods.length === 0 ? 'every day' : listed(periods.map(onePeriod));
}

function onePeriod({ weekdays: days, fromMinute, toMinute }: WeeklyPeriod): string {
  const sorted = [...days].sort((a, b) => a - b);
  const named = sorted.length === 7 ? 'every day' : `on ${spans(sorted).join(', ')}`;
  if (fromMinute === 0 && toMinute >= 1440) return named;
  const night = toMinute <= fromMinute ? ' the next day' : '';
  return `${named} from ${timeText(fromMinute)} to ${timeText(toMinute)}${night}`;
}

/** Three days or more in a row as `Monday to Friday`. */
function spans(days: readonly number[]): string[] {
  const runs: number[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run && run.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  return runs.flatMap((run) =>
    run.length > 2 ? [`${nameOf(run[0])} to ${nameOf(run.at(-1))}`] : run.map((day) => `${nameOf(day)}s`),
  );
}

const nameOf = (day: number | undefined) => weekdays[(day ?? 1) - 1] ?? '';

/** Minutes since midnight as `17:00`. */
export function timeText(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
