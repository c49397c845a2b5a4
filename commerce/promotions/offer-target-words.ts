import type { OfferLine } from './offer.ts';
import type { OfferNames } from './offer-names.ts';
import { listed } from './phrases.ts';

type Target = Pick<OfferLine, 'target' | 'dimensions' | 'unitOfMeasure' | 'exclude' | 'group'>;

const NAMED_MAX = 4;

/** What belongs to a group of the rule, as text; empty text where nothing does. */
export function targetWords(lines: readonly Target[], group: number, names: OfferNames): string {
  const included = lines.filter((line) => !line.exclude && line.group === group);
  return someOf(included.map((line) => targetText(line, names)));
}

/** What never counts, as text. */
export function excludedWords(lines: readonly Target[], names: OfferNames): string {
  return someOf(lines.filter(({ exclude }) => exclude).map((line) => targetText(line, names)));
}

function someOf(texts: readonly string[]): string {
  if (texts.length <= NAMED_MAX) return listed(texts);
  return `${texts.slice(0, NAMED_MAX - 1).join(', ')} and ${texts.length - NAMED_MAX + 1} more`;
}

export function targetText(
  { target, dimensions, unitOfMeasure }: Pick<Target, 'target' | 'dimensions' | 'unitOfMeasure'>,
  names: OfferNames,
): string {
  const variant = Object.entries(dimensions).map(([name, value]) => `${name} ${value}`);
  const details = [...variant, ...(unitOfMeasure === null ? [] : [`by ${unitOfMeasure}`])];
  return `${named(target, names)}${details.length > 0 ? ` (${details.join(', ')})` : ''}`;
}

function named(target: string, names: OfferNames): string {
  const key = target.slice(target.indexOf(':') + 1);
  if (target.startsWith('product:')) return names.product(key);
  if (target.startsWith('category:')) return names.category(key);
  if (target.startsWith('label:')) return `products labelled “${key}”`;
  return 'any product';
}
