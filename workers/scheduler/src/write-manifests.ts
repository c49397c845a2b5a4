import type { PublishStore, StoredManifest } from '../../../db/hq/publish-store.ts';
import { streamName } from '../../../db/hq/stream-sources.ts';
import { manifestKey } from '../../../protocol/package-keys.ts';
import type { PublishPorts } from './publish.ts';
import { isPut, putSigned } from './put-signed.ts';

const PUTS_AT_ONCE = 6;

/**
 * Signs a manifest for every store whose list of streams has changed, and answers which stores those are. A list
 * waits for the streams that are new in it. Where a store's own stream was published, its manifest is looked after
 * too: it may not have been put, or was signed by another key or on another day.
 */
export async function writeManifests(
  ports: PublishPorts,
  followed: ReadonlyMap<string, readonly string[]>,
  existing: Awaited<ReturnType<PublishStore['manifests']>>,
  settled: ReadonlyMap<string, number>,
  isDue: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const anew: StoredManifest[] = [];
  const unsure: StoredManifest[] = [];
  for (const [store, streams] of followed) {
    const before = existing.get(store);
    if (before === undefined || JSON.stringify(before.streams) !== JSON.stringify(streams)) {
      const isMissing = streams.some((stream) => isDue.has(stream) && !before?.streams.includes(stream));
      if (!isMissing) anew.push({ store, version: (before?.version ?? 0) + 1, streams: [...streams] });
    } else if (settled.has(streamName('store', store))) unsure.push(before);
  }
  // A store that is gone follows nothing; should it come back, its streams are looked at again.
  const gone = [...existing.values()].filter(
    ({ store, streams }) => !followed.has(store) && streams.length > 0,
  );
  // Like a head: settled before anybody can see it, and put again where a run ended in between.
  await ports.masters.saveManifests([...anew, ...gone.map((manifest) => ({ ...manifest, streams: [] }))]);
  const told = new Set<string>();
  const put = async ({ store, version, streams }: StoredManifest) => {
    const manifest = { type: 'manifest', store, version, issuedAt: ports.now(), streams };
    await putSigned(ports, manifestKey(store), manifest, markOf(version));
    told.add(store);
  };
  // Once a day is enough to tell an old list from one that is kept from a register.
  const markOf = (version: number) => `${version} ${ports.now().slice(0, 10)}`;
  await inTurns(anew, put);
  await inTurns(unsure, async (manifest) => {
    if (!(await isPut(ports, manifestKey(manifest.store), markOf(manifest.version)))) await put(manifest);
  });
  return told;
}

/** A few at a time: more connections than this would wait for each other anyway. */
async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += PUTS_AT_ONCE)
    await Promise.all(items.slice(from, from + PUTS_AT_ONCE).map(work));
}
