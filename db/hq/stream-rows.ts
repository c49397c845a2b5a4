import { streamSources } from './stream-content.ts';
import {
  changedSql,
  keysSql,
  pageSql,
  parseStreamName,
  rowsByKeySql,
  type StreamSource,
} from './stream-sources.ts';

/** Rows read at a time: bounds the memory of a run, whatever the size of a stream. */
const PAGE_ROWS = 2000;

/** A place between two rows of a stream: in which of its tables, and after which key. */
export interface SnapshotPlace {
  readonly source: number;
  readonly afterKey: string;
}

export interface SnapshotPage {
  readonly lines: string[];
  readonly next: SnapshotPlace;
}

/** Runs a query; whoever gives it counts. */
export type Rows = <T>(text: string, ...params: unknown[]) => Promise<T[]>;

interface Line {
  readonly k: string;
  readonly line: string;
}

/** A stored text that should be JSON and is not: SQLite says no more than that, and of all rows at once. */
const isFaultOfARow = (problem: unknown) => /malformed JSON/i.test(String(problem));

/** The rows of streams as blob lines. A row that cannot be packed is left out and on record; the others travel. */
export function streamRows(rows: Rows, now: () => string) {
  /** Streams of which rows were refused: hardly ever one. */
  let spoilt: Set<string> | null = null;
  return {
    /** Every row of a stream from a place on, a page at a time, each with the place after it. */
    async *snapshotPages(stream: string, from: SnapshotPlace): AsyncGenerator<SnapshotPage> {
      const { kind, scope } = parseStreamName(stream);
      let { source, afterKey } = from;
      for (;;) {
        const table = streamSources[kind][source];
        if (!table) return;
        const { keys, lines } = await pageOf(stream, table, scope, afterKey);
        if (keys.length < PAGE_ROWS) {
          source += 1;
          afterKey = '';
        } else afterKey = keys.at(-1) ?? '';
        yield { lines, next: { source, afterKey } };
      }
    },
    /** What changed in a stream between two versions of the log: rows as they are now, and removals. */
    async *deltaLines(stream: string, from: number, to: number): AsyncGenerator<string[]> {
      const { kind, scope } = parseStreamName(stream);
      for (const source of streamSources[kind]) {
        let after = '';
        for (;;) {
          const keys = (await rows<{ k: string }>(changedSql(source), scope, from, to, after, PAGE_ROWS)).map(
            ({ k }) => k,
          );
          if (keys.length > 0) {
            await acceptAgain(stream, source, keys);
            yield await linesOfKeys(stream, source, scope, keys);
          }
          if (keys.length < PAGE_ROWS) break;
          after = keys.at(-1) ?? '';
        }
      }
    },
  };

  async function pageOf(stream: string, source: StreamSource, scope: string, after: string) {
    try {
      const page = await rows<Line>(pageSql(source), scope, after, PAGE_ROWS);
      return { keys: page.map(({ k }) => k), lines: page.map(({ line }) => line) };
    } catch (problem) {
      if (!isFaultOfARow(problem)) throw problem;
      const keys = (await rows<{ k: string }>(keysSql(source), scope, after, PAGE_ROWS)).map(({ k }) => k);
      await acceptAgain(stream, source, keys);
      return { keys, lines: await linesOfKeys(stream, source, scope, keys) };
    }
  }

  async function linesOfKeys(
    stream: string,
    source: StreamSource,
    scope: string,
    keys: readonly string[],
  ): Promise<string[]> {
    let found: readonly Line[];
    try {
      found = await rows<Line>(rowsByKeySql(source), scope, JSON.stringify(keys));
    } catch (problem) {
      if (!isFaultOfARow(problem)) throw problem;
      if (keys.length === 1) {
        await refuse(stream, source, keys[0] ?? '', problem);
        return [];
      }
      // Halved until the row is found that spoils the others.
      const half = keys.length >> 1;
      return [
        ...(await linesOfKeys(stream, source, scope, keys.slice(0, half))),
        ...(await linesOfKeys(stream, source, scope, keys.slice(half))),
      ];
    }
    const lineByKey = new Map(found.map(({ k, line }) => [k, line]));
    return keys.map((k) => lineByKey.get(k) ?? JSON.stringify({ t: source.table, k }));
  }

  async function refuse(stream: string, source: StreamSource, key: string, problem: unknown): Promise<void> {
    const reason = problem instanceof Error ? problem.message : String(problem);
    spoilt?.add(stream);
    await rows(
      'INSERT OR REPLACE INTO refused_row (stream, table_name, row_key, reason, refused_at) VALUES (?, ?, ?, ?, ?)',
      ...[stream, source.table, key, reason.slice(0, 500), now()],
    );
  }

  /** What was refused and has been changed since is tried anew. */
  async function acceptAgain(stream: string, source: StreamSource, keys: readonly string[]): Promise<void> {
    spoilt ??= new Set(
      (await rows<{ stream: string }>('SELECT DISTINCT stream FROM refused_row')).map((row) => row.stream),
    );
    if (!spoilt.has(stream)) return;
    await rows(
      'DELETE FROM refused_row WHERE stream = ? AND table_name = ? AND row_key IN (SELECT value FROM json_each(?))',
      ...[stream, source.table, JSON.stringify(keys)],
    );
  }
}
