/** A few assertions that run anywhere, also inside a Worker, where vitest's do not. */

export function expectEqual(actual: unknown, expected: unknown, what = 'value'): void {
  const [actualText, expectedText] = [show(actual), show(expected)];
  if (actualText !== expectedText) throw new Error(`${what}: expected ${expectedText}, got ${actualText}`);
}

/** The error, once it has the expected properties. `message` need only be contained. */
export async function expectRejects(
  promise: Promise<unknown>,
  expected: Record<string, unknown>,
): Promise<void> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error(`expected a rejection with ${show(expected)}, got none`);
  for (const [name, value] of Object.entries(expected)) {
    const actual: unknown = Reflect.get(error, name);
    if (name !== 'message') expectEqual(actual, value, `${name} of "${error.message}"`);
    else if (!error.message.includes(String(value))) throw new Error(`no "${value}" in "${error.message}"`);
  }
}

// Tells apart what JSON does not: 1n and 1, undefined and null, bytes and text. Keys in any order are the same object.
function show(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof ArrayBuffer) return `bytes(${new Uint8Array(value).join(' ')})`;
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? String(value);
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, entry]) => `${name}: ${show(entry)}`).join(', ')}}`;
}
