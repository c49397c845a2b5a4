const LENGTH_MAX = 40;

/** An id made of a name: `Any 2 for £5` is `ANY-2-FOR-5`. */
export function offerIdOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-');
  return plain
    .slice(0, LENGTH_MAX)
    .replace(/^-+|-+$/g, '')
    .toUpperCase();
}
