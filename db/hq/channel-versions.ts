import { streamsOfStore } from './publish-store.ts';
import { type ChangeVersions, NEWEST } from './rows-as-of.ts';
import { parseStreamName, streamName } from './stream-sources.ts';

/** Which masters a channel is priced with: what is published, an earlier snapshot, or as they stand now. */
export interface PricingScope {
  readonly store: string;
  /** Stream versions; what the store's streams publish now when not given. */
  readonly snapshot?: Readonly<Record<string, number>> | undefined;
  /** The masters as they stand, also what nobody has published. */
  readonly current?: boolean | undefined;
  /** Rows as they would be, laid over what is read; null for one that would be gone. */
  readonly overlay?: readonly LaidRow[] | undefined;
}

/** A master's row as the API has it. */
export interface LaidRow {
  readonly noun: string;
  readonly key: string;
  readonly row: Readonly<Record<string, unknown>> | null;
}

export interface ChannelVersions {
  /** The streams of the channel, and how far the change log is read in each. */
  readonly at: ChangeVersions;
  /** Their published versions; empty where nothing published is read. */
  readonly snapshot: Readonly<Record<string, number>>;
}

interface Version {
  readonly stream: string;
  readonly version: number;
  readonly changeVersion: number;
}

/** Null where there is no such store, or nobody knows those versions. */
export async function channelVersions(
  database: D1Database,
  { store, snapshot, current, overlay = [] }: PricingScope,
): Promise<ChannelVersions | null> {
  const read = async <T>(text: string, value: string) =>
    (await database.prepare(text).bind(value).all<T>()).results;
  const laid = overlay.find(({ noun, key }) => noun === 'stores' && key === store);
  if (laid?.row === null) return null;
  if (current) {
    const [stored] = await read<StoreStreams>(storeSql, store);
    const streams = laid ? streamsOf(laid.row) : stored && streamsOf(parsed(stored));
    return streams
      ? { at: Object.fromEntries(streams.map((stream) => [stream, NEWEST])), snapshot: {} }
      : null;
  }
  const versions = snapshot
    ? await read<Version>(snapshotSql, JSON.stringify(snapshot))
    : await read<Version>(publishedSql, store);
  const isWhole = snapshot ? versions.length === Object.keys(snapshot).length : versions.length > 0;
  const own = streamName('store', store);
  if (!isWhole || !versions.some(({ stream }) => stream === own)) return null;
  const at = Object.fromEntries(versions.map(({ stream, changeVersion }) => [stream, changeVersion]));
  const [published] = laid ? await read<{ version: number }>(publisherSql, '1') : [];
  return {
    at: laid ? alsoFollowing(at, streamsOf(laid.row), published?.version ?? 0) : at,
    snapshot: Object.fromEntries(versions.map(({ stream, version }) => [stream, version])),
  };
}

/** A stream that the store would only follow from now on is read as it is published. */
function alsoFollowing(at: ChangeVersions, streams: readonly string[], published: number): ChangeVersions {
  return Object.fromEntries(streams.map((stream) => [stream, at[stream] ?? published]));
}

const publishedSql = `SELECT s.stream, s.version, s.change_version AS changeVersion
  FROM manifest m, json_each(m.streams) f JOIN stream s ON s.stream = f.value WHERE m.store = ?1`;
const snapshotSql = `SELECT v.stream, v.version, v.change_version AS changeVersion
  FROM json_each(?1) k JOIN stream_version v ON v.stream = k.key AND v.version = k.value`;
const publisherSql = 'SELECT change_version AS version FROM publisher WHERE id = ?1';
const storeSql = `SELECT store, tax_region AS taxRegion, assortment, price_groups AS priceGroups,
  member_price_groups AS memberPriceGroups, employee_group AS employeeGroup, customer_group AS customerGroup
  FROM store WHERE store = ?1`;

type StoreStreams = Readonly<Record<keyof Parameters<typeof streamsOfStore>[0], string>>;

function parsed(row: StoreStreams): Readonly<Record<string, unknown>> {
  const list = (text: string) => JSON.parse(text) as unknown;
  return { ...row, priceGroups: list(row.priceGroups), memberPriceGroups: list(row.memberPriceGroups) };
}

/** The streams that pricing reads of. */
function streamsOf(store: Readonly<Record<string, unknown>>): string[] {
  const streams = streamsOfStore(store as unknown as Parameters<typeof streamsOfStore>[0]);
  return streams.filter((stream) => parseStreamName(stream).kind !== 'employees');
}
