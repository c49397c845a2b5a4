import { and, asc, count, desc, eq, gt, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { ChangeRequestEvent, ChangeRequestState } from '../../commerce/governance/change-request.ts';
import { bulkInsert } from './bulk-insert.ts';
import * as g from './governance-schema.ts';
import * as m from './masters-schema.ts';

export type StoredRequest = typeof g.changeRequest.$inferSelect;
export type StoredItem = typeof g.changeItem.$inferSelect;
export type StoredEvent = typeof g.changeHistory.$inferSelect;

export interface ItemPlace {
  readonly noun: string;
  readonly key: string;
}

/** What was done with a request, by whom and when: one line of its history. */
export interface Step {
  readonly event: ChangeRequestEvent;
  readonly admin: string;
  readonly at: string;
  readonly note?: string;
  readonly places?: readonly ItemPlace[];
  /** Columns of the request that change with it. */
  readonly set?: Partial<Omit<StoredRequest, 'id' | 'number' | 'version' | 'changedAt'>>;
}

export interface RequestFilter {
  readonly state?: ChangeRequestState | undefined;
  readonly noun?: string | undefined;
  readonly key?: string | undefined;
  readonly proposedBy?: string | undefined;
}

/** What the list shows of rows: how many of each noun are put and removed. */
export interface NounCount {
  readonly request: string;
  readonly noun: string;
  readonly put: number;
  readonly remove: number;
  readonly leftOut: number;
}

const ROWS_SHOWN = 20;

/** Change requests as they are kept. Who may do what is decided elsewhere. */
export function changeRequestStore(database: D1Database) {
  const db = drizzle(database);
  const r = g.changeRequest;
  const i = g.changeItem;

  return {
    async get(id: string): Promise<StoredRequest | null> {
      return (await db.select().from(r).where(eq(r.id, id)))[0] ?? null;
    },
    /** Newest first, before number `before`. */
    list(filter: RequestFilter, limit: number, before?: number): Promise<StoredRequest[]> {
      const { state, noun, key, proposedBy } = filter;
      const holds =
        noun === undefined && key === undefined
          ? undefined
          : sql`EXISTS (SELECT 1 FROM ${i} WHERE ${and(eq(i.request, r.id), noun === undefined ? undefined : eq(i.noun, noun), key === undefined ? undefined : eq(i.key, key))})`;
      const conditions = [
        state && eq(r.state, state),
        proposedBy === undefined ? undefined : eq(r.proposedBy, proposedBy),
        before === undefined ? undefined : lt(r.number, before),
        holds,
      ];
      return db
        .select()
        .from(r)
        .where(and(...conditions))
        .orderBy(desc(r.number))
        .limit(limit);
    },
    /** Answers the new request's id. */
    async create(
      request: Pick<StoredRequest, 'title' | 'note' | 'publishAt' | 'state' | 'rollbackOf'>,
      items: readonly Omit<StoredItem, 'request'>[],
      step: Step,
    ): Promise<string> {
      const counter = 'UPDATE change_request_counter SET last = last + 1 RETURNING last';
      const number = (await database.prepare(counter).first<number>('last')) ?? 0;
      const id = `CH-${String(number).padStart(4, '0')}`;
      const row: StoredRequest = {
        ...{ submittedAt: null, decidedBy: null, decidedAt: null, decisionNote: '', publishedAt: null },
        ...{ failureReason: null, failedAt: null, attempts: 0, retryAt: null },
        ...{ proposedBy: step.admin, createdAt: step.at, changedAt: step.at },
        ...{ ...request, id, number, version: 1, ...step.set },
      };
      await database.batch([
        prepared(db.insert(r).values(row)),
        historyStatement(id, 1, step),
        ...bulkInsert(
          database,
          i,
          items.map((item) => ({ ...item, request: id })),
        ),
      ]);
      return id;
    },
    /**
     * Takes a request from the version that was read to the next one, together with other statements, or answers
     * false and changes nothing where somebody else was faster.
     */
    async advance(
      request: Pick<StoredRequest, 'id' | 'version'>,
      step: Step,
      statements: readonly D1PreparedStatement[] = [],
    ): Promise<boolean> {
      try {
        await database.batch([...stepStatements(request, step), ...statements]);
        return true;
      } catch (problem) {
        if (String(problem).includes('UNIQUE constraint failed: change_history')) return false;
        throw problem;
      }
    },
    stepStatements,
    putItemStatements(request: string, items: readonly Omit<StoredItem, 'request'>[]): D1PreparedStatement[] {
      const rows = items.map((item) => ({ ...item, request }));
      // What the row was when it was first taken into the draft stays what it is compared with.
      const onConflict =
        'ON CONFLICT (request, noun, key) DO UPDATE SET row = excluded.row, reason = excluded.reason';
      return bulkInsert(database, i, rows, onConflict);
    },
    replaceItemStatements(request: string, items: readonly StoredItem[]): D1PreparedStatement[] {
      return [
        removeItemsStatement(request, items),
        ...bulkInsert(
          database,
          i,
          items.map((item) => ({ ...item, request })),
        ),
      ];
    },
    removeItemsStatement,
    leaveOutStatement(request: string, places: readonly ItemPlace[]): D1PreparedStatement {
      return onItems('UPDATE change_item SET left_out = 1', request, places);
    },
    /** In order of noun and key. */
    items(
      request: string,
      page: { limit: number; after?: ItemPlace | undefined; noun?: string | undefined },
    ): Promise<StoredItem[]> {
      const { after, noun } = page;
      const beyond = after && or(gt(i.noun, after.noun), and(eq(i.noun, after.noun), gt(i.key, after.key)));
      return db
        .select()
        .from(i)
        .where(and(eq(i.request, request), noun === undefined ? undefined : eq(i.noun, noun), beyond))
        .orderBy(asc(i.noun), asc(i.key))
        .limit(page.limit);
    },
    /** Every item that is to be published: up to the limit of a request. */
    async itemsToPublish(request: string): Promise<StoredItem[]> {
      const { results } = await database
        .prepare('SELECT noun, key, row, base, reason FROM change_item WHERE request = ? AND left_out = 0')
        .bind(request)
        .all<Omit<StoredItem, 'request' | 'leftOut'>>();
      return results.map((item) => ({ ...item, request, leftOut: false }));
    },
    async size(request: string): Promise<{ items: number; characters: number }> {
      const [size] = await db
        .select({
          items: count(),
          characters: sql<number>`coalesce(sum(length(${i.row})), 0)`,
        })
        .from(i)
        .where(eq(i.request, request));
      return size ?? { items: 0, characters: 0 };
    },
    counts(requests: readonly string[]): Promise<NounCount[]> {
      if (requests.length === 0) return Promise.resolve([]);
      return db
        .select({
          request: i.request,
          noun: i.noun,
          put: sql<number>`sum(${i.row} IS NOT NULL AND NOT ${i.leftOut})`,
          remove: sql<number>`sum(${i.row} IS NULL AND NOT ${i.leftOut})`,
          leftOut: sql<number>`sum(${i.leftOut})`,
        })
        .from(i)
        .where(among(i.request, requests))
        .groupBy(i.request, i.noun)
        .orderBy(asc(i.request), asc(i.noun));
    },
    history(requests: readonly string[]): Promise<StoredEvent[]> {
      if (requests.length === 0) return Promise.resolve([]);
      const h = g.changeHistory;
      return db.select().from(h).where(among(h.request, requests)).orderBy(asc(h.request), asc(h.version));
    },
    publications(requests: readonly string[]) {
      return db.select().from(g.publication).where(among(g.publication.request, requests));
    },
    async rollbacksOf(requests: readonly string[]): Promise<Map<string, string>> {
      const rows = await db
        .select({ id: r.id, of: r.rollbackOf })
        .from(r)
        .where(and(among(r.rollbackOf, requests), sql`${r.state} <> 'withdrawn'`));
      return new Map(rows.map(({ id, of }) => [of ?? '', id]));
    },
    async names(): Promise<ReadonlyMap<string, string>> {
      const rows = await db.select({ id: m.admin.id, name: m.admin.name }).from(m.admin);
      return new Map(rows.map(({ id, name }) => [id, name]));
    },
    /** Requests of a noun's row, or about any row of a noun, that are not settled yet. */
    async openRequestsOf(noun: string): Promise<{ id: string; key: string }[]> {
      const open: ChangeRequestState[] = ['draft', 'waiting', 'approved', 'sentBack', 'failed'];
      return db
        .select({ id: r.id, key: i.key })
        .from(i)
        .innerJoin(r, eq(r.id, i.request))
        .where(and(eq(i.noun, noun), inArray(r.state, open)));
    },
  };

  function stepStatements({ id, version }: Pick<StoredRequest, 'id' | 'version'>, step: Step) {
    const next = { ...step.set, version: version + 1, changedAt: step.at };
    return [
      prepared(
        db
          .update(r)
          .set(next)
          .where(and(eq(r.id, id), eq(r.version, version))),
      ),
      historyStatement(id, version + 1, step),
    ];
  }

  /** Of two that write the same version, the second one's line is refused by the key. */
  function historyStatement(request: string, version: number, step: Step): D1PreparedStatement {
    const { event, admin, at, note = '', places = [] } = step;
    const rows = places.slice(0, ROWS_SHOWN).map(({ noun, key }) => `${noun}/${key}`);
    const line = { request, version, at, admin, event, note, rows, rowCount: places.length };
    return prepared(db.insert(g.changeHistory).values(line));
  }

  function removeItemsStatement(request: string, places: readonly ItemPlace[]): D1PreparedStatement {
    return onItems('DELETE FROM change_item', request, places);
  }

  function onItems(what: string, request: string, places: readonly ItemPlace[]): D1PreparedStatement {
    return database
      .prepare(
        `${what} WHERE request = ? AND (noun, key) IN (
          SELECT json_extract(value, '$.noun'), json_extract(value, '$.key') FROM json_each(?))`,
      )
      .bind(request, JSON.stringify(places.map(({ noun, key }) => ({ noun, key }))));
  }

  function prepared(query: { toSQL(): { sql: string; params: unknown[] } }): D1PreparedStatement {
    const { sql: text, params } = query.toSQL();
    return database.prepare(text).bind(...params);
  }
}

export type ChangeRequestStore = ReturnType<typeof changeRequestStore>;

/** Any number of values in one parameter. */
function among(column: Parameters<typeof eq>[0], values: readonly string[]): SQL {
  return sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`;
}
