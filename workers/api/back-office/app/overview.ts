import { computed, signal } from '@preact/signals-core';
import type { RegisterSyncState } from '../../../../protocol/worker-calls.ts';
import { get, getAll, type Page } from './api.ts';
import type { StreamRow } from './book-rows.ts';
import type { RegisterRow, StoreRow } from './master-rows.ts';
import { openScope } from './page.ts';
import type { Resource } from './resource.ts';

/** A register with its store and what its gateway last knew of it. */
export interface RegisterView extends RegisterRow {
  readonly storeName: string;
  /** Null for a register that no device was ever activated for. */
  readonly state: RegisterSyncState | null;
  /** For each stream of which it has an old version: since when there is a newer one. */
  readonly behindSince: Readonly<Record<string, string>>;
}

export interface Overview {
  readonly stores: readonly StoreRow[];
  readonly registers: readonly RegisterView[];
  readonly heads: Readonly<Record<string, number>>;
}

export const OVERVIEW_EVERY_MS = 10_000;

/** Stores asked for their gateway's state at once. */
const AT_ONCE = 6;

/** Every store, register and stream with its state: read once for all pages, and again every ten seconds. */
const current = signal<{ readonly source: Resource<Overview>; readonly end: () => void } | null>(null);

/** Begins with the session; a second call changes nothing. */
export function startOverview(): void {
  if (current.peek()) return;
  const scope = openScope();
  const source = scope.resource(loadOverview);
  scope.every(OVERVIEW_EVERY_MS, source.refresh);
  current.value = { source, end: scope.end };
}

export function stopOverview(): void {
  current.peek()?.end();
  current.value = null;
}

/** Only pages of a session ask for it, and the session begins by starting it. */
export function overview(): Resource<Overview> {
  const started = current.value;
  if (!started) throw new Error('the overview is read by pages of a session only');
  return started.source;
}

/** A store's name, or its id while names are not loaded. */
export function storeName(id: string): string {
  return overview().state.value.value?.stores.find(({ store }) => store === id)?.name ?? id;
}

/** The currency that is offered first: of the first store. */
export function firstStore(): StoreRow | undefined {
  return overview().state.value.value?.stores[0];
}

async function loadOverview(signal: AbortSignal): Promise<Overview> {
  const [stores, registers, streams] = await Promise.all([
    getAll<StoreRow>('/v1/stores', {}, signal),
    getAll<RegisterRow>('/v1/registers', {}, signal),
    get<Page<StreamRow>>('/v1/streams', {}, signal),
  ]);
  const withRegisters = stores.filter(({ store }) => registers.some((register) => register.store === store));
  const states = new Map<string, SyncStateRow>();
  for (let at = 0; at < withRegisters.length; at += AT_ONCE) {
    const answers = withRegisters
      .slice(at, at + AT_ONCE)
      .map(({ store }) => get<Page<SyncStateRow>>('/v1/sync-states', { store }, signal));
    for (const { items } of await Promise.all(answers))
      for (const row of items) states.set(row.register, row);
  }
  const names = new Map(stores.map(({ store, name }) => [store, name]));
  return {
    stores,
    registers: registers.map((register) => ({
      ...register,
      storeName: names.get(register.store) ?? register.store,
      state: states.get(register.id)?.state ?? null,
      behindSince: states.get(register.id)?.behindSince ?? {},
    })),
    heads: Object.fromEntries(streams.items.map(({ stream, version }) => [stream, version])),
  };
}

interface SyncStateRow {
  readonly register: string;
  readonly state: RegisterSyncState | null;
  readonly behindSince: Readonly<Record<string, string>>;
}

/** For the words that stand on every page. */
export const known = computed(() => current.value?.source.state.value.value);
