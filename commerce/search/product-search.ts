const WORDS_MAX = 8;

/** The words of a search, in lower case without accents: what an index of words splits a name into. */
export function searchWords(text: string): string[] {
  return plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, WORDS_MAX);
}

/** SQLite's full-text query for rows that have, for each word, one that begins with it. */
export function matchAll(words: readonly string[]): string {
  return words.map((word) => `"${word}"*`).join(' AND ');
}

/** The range of codes that begin with the text; empty where it is not one code. */
export function codesFrom(text: string): { readonly from: string; readonly before: string } {
  const code = text.trim();
  return /^\S{3,}$/.test(code) ? { from: code, before: `${code}\u{10ffff}` } : { from: '', before: '' };
}

interface Found {
  readonly sku: string;
  readonly name: string;
}

/** Each product once: those with a word that is meant whole first, then by name and stock code. */
export function inOrder<T extends Found>(found: readonly T[], words: readonly string[]): T[] {
  const once = [...new Map(found.map((product) => [product.sku, product])).values()];
  const wholeWords = ({ sku, name }: Found) => {
    const has = new Set(searchWords(`${name} ${sku}`));
    return words.filter((word) => has.has(word)).length;
  };
  return once
    .map((product) => ({ product, whole: wholeWords(product) }))
    .toSorted((a, b) => b.whole - a.whole || compare(a.product, b.product))
    .map(({ product }) => product);
}

const compare = (a: Found, b: Found) =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : 0;

function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
