import { unreachable } from '../assert.ts';
import type { Offer, OfferLine, Reward } from './offer.ts';
import type { OfferNames } from './offer-names.ts';
import { excludedWords, targetWords } from './offer-target-words.ts';
import { dayWords, periodWords } from './offer-time-words.ts';
import { listed, type Phrase, percentText, pieces, plain, say } from './phrases.ts';

type Lines = readonly Omit<OfferLine, 'offer' | 'line'>[];

/**
 * What an offer does, in sentences that are written from the rule itself, so they cannot disagree with it. Keys
 * are what somebody decided.
 */
export function offerInWords(offer: Offer, lines: Lines, names: OfferNames): Phrase[] {
  const excluded = excludedWords(lines, names);
  const sentences = [
    ruleWords(offer, lines, names),
    excluded === '' ? [] : say`What does not count: ${excluded}.`,
    whenWords(offer, names),
    ...limitWords(offer, names),
    togetherWords(offer),
  ];
  return sentences
    .filter((sentence) => sentence.length > 0)
    .flatMap((sentence, index) => (index === 0 ? sentence : [plain(' '), ...sentence]));
}

function ruleWords({ rule }: Offer, lines: Lines, names: OfferNames): Phrase[] {
  const of = (group: number) => targetWords(lines, group, names) || 'nothing yet';
  switch (rule.type) {
    case 'simple': {
      const own = lines.filter(({ reward, exclude }) => reward !== null && !exclude);
      const more = own.map(
        (line) =>
          say`; of ${targetWords([{ ...line, group: 0 }], 0, names)} it ${becomes(line.reward ?? rule.reward, names)}`,
      );
      const others = own.length === lines.filter(({ exclude }) => !exclude).length && own.length > 0;
      if (others) {
        return own.flatMap(
          (line, index) =>
            say`${plainly(index === 0 ? 'Every piece of ' : ' Every piece of ')}${targetWords([{ ...line, group: 0 }], 0, names)} ${becomes(line.reward ?? rule.reward, names)}.`,
        );
      }
      return say`Every piece of ${of(0)} ${becomes(rule.reward, names)}${more.flat()}.`;
    }
    case 'quantity':
      return quantityWords(rule, of(0), names);
    case 'mixAndMatch':
      return mixAndMatchWords(rule, of, names);
    case 'leastExpensive': {
      const cheapest = rule.rewarded === 1 ? 'the cheapest one' : `the ${rule.rewarded} cheapest`;
      const sets =
        rule.favour === 'customer'
          ? say`as often as the basket allows`
          : say`where the dearest pieces pay for the cheapest, ${'in favour of the retailer'}`;
      const spread = rule.distribute ? say`, and the saving is ${'spread over the whole set'}` : [];
      return say`From ${`every ${pieces(rule.units)}`} of ${of(0)}, the customer gets ${`${cheapest} ${gets(rule.reward, names)}`}, ${sets}${spread}.`;
    }
    case 'threshold':
      return thresholdWords(rule, of, names);
    case 'tender': {
      const tiers = rule.tiers.map(({ minAmountMinor, basisPoints }) =>
        minAmountMinor === 0
          ? say`is ${`${percentText(basisPoints)} cheaper`}`
          : say`is ${`${percentText(basisPoints)} cheaper`} from ${names.amount(minAmountMinor)} on`,
      );
      const paidWith = listed(
        rule.tenderTypes.map((id) => names.tenderType(id)),
        'or',
      );
      return say`What is paid with ${paidWith || 'no tender yet'} for ${of(0)} ${joined(tiers)}.`;
    }
    case 'shipping': {
      const modes = rule.deliveryModes.length === 0 ? [] : say` by ${listed(rule.deliveryModes, 'or')}`;
      const tiers = rule.tiers.map(({ minAmountMinor, reward }) =>
        minAmountMinor === 0
          ? becomes(reward, names)
          : say`${becomes(reward, names)} from ${names.amount(minAmountMinor)} of ${of(0)} on`,
      );
      return say`Delivery${modes} ${joined(tiers)}.`;
    }
    case 'priceAdjustment': {
      const { calculation } = rule;
      const change =
        calculation.type === 'price'
          ? say`is ${names.amount(calculation.amountMinor)}`
          : say`is ${changeText(calculation, names)}`;
      return say`Before any discount, the price of ${of(0)} ${change}.`;
    }
    default:
      return unreachable(rule);
  }
}

