import type { PublishStore, StoredManifest } from '../../../db/hq/publish-store.ts';
import { streamName } from '../../../db/hq/stream-sources.ts';
import { manifestKey } from '../../../protocol/package-keys.ts';
import type { PublishPorts } from './publish.ts';
import { isPut, putSigned } from './put-signed.ts';

const PUTS_AT_ONCE = 6;

/** Signs a manifest for every store whose list of streams has changed, and answers which stores those are. */
export async function writeManifests(
  ports: PublishPorts,
  followed: ReadonlyMap<string, readonly string[]>,
  existing: Awaited<ReturnType<PublishStore['manifests']>>,
  changed: ReadonlyMap<string, number>,
): Promise<ReadonlySet<string>> {
  const settled: StoredManifest[] = [];
  const unsure: StoredManifest[] = [];
  for (const [store, streams] of followed) {
    const before = existing.get(store);
    if (before === undefined || JSON.stringify(before.streams) !== JSON.stringify(streams))
      settled.push({ store, version: (before?.version ?? 0) + 1, streams: [...streams] });
    else if (changed.has(streamName('store', store))) unsure.push(before);
  }
  // A store that is gone follows nothing; should it come back, its streams are looked at again.
  const gone = [...existing.values()].filter(
    ({ store, streams }) => !followed.has(store) && streams.length > 0,
  );
  // Like a head: settled before anybody can see it, and put again where a run ended in between.
  await ports.masters.saveManifests([...settled, ...gone.map((manifest) => ({ ...manifest, streams: [] }))]);
  const told = new Set<string>();
  const put = async ({ store, version, streams }: StoredManifest) => {
    const manifest = { type: 'manifest', store, version, issuedAt: ports.now(), streams };
    await putSigned(ports, manifestKey(store), manifest, String(version));
    told.add(store);
  };
  await inTurns(settled, put);
  await inTurns(unsure, async (manifest) => {
    if (!(await isPut(ports, manifestKey(manifest.store), String(manifest.version)))) await put(manifest);
  });
  return told;
}

/** A few at a time: more connections than this would wait for each other anyway. */
async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += PUTS_AT_ONCE)
    await Promise.all(items.slice(from, from + PUTS_AT_ONCE).map(work));
}
