/** What went wrong as an admin reads it: what the database said, not the statement with its values around it. */
export function reasonOf(problem: unknown): string {
  let innermost = problem;
  while (innermost instanceof Error && innermost.cause instanceof Error) innermost = innermost.cause;
  return innermost instanceof Error ? innermost.message : String(innermost);
}