function changeText(
  calculation:
    | { readonly type: 'percent'; readonly basisPoints: number }
    | { readonly type: 'amount'; readonly amountMinor: number },
  names: OfferNames,
): string {
  const value = calculation.type === 'percent' ? calculation.basisPoints : calculation.amountMinor;
  const size = calculation.type === 'percent' ? percentText(Math.abs(value)) : names.amount(Math.abs(value));
  return `${size} ${value < 0 ? 'lower' : 'higher'}`;
}

function quantityWords(
  { tiers, stepped, pool }: Extract<Offer['rule'], { type: 'quantity' }>,
  what: string,
  names: OfferNames,
): Phrase[] {
  const steps = tiers.map(({ minUnits, reward }) =>
    stepped
      ? say`from the ${ordinal(minUnits)} piece on each further one ${becomes(reward, names)}`
      : say`from ${pieces(minUnits)} on every piece ${becomes(reward, names)}`,
  );
  const counted =
    pool === 'line' ? say`each product counts ${'by itself'}` : say`all products count ${'together'}`;
  return say`Of ${what}, ${joined(steps)}; ${counted}.`;
}

function mixAndMatchWords(
  { groups, reward, countNonDiscountable }: Extract<Offer['rule'], { type: 'mixAndMatch' }>,
  of: (group: number) => string,
  names: OfferNames,
): Phrase[] {
  const parts = groups.map(({ units, reward: own }, group) => {
    const each = reward === null && own !== null ? say` (each ${becomes(own, names)})` : [];
    return say`${pieces(units)} of ${of(group)}${each}`;
  });
  const set = parts.flatMap((part, index) =>
    index === 0 ? part : [plain(index === parts.length - 1 ? ' and ' : ', '), ...part],
  );
  const counted = countNonDiscountable
    ? say` Products that take no discount still make the set complete.`
    : [];
  if (reward === null) return say`Bought together: ${set}, ${'as often as the basket allows'}.${counted}`;
  return say`Bought together, ${set} ${setBecomes(reward, names)}, ${'as often as the basket allows'}.${counted}`;
}

function setBecomes(reward: Reward, names: OfferNames): Phrase[] {
  switch (reward.type) {
    case 'percent':
      return reward.basisPoints === 10_000
        ? say`are ${'free'}`
        : say`are ${`${percentText(reward.basisPoints)} cheaper`}`;
    case 'amount':
      return say`cost ${`${names.amount(reward.amountMinor)} less`}`;
    case 'price':
      return say`cost ${names.amount(reward.amountMinor)}`;
  }
}

function thresholdWords(
  { tiers, repeat, countNonDiscountable, gifts }: Extract<Offer['rule'], { type: 'threshold' }>,
  of: (group: number) => string,
  names: OfferNames,
): Phrase[] {
  const [first] = tiers;
  const counted = countNonDiscountable ? say` Products that take no discount still count.` : [];
  if (gifts.length > 0) {
    const given = gifts.map(
      ({ unitsMax, reward }, gift) =>
        say`${unitsMax === null ? 'any number' : pieces(unitsMax)} of ${of(gift + 1)} ${gets(reward, names)}`,
    );
    return say`From ${names.amount(first?.minAmountMinor ?? 0)} of ${of(0)} on, the customer gets ${joined(given)}.${counted}`;
  }
  const steps = tiers.map(({ minAmountMinor, reward }) => {
    const amount = names.amount(minAmountMinor);
    const taken =
      reward.type === 'price'
        ? `all of it for ${names.amount(reward.amountMinor)}`
        : `${off(reward, names)} off`;
    const again = repeat && reward.type === 'amount' ? say`, ${`again for each ${amount}`}` : [];
    return say`from ${amount} on ${taken}${again}`;
  });
  return say`For ${of(0)} the customer gets ${joined(steps)}.${counted}`;
}

