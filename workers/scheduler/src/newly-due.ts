import { type PublishStore, streamsOfStore } from '../../../db/hq/publish-store.ts';

export type Followed = ReadonlyMap<string, readonly string[]>;

/** Which streams each store follows, by the masters as they are now. */
export async function followedStreams(masters: Pick<PublishStore, 'stores'>): Promise<Followed> {
  return new Map((await masters.stores()).map((store) => [store.store, streamsOfStore(store)]));
}

/** What changed since the last time anybody looked: the streams that are due for it, and up to which change. */
export async function newlyDue(
  masters: Pick<
    PublishStore,
    'collectedVersion' | 'newestVersion' | 'streamChanges' | 'manifests' | 'stores'
  >,
): Promise<{ readonly due: ReadonlyMap<string, number>; readonly to: number } | null> {
  const from = await masters.collectedVersion();
  const to = await masters.newestVersion();
  if (from === to) return null;
  const [followed, changes, manifests] = await Promise.all([
    followedStreams(masters),
    masters.streamChanges(from, to),
    masters.manifests(),
  ]);
  return { due: dueStreams(followed, manifests, changes, from), to };
}

/** Streams that somebody follows and that changed, or that somebody follows anew; each with its newest change. */
function dueStreams(
  followed: Followed,
  manifests: Awaited<ReturnType<PublishStore['manifests']>>,
  changes: ReadonlyMap<string, number>,
  from: number,
): ReadonlyMap<string, number> {
  const due = new Map<string, number>();
  for (const [store, streams] of followed) {
    const before = new Set(manifests.get(store)?.streams);
    for (const stream of streams) {
      const change = changes.get(stream);
      // Nobody may have followed it for a while: what changed meanwhile is looked for, from where its head stands.
      if (!before.has(stream)) due.set(stream, Math.max(from, change ?? 0));
      else if (change !== undefined && !due.has(stream)) due.set(stream, change);
    }
    // Its list still names them: it may follow them again before its list has said that it did not.
    for (const stream of before) {
      const change = changes.get(stream);
      if (change !== undefined && !due.has(stream)) due.set(stream, change);
    }
  }
  return due;
}
