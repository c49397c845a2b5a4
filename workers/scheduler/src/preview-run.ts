import { publishStore } from '../../../db/hq/publish-store.ts';
import { streamSources } from '../../../db/hq/stream-content.ts';
import { changedCountSql, parseStreamName } from '../../../db/hq/stream-sources.ts';
import type { PreviewedStream, RunPreview } from '../../../protocol/worker-calls.ts';
import { followedStreams, newlyDue } from './newly-due.ts';

/** Streams of which the rows are counted; of more than these only how many. */
const STREAMS_COUNTED = 50;

/** What a run of a job would send if it began now. Writes nothing. */
export async function previewRun(database: D1Database, job: string): Promise<RunPreview> {
  const masters = publishStore(database);
  const [waiting, fresh, followed, found] = await Promise.all([
    masters.due(),
    newlyDue(masters),
    followedStreams(masters),
    masters.job(job),
  ]);
  const to = fresh?.to ?? (await masters.collectedVersion());
  const kinds = found?.streamKinds ?? [];
  const errors = new Map(waiting.map(({ stream, error }) => [stream, error]));
  const due = new Map([
    ...waiting.map((one) => [one.stream, one.changeVersion] as const),
    ...(fresh?.due ?? []),
  ]);
  const names = [...due.keys()]
    .filter((stream) => kinds.length === 0 || kinds.includes(parseStreamName(stream).kind))
    .sort();
  const heads = await masters.heads(names);
  const streams: PreviewedStream[] = [];
  for (const stream of names.slice(0, STREAMS_COUNTED)) {
    const published = heads.get(stream);
    const rows = published ? await changedRows(database, stream, published.changeVersion, to) : null;
    // Touched by a change that is not about it, or only to be signed anew.
    if (rows === 0 && !errors.get(stream)) continue;
    const stores = [...followed.values()].filter((followedByStore) =>
      followedByStore.includes(stream),
    ).length;
    streams.push({ stream, rows, stores, error: errors.get(stream) ?? null });
  }
  return { streams, more: Math.max(0, names.length - STREAMS_COUNTED) };
}

/** Rows that a delta would hold, at most: some may not have changed after all. */
async function changedRows(database: D1Database, stream: string, from: number, to: number): Promise<number> {
  const { kind, scope } = parseStreamName(stream);
  const counts = await database.batch<{ rows: number }>(
    streamSources[kind].map((source) => database.prepare(changedCountSql(source)).bind(scope, from, to)),
  );
  return counts.reduce((sum, { results }) => sum + (results[0]?.rows ?? 0), 0);
}
