/** A broken invariant: a bug in evertill, never a person's mistake. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Stops on a bug. `sentence` says what should have been true. */
export function assert(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new InvariantError(`invariant: ${sentence}`);
}

/** The end of a `switch` over a closed union; a new member does not compile until it is handled. */
export function unreachable(value: never): never {
  throw new InvariantError(`invariant: this case cannot happen: ${JSON.stringify(value)}`);
}
