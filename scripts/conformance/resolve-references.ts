import type { Vector } from './vector.ts';

/**
 * Vectors that point to others: "as B01" takes the field of the same name from there, "as above" from the
 * vector before; `basket: "B01"` is that vector's whole input. What is asked after the reference ("with taxes
 * 1,2 included", "prices gross") changes the copy. `known` are vectors beside those of the file.
 */
export function resolveReferences(vectors: readonly Vector[], known: readonly Vector[]): Vector[] {
  const resolved: Vector[] = [];
  const find = (id: string): Vector | undefined =>
    resolved.find((vector) => vector.id === id) ??
    vectors.find((vector) => vector.id === id) ??
    known.find((vector) => vector.id === id);
  for (const [index, vector] of vectors.entries()) {
    const before = resolved[index - 1];
    resolved.push({ ...vector, input: resolveInput(vector.input, find, before) });
  }
  return resolved;
}

function resolveInput(
  input: unknown,
  find: (id: string) => Vector | undefined,
  before: Vector | undefined,
): unknown {
  if (!isObject(input)) return input;
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) => {
      if (typeof value !== 'string') return [key, value];
      if (key === 'basket') return [key, find(value)?.input ?? value];
      const [, what = '', rest = ''] = /^as (above|[A-Z]\d+)(.*)$/.exec(value) ?? [];
      const other = what === 'above' ? before : find(what);
      const field = isObject(other?.input) ? other.input[key] : undefined;
      return [key, field === undefined ? value : changed(field, rest)];
    }),
  );
}

/** The copy with the change that the words after the reference ask for. */
function changed(field: unknown, words: string): unknown {
  if (!Array.isArray(field)) return field;
  if (/\ball\b.*included/.test(words)) return field.map((tax) => ({ ...tax, included: true }));
  const [, positions] = /taxes ([\d,]+) included/.exec(words) ?? [];
  if (positions) {
    const chosen = positions.split(',').map(Number);
    return field.map((tax, index) => (chosen.includes(index + 1) ? { ...tax, included: true } : tax));
  }
  if (/prices gross/.test(words)) return field.map(({ net, ...rest }) => ({ gross: net, ...rest }));
  return field;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
