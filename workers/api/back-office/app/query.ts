export type Query = Readonly<Record<string, string | number | undefined>>;

/** A path with its query: names in the order given, what is empty left out. */
export function withQuery(path: string, query: Query): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') parts.set(name, String(value));
  }
  const text = parts.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The named values of a query, as they were typed; what is missing is empty text. */
export function readQuery<Name extends string>(
  search: string,
  names: readonly Name[],
): Readonly<Record<Name, string>> {
  const parts = new URLSearchParams(search);
  return Object.fromEntries(names.map((name) => [name, parts.get(name) ?? ''])) as Record<Name, string>;
}

/** What is asked for: without the spaces that typing leaves at the ends. */
export function trimmed<Name extends string>(
  query: Readonly<Record<Name, string>>,
): Readonly<Record<Name, string>> {
  const entries = Object.entries<string>(query).map(([name, value]) => [name, value.trim()]);
  return Object.fromEntries(entries) as Record<Name, string>;
}
