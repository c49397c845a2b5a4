/** One step of a schema. Append only: a shipped step never changes, because every database upgrades on its own day. */
export interface Migration {
  readonly id: string;
  readonly statements: readonly string[];
}
