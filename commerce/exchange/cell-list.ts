/** Several values in one cell, with `|` between them; a backslash stands before what would read otherwise. */
export function writeList(values: readonly string[]): string {
  return values.map((value) => value.replaceAll(/[\\|]/g, '\\$&')).join('|');
}

export function readList(cell: string): string[] {
  return cell === '' ? [] : splitAt(cell, '|').map((part) => unescaped(part.trim()));
}

/** Names and values (`colour=red|size=L`), in the order given. */
export function writePairs(pairs: readonly (readonly [name: string, value: string])[]): string {
  const escaped = (text: string) => text.replaceAll(/[\\|=]/g, '\\$&');
  return pairs.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join('|');
}

/** Null where a part has no `=` or no name. Spaces belong to what they stand in. */
export function readPairs(cell: string): (readonly [name: string, value: string])[] | null {
  const pairs: (readonly [string, string])[] = [];
  for (const part of cell === '' ? [] : splitAt(cell, '|')) {
    const [name = '', value, ...more] = splitAt(part, '=').map(unescaped);
    if (name === '' || value === undefined || more.length > 0) return null;
    pairs.push([name, value]);
  }
  return pairs;
}

/** Splits where `separator` has no backslash before it. */
function splitAt(text: string, separator: '|' | '='): string[] {
  const parts = [''];
  for (const piece of text.match(/\\.|[^\\]|\\$/gsu) ?? []) {
    if (piece === separator) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts;
}

const unescaped = (text: string) => text.replaceAll(/\\([\\|=])/g, '$1');
