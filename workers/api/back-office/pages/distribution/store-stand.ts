import type { PackagePause, RegisterSyncState } from '../../../../../protocol/worker-calls.ts';

interface Register {
  readonly store: string;
  readonly state: Pick<RegisterSyncState, 'report' | 'paused'> | null;
  readonly behindSince: Readonly<Record<string, string>>;
}

/** How a store's registers stand with what was published. */
export interface StoreStand {
  readonly store: string;
  readonly name: string;
  readonly registers: number;
  /** Registers that have told which versions they have. */
  readonly seen: number;
  readonly current: number;
  /** Since when the register that is behind the longest lacks something; null where none is behind. */
  readonly behindSince: string | null;
  /** Registers that report a problem of their own. */
  readonly withProblems: number;
  /** Of the whole store. */
  readonly paused: PackagePause | null;
  /** Registers that are paused by themselves. */
  readonly pausedRegisters: number;
}

/** Every store that has registers: first those that ask to be looked at, the longest behind above. */
export function storeStands(
  stores: readonly { readonly store: string; readonly name: string }[],
  registers: readonly Register[],
): readonly StoreStand[] {
  const byStore = Map.groupBy(registers, ({ store }) => store);
  return stores
    .filter(({ store }) => byStore.has(store))
    .map(({ store, name }) => standOf(store, name, byStore.get(store) ?? []))
    .sort((a, b) => urgency(b) - urgency(a) || byAge(a, b) || a.name.localeCompare(b.name));
}

function standOf(store: string, name: string, registers: readonly Register[]): StoreStand {
  const seen = registers.filter(({ state }) => state?.report);
  const since = registers.flatMap((register) => Object.values(register.behindSince)).sort();
  const paused = registers.map(({ state }) => state?.paused ?? null).filter((pause) => pause !== null);
  return {
    store,
    name,
    registers: registers.length,
    seen: seen.length,
    current: seen.filter(({ behindSince }) => Object.keys(behindSince).length === 0).length,
    behindSince: since[0] ?? null,
    withProblems: seen.filter(({ state }) => (state?.report?.problems?.length ?? 0) > 0).length,
    paused: paused.find(({ wholeStore }) => wholeStore) ?? null,
    pausedRegisters: paused.filter(({ wholeStore }) => !wholeStore).length,
  };
}

function urgency({ withProblems, behindSince, paused, pausedRegisters }: StoreStand): number {
  return withProblems > 0 ? 3 : behindSince !== null ? 2 : paused !== null || pausedRegisters > 0 ? 1 : 0;
}

function byAge(a: StoreStand, b: StoreStand): number {
  const [older, newer] = [a.behindSince ?? '', b.behindSince ?? ''];
  return older < newer ? -1 : older > newer ? 1 : 0;
}