function off(reward: Reward, names: OfferNames): string {
  return reward.type === 'percent' ? percentText(reward.basisPoints) : names.amount(reward.amountMinor);
}

/** What one piece is afterwards: `is 20 % cheaper`, `costs £5.00`, `is free`. */
function becomes(reward: Reward, names: OfferNames): Phrase[] {
  if (isFree(reward)) return say`is ${'free'}`;
  if (reward.type === 'price') return say`costs ${names.amount(reward.amountMinor)}`;
  return say`is ${`${off(reward, names)} cheaper`}`;
}

/** What one gets it for: `free`, `20 % cheaper`, `for £5.00`. */
function gets(reward: Reward, names: OfferNames): string {
  if (isFree(reward)) return 'free';
  return reward.type === 'price'
    ? `for ${names.amount(reward.amountMinor)}`
    : `${off(reward, names)} cheaper`;
}

const isFree = (reward: Reward): boolean =>
  reward.type === 'percent'
    ? reward.basisPoints === 10_000
    : reward.type === 'price' && reward.amountMinor === 0;

function whenWords(offer: Offer, names: OfferNames): Phrase[] {
  const groups = offer.priceGroups.map((id) => names.priceGroup(id));
  const where =
    groups.length === 0
      ? say` for ${'nobody: it has no price group'}`
      : offer.allPriceGroups && groups.length > 1
        ? say` for whom ${listed(groups)} all hold`
        : say` in ${listed(groups, 'or')}`;
  const coupon = offer.couponNeeded ? say`, with ${'a coupon'}` : [];
  return say`It runs ${`${periodWords(offer.periods)} ${dayWords(offer, names)}`}${where}${coupon}.`;
}

function limitWords({ limits }: Offer, names: OfferNames): Phrase[][] {
  const { applicationsMax, unitsMax, discountMaxMinor } = limits;
  const most = [
    ...(applicationsMax === null ? [] : [applicationsMax === 1 ? 'once' : `${applicationsMax} times`]),
    ...(unitsMax === null ? [] : [`on ${pieces(unitsMax)}`]),
    ...(discountMaxMinor === null ? [] : [`${names.amount(discountMaxMinor)} off`]),
  ];
  return most.length === 0 ? [] : [say`In one basket at most ${listed(most)}.`];
}

function togetherWords({ rule, concurrency, priority }: Offer): Phrase[] {
  const first = priority === null ? [] : say` Offers above ${`priority ${priority}`} go first.`;
  if (rule.type === 'tender') return say`It comes ${'on top of every other offer'}.${first}`;
  if (rule.type === 'shipping')
    return say`Of several offers for the delivery ${'the best one'} counts.${first}`;
  if (rule.type === 'priceAdjustment') {
    return rule.mode === 'best'
      ? say`Of several that change the same price ${'one'} counts.${first}`
      : say`Others that change the same price ${'count as well, one after the other'}.${first}`;
  }
  const same = 'Where another offer wants the same piece, ';
  switch (concurrency) {
    case 'bestPrice':
      return say`${plainly(same)}${'the better price for the customer wins'}.${first}`;
    case 'compound':
      return say`${plainly(same)}${'both apply'}, if that one combines too.${first}`;
    case 'exclusive':
      return say`${plainly(same)}${'this one goes first and alone'}.${first}`;
  }
}

const plainly = (text: string): readonly Phrase[] => [plain(text)];

function joined(parts: readonly (readonly Phrase[])[]): Phrase[] {
  return parts.flatMap((part, index) => (index === 0 ? part : [plain(', '), ...part]));
}

function ordinal(number: number): string {
  const words = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth'];
  const ten = number % 100;
  const ending = ten > 10 && ten < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return words[number] || `${number}${ending}`;
}
