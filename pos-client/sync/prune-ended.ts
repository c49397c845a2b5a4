import { prunableVersion, type ShownMark, withMark } from '../../commerce/distribution/return-window.ts';
import { pruneRows } from '../../db/channel/prune-rows.ts';
import type { SweepPort } from '../../db/channel/sweep-rows.ts';
import type { SyncStore } from '../../db/channel/sync-store.ts';

const SHOWN = 'shown:';
const PRUNED = 'prunedTo';

/** Remembers when a version became visible: what it replaced is kept for as long as goods may come back. */
export async function noteShown(
  store: SyncStore,
  stream: string,
  version: number,
  nowMs: number,
): Promise<void> {
  const marks = (await store.note<ShownMark[]>(`${SHOWN}${stream}`)) ?? [];
  await store.saveNote(`${SHOWN}${stream}`, withMark(marks, { version, atMs: nowMs }));
}

/** Takes away rows that ended before the return window, at most once for each day on which something did. */
export async function pruneEnded(port: SweepPort, store: SyncStore, nowMs: number): Promise<void> {
  const pruned = (await store.note<Record<string, number>>(PRUNED)) ?? {};
  const due: Record<string, number> = {};
  for (const [stream, marks] of await store.notes<ShownMark[]>(SHOWN)) {
    // An open cart reads its own version, however old.
    const version = Math.min(prunableVersion(marks, nowMs), (await store.versionOfCart(stream)) ?? Infinity);
    if (version > (pruned[stream] ?? 0)) due[stream] = version;
  }
  if (Object.keys(due).length === 0) return;
  await pruneRows(port, due);
  await store.saveNote(PRUNED, { ...pruned, ...due });
}
