/** A piece of a sentence; `isKey` for what somebody typed or chose, which a screen may mark. */
export interface Phrase {
  readonly text: string;
  readonly isKey: boolean;
}

/** A sentence from a template: texts that are put in are keys, phrases stay what they are. */
export function say(
  parts: TemplateStringsArray,
  ...values: readonly (string | readonly Phrase[])[]
): Phrase[] {
  return parts.flatMap((text, index): Phrase[] => {
    const value = values[index] ?? [];
    return [plain(text), ...(typeof value === 'string' ? [{ text: value, isKey: true }] : value)].filter(
      (phrase) => phrase.text !== '',
    );
  });
}

export const plain = (text: string): Phrase => ({ text, isKey: false });

export function phrasesText(phrases: readonly Phrase[]): string {
  return phrases.map(({ text }) => text).join('');
}

/** `A`, `A and B`, `A, B and C`. */
export function listed(items: readonly string[], last = 'and'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
}

/** `1 piece`, `3 pieces`. */
export function pieces(count: number): string {
  return `${count} ${count === 1 ? 'piece' : 'pieces'}`;
}

/** `20 %` of 2000 basis points, `12.5 %` of 1250. */
export function percentText(basisPoints: number): string {
  return `${String(basisPoints / 100)}\u00a0%`;
}
