import type { LineChoices } from '../../../../../protocol/offer-coverage.ts';
import type { LineDraft } from './offer-draft.ts';

/** One thing by which a line can be narrowed. */
export interface NarrowChoice {
  /** The dimension of variants; null for the unit of measure. */
  readonly of: string | null;
  readonly label: string;
  readonly values: readonly string[];
  /** Empty for any. */
  readonly value: string;
}

/**
 * What a line can be narrowed by: every dimension that its products have, the unit where they have several, and
 * whatever it is narrowed to already, even if no product is left with it.
 */
export function narrowChoices(line: LineDraft, choices: LineChoices | undefined): NarrowChoice[] {
  const found = new Map(choices?.dimensions ?? []);
  const names = [...new Set([...found.keys(), ...Object.keys(line.dimensions)])];
  const dimensions = names.map((name): NarrowChoice => {
    const value = line.dimensions[name] ?? '';
    return { of: name, label: `Which ${name}`, values: withChosen(found.get(name) ?? [], value), value };
  });
  const unit = line.unitOfMeasure ?? '';
  const units = withChosen(choices?.units ?? [], unit);
  if (units.length < 2 && unit === '') return dimensions;
  return [...dimensions, { of: null, label: 'Which unit', values: units, value: unit }];
}

function withChosen(values: readonly string[], chosen: string): readonly string[] {
  return chosen === '' || values.includes(chosen) ? values : [...values, chosen];
}

/** The line with one choice made; an empty value takes any. */
export function narrowed(line: LineDraft, of: string | null, value: string): LineDraft {
  if (of === null) return { ...line, unitOfMeasure: value === '' ? null : value };
  const { [of]: _, ...others } = line.dimensions;
  return { ...line, dimensions: value === '' ? others : { ...others, [of]: value } };
}
