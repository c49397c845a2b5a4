/** What is known of a sale (customer segment, order type) or of a product (brand, season), by name. */
export type AttributeValues = Readonly<Record<string, string | readonly string[]>>;

/** Holds where the attribute has one of `anyOf` (empty: whatever it has, or nothing) and none of `noneOf`. */
export interface AttributePredicate {
  readonly of: 'context' | 'product';
  readonly name: string;
  readonly anyOf: readonly string[];
  readonly noneOf: readonly string[];
}

/** From values as they are typed: one of them has to be there, and those after a `!` must not be. */
export function attributePredicate(
  of: AttributePredicate['of'],
  name: string,
  values: readonly string[],
): AttributePredicate {
  return {
    of,
    name,
    anyOf: values.filter((value) => !value.startsWith('!')),
    noneOf: values.filter((value) => value.startsWith('!')).map((value) => value.slice(1)),
  };
}

export function predicateHolds(predicate: AttributePredicate, values: AttributeValues): boolean {
  const known = values[predicate.name];
  if (known === undefined) return predicate.anyOf.length === 0;
  if (predicate.anyOf.length > 0 && !hasOneOf(known, predicate.anyOf)) return false;
  return !hasOneOf(known, predicate.noneOf);
}

function hasOneOf(known: string | readonly string[], wanted: readonly string[]): boolean {
  if (typeof known === 'string') return wanted.includes(known);
  for (const value of known) if (wanted.includes(value)) return true;
  return false;
}
