import type { WeeklyPeriod } from '../../../../../commerce/promotions/offer.ts';
import { err, ok, type Result } from '../../../../../commerce/result.ts';
import { fractionDigits } from '../../parts/money.ts';
import { parseAmount, parseCount } from '../../parts/parse-amount.ts';
import type { LineDraft, OfferDraft, OfferRow, OfferRowLine, PeriodDraft } from './offer-draft.ts';
import { OfferReader } from './offer-reader.ts';
import { readRule } from './read-rule.ts';

/** What is wrong with a draft, by the place in the row where it would be: `rule/tiers/0/minUnits`. */
export type OfferFaults = Readonly<Record<string, string>>;

/** The offer that was typed, or what is wrong with it by field, each with its fix. */
export function readOffer(draft: OfferDraft): Result<OfferRow, OfferFaults> {
  const reader = new OfferReader(draft.currency);
  const name = draft.name.trim();
  if (name === '') reader.fault('name', 'Type the name that is printed on the receipt.');
  if (!isDay(draft.validFrom)) reader.fault('validFrom', 'Choose the first day.');
  else if (draft.validTo !== '' && draft.validTo < draft.validFrom)
    reader.fault('validTo', 'The last day is before the first. Choose a later one, or leave it empty.');
  if (draft.priceGroups.length === 0)
    reader.fault('priceGroups', 'Choose a price group: without one nobody gets the offer.');
  const rule = readRule(draft, reader);
  const row = {
    id: draft.id,
    name,
    currency: draft.currency,
    validFrom: draft.validFrom,
    validTo: draft.validTo === '' ? null : draft.validTo,
    periods: draft.periods.map((period, index) => readPeriod(period, `periods/${index}`, reader)),
    priceGroups: draft.priceGroups,
    allPriceGroups: draft.allPriceGroups && draft.priceGroups.length > 1,
    couponNeeded: draft.couponNeeded,
    priority: readPriority(draft.priority, reader),
    concurrency: draft.concurrency,
    limits: {
      applicationsMax: optionalCount(draft.applicationsMax, 'limits/applicationsMax', 'times', reader),
      unitsMax:
        draft.type === 'simple' ? optionalCount(draft.unitsMax, 'limits/unitsMax', 'pieces', reader) : null,
      discountMaxMinor: optionalAmount(draft, reader),
    },
    lines: readLines(draft, reader),
  };
  return rule && reader.isClean ? ok({ ...row, rule }) : err(reader.faults);
}

function readLines(draft: OfferDraft, reader: OfferReader): OfferRowLine[] {
  const groups = groupCount(draft);
  const lines = draft.lines.filter(({ group }) => group < groups);
  for (let group = 0; group < groups; group++) {
    if (!lines.some((line) => line.group === group && !line.exclude))
      reader.fault(`lines/group/${group}`, 'Add what belongs to it: a product, a category, a label or all.');
  }
  return lines.map((line, index) => readLine(line, index, draft, reader));
}

/** Groups that lines may be in: of a set, and what is given from an amount on. */
export function groupCount({ type, groups, gifts }: Pick<OfferDraft, 'type' | 'groups' | 'gifts'>): number {
  if (type === 'mixAndMatch') return groups.length;
  return type === 'threshold' ? gifts.length + 1 : 1;
}

function readLine(
  { kind, key, dimensions, unitOfMeasure, exclude, group, reward }: LineDraft,
  index: number,
  draft: OfferDraft,
  reader: OfferReader,
): OfferRowLine {
  const hasReward = draft.type === 'simple' && !exclude && reward !== null;
  return {
    target: kind === 'all' ? 'all' : `${kind}:${key}`,
    ...{ dimensions, unitOfMeasure, exclude, group },
    reward: hasReward ? reader.reward(reward, `lines/${index}/reward`) : null,
  };
}

function readPeriod({ weekdays, from, to }: PeriodDraft, path: string, reader: OfferReader): WeeklyPeriod {
  if (weekdays.length === 0) reader.fault(`${path}/weekdays`, 'Choose a weekday, or remove these hours.');
  if ((from === '') !== (to === ''))
    reader.fault(`${path}/toMinute`, 'Type both hours, or none for the whole day.');
  const fromMinute = from === '' ? 0 : minuteOf(from);
  const toMinute = to === '' ? 1440 : minuteOf(to) || 1440;
  return { weekdays: [...weekdays].sort((a, b) => a - b), fromMinute, toMinute };
}

function minuteOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

function readPriority(text: string, reader: OfferReader): number | null {
  if (text.trim() === '') return null;
  if (/^-?\d{1,6}$/.test(text.trim())) return Number(text.trim());
  reader.fault('priority', 'Type a whole number, or leave it empty for the price group’s.');
  return null;
}

function optionalCount(text: string, path: string, what: string, reader: OfferReader): number | null {
  return text.trim() === '' ? null : reader.take(path, parseCount(text, what));
}

function optionalAmount({ discountMax, currency }: OfferDraft, reader: OfferReader): number | null {
  if (discountMax.trim() === '') return null;
  return reader.take('limits/discountMaxMinor', parseAmount(discountMax, fractionDigits(currency)));
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
