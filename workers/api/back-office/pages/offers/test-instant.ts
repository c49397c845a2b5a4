import { timeText } from '../../../../../commerce/promotions/offer-time-words.ts';
import { weekdayOf } from '../../../../../commerce/time/weekday.ts';
import { shiftDay } from '../../parts/dates.ts';
import type { OfferRow } from './offer-draft.ts';

const NOON = 720;

/**
 * A moment at which the offer runs, as `YYYY-MM-DDTHH:MM` in the store's time: the first one from today on that
 * its days and hours allow; noon where any hour will do.
 */
export function momentOfOffer({ validFrom, validTo, periods }: OfferRow, today: string): string {
  const first = validFrom > today || (validTo !== null && validTo < today) ? validFrom : today;
  for (let ahead = 0; ahead < 7; ahead++) {
    const date = shiftDay(first, ahead);
    if (validTo !== null && date > validTo) break;
    const period = periods.find(({ weekdays }) => weekdays.includes(weekdayOf(date)));
    if (periods.length === 0) return `${date}T${timeText(NOON)}`;
    if (period) return `${date}T${timeText(minuteWithin(period.fromMinute, period.toMinute))}`;
  }
  return `${first}T${timeText(NOON)}`;
}

function minuteWithin(from: number, to: number): number {
  const end = to > from ? to : 1440;
  return NOON >= from && NOON < end ? NOON : from;
}
