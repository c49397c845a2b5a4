import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { pricingSnapshot } from '../../../../db/hq/partner-schema.ts';
import { sha256Hex } from '../../../../protocol/bytes.ts';

export type StreamVersions = Readonly<Record<string, number>>;

const ID_CHARACTERS = 16;
const KNOWN_MAX = 1000;
/** Ids that this host has written down or found, so that it does not write them at every request. */
const known = new Set<string>();

/** The id of a store's stream versions: the first characters of a digest, the same wherever it is reckoned. */
export async function snapshotIdOf(store: string, streams: StreamVersions): Promise<string> {
  const lines = Object.entries(streams).map(([stream, version]) => `${stream}@${version}`);
  return (await sha256Hex([store, ...lines.sort()].join('\n'))).slice(0, ID_CHARACTERS);
}

/** Writes down what an id stands for before it is told to anybody. */
export async function rememberSnapshot(
  database: D1Database,
  store: string,
  streams: StreamVersions,
  nowMs: number,
): Promise<string> {
  const id = await snapshotIdOf(store, streams);
  if (known.has(id)) return id;
  await drizzle(database)
    .insert(pricingSnapshot)
    .values({ id, store, streams, firstToldAt: new Date(nowMs).toISOString() })
    .onConflictDoNothing();
  if (known.size >= KNOWN_MAX) known.clear();
  known.add(id);
  return id;
}

/** The stream versions that an id was told for; null where it was not, or for another store. */
export async function findSnapshot(
  database: D1Database,
  store: string,
  id: string,
): Promise<StreamVersions | null> {
  const [found] = await drizzle(database).select().from(pricingSnapshot).where(eq(pricingSnapshot.id, id));
  return found && found.store === store ? found.streams : null;
}
