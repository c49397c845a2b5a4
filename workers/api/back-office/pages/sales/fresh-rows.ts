/** Tells which rows came since a list was first shown, so that they can be pointed out once. */
export function freshRows() {
  let shown: { readonly list: string; readonly ids: ReadonlySet<string> } | null = null;
  const fresh = new Set<string>();
  return {
    /** Takes the list as it is now. Another list begins anew: nothing in it is fresh. */
    take(list: string, ids: readonly string[]): void {
      if (shown?.list === list) {
        for (const id of ids) if (!shown.ids.has(id)) fresh.add(id);
      } else fresh.clear();
      shown = { list, ids: new Set(ids) };
    },
    has: (id: string): boolean => fresh.has(id),
  };
}
