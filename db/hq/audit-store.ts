import { differingFields, type RowValue } from '../../commerce/governance/row-difference.ts';
import type { AuditEntry } from '../../protocol/audit.ts';
import { changeRequestStore } from './change-request-store.ts';
import { currentRows } from './change-request-work.ts';
import { type LoggedTable, loggedTable, loggedTables, otherKeySql, rowOfLog } from './logged-tables.ts';
import { SYSTEM } from './publish-change-request.ts';

export interface AuditFilter {
  readonly noun?: string | undefined;
  /** Only together with a noun. */
  readonly key?: string | undefined;
  readonly admin?: string | undefined;
  readonly request?: string | undefined;
  /** Instants: from this one on, and before that one. */
  readonly from?: string | undefined;
  readonly before?: string | undefined;
}

/** Where a page ended: entries of one instant are in order of kind (rows first) and number, newest first. */
export interface AuditPosition {
  readonly at: string;
  readonly kind: 'row' | 'step';
  readonly number: number;
  readonly request: string;
}

interface LogLine {
  readonly version: number;
  readonly table_name: string;
  readonly row_key: string;
  readonly scope: string;
  readonly operation: 'put' | 'remove';
  readonly admin: string;
  readonly at: string;
  readonly before: string | null;
  readonly request: string | null;
  readonly approved_by: string | null;
  readonly key: string;
  /** The row as it was before the next change of it; null where there was none. */
  readonly next_before: string | null;
  readonly has_next: number;
}

interface StepLine {
  readonly request: string;
  readonly version: number;
  readonly at: string;
  readonly admin: string;
  readonly event: AuditEntry['event'];
  readonly note: string;
  readonly title: string;
}

export interface PlacedEntry {
  readonly entry: AuditEntry;
  readonly position: AuditPosition;
}

/** Who changed what, newest first: the change log and the histories of change requests as one list. */
export async function auditEntries(
  database: D1Database,
  filter: AuditFilter,
  limit: number,
  after?: AuditPosition,
): Promise<PlacedEntry[]> {
  const [lines, steps, names] = await Promise.all([
    logLines(database, filter, limit, after),
    stepLines(database, filter, limit, after),
    changeRequestStore(database).names(),
  ]);
  const person = (id: string) => ({ id, name: names.get(id) ?? (id === SYSTEM ? 'evertill' : id) });
  const rows = await rowEntries(database, lines, person);
  const placedSteps = steps.map((step): PlacedEntry => {
    const { request, version, at, admin, event, note, title } = step;
    return {
      entry: {
        ...{ id: `${request}:${version}`, at, by: person(admin), event, noun: 'change-requests', title },
        ...{
          key: request,
          part: null,
          before: null,
          after: null,
          fields: [],
          request,
          approvedBy: null,
          note,
        },
      },
      position: { at, kind: 'step', number: version, request },
    };
  });
  return [...rows, ...placedSteps].sort(newestFirst).slice(0, limit);
}

async function logLines(
  database: D1Database,
  filter: AuditFilter,
  limit: number,
  after: AuditPosition | undefined,
): Promise<LogLine[]> {
  const { noun, key } = filter;
  const tables = loggedTables.filter((logged) => noun === undefined || logged.noun === noun);
  if (tables.length === 0) return [];
  const params: unknown[] = [];
  const bind = (value: unknown) => `?${params.push(value)}`;
  const placeOf = (logged: LoggedTable) => {
    const column = logged.key === 'other' ? otherKeySql : `c.${logged.key}`;
    return `(c.table_name = ${bind(logged.table)} AND ${column} = ${bind(key)})`;
  };
  // The plus keeps the database on the order by time, so that a page costs a page and not the whole log.
  const places =
    key === undefined
      ? `+c.table_name IN (SELECT value FROM json_each(${bind(JSON.stringify(tables.map(({ table }) => table)))}))`
      : tables.map(placeOf).join(' OR ');
  const conditions = [`(${places})`];
  if (filter.admin !== undefined) {
    const admin = bind(filter.admin);
    conditions.push(`(c.admin = ${admin} OR c.approved_by = ${admin})`);
  }
  if (filter.request !== undefined) conditions.push(`c.request = ${bind(filter.request)}`);
  if (filter.from !== undefined) conditions.push(`c.at >= ${bind(filter.from)}`);
  if (filter.before !== undefined) conditions.push(`c.at < ${bind(filter.before)}`);
  if (after !== undefined) {
    const at = bind(after.at);
    const sameInstant =
      after.kind === 'row' ? ` OR (c.at = ${at} AND c.version < ${bind(after.number)})` : '';
    conditions.push(`(c.at < ${at}${sameInstant})`);
  }
  const next = `FROM change_log n WHERE n.table_name = c.table_name AND n.row_key = c.row_key
    AND n.version > c.version ORDER BY n.version LIMIT 1`;
  const { results } = await database
    .prepare(
      `SELECT c.*, ${otherKeySql} AS key, (SELECT n.before ${next}) AS next_before, (SELECT 1 ${next}) AS has_next
        FROM change_log c WHERE ${conditions.join(' AND ')} ORDER BY c.at DESC, c.version DESC LIMIT ${bind(limit)}`,
    )
    .bind(...params)
    .all<LogLine>();
  return results;
}

async function stepLines(
  database: D1Database,
  filter: AuditFilter,
  limit: number,
  after: AuditPosition | undefined,
): Promise<StepLine[]> {
  const params: unknown[] = [];
  const bind = (value: unknown) => `?${params.push(value)}`;
  const conditions = ['true'];
  const { noun, key } = filter;
  if (noun === 'change-requests') {
    if (key !== undefined) conditions.push(`h.request = ${bind(key)}`);
  } else if (noun !== undefined) {
    const ofKey = key === undefined ? '' : ` AND i.key = ${bind(key)}`;
    conditions.push(
      `EXISTS (SELECT 1 FROM change_item i WHERE i.request = h.request AND i.noun = ${bind(noun)}${ofKey})`,
    );
  }
  if (filter.admin !== undefined) conditions.push(`h.admin = ${bind(filter.admin)}`);
  if (filter.request !== undefined) conditions.push(`h.request = ${bind(filter.request)}`);
  if (filter.from !== undefined) conditions.push(`h.at >= ${bind(filter.from)}`);
  if (filter.before !== undefined) conditions.push(`h.at < ${bind(filter.before)}`);
  if (after !== undefined) {
    const at = bind(after.at);
    const sameInstant =
      after.kind === 'row'
        ? ''
        : ` AND (h.version, h.request) < (${bind(after.number)}, ${bind(after.request)})`;
    conditions.push(`(h.at < ${at} OR (h.at = ${at}${sameInstant}))`);
  }
  const { results } = await database
    .prepare(
      `SELECT h.request, h.version, h.at, h.admin, h.event, h.note, r.title
        FROM change_history h JOIN change_request r ON r.id = h.request
        WHERE ${conditions.join(' AND ')} ORDER BY h.at DESC, h.version DESC, h.request DESC LIMIT ${bind(limit)}`,
    )
    .bind(...params)
    .all<StepLine>();
  return results;
}

async function rowEntries(
  database: D1Database,
  lines: readonly LogLine[],
  person: (id: string) => { id: string; name: string },
): Promise<PlacedEntry[]> {
  const placed = lines.flatMap((line) => {
    const logged = loggedTable(line.table_name);
    return logged ? [{ line, logged, key: logged.key === 'scope' ? line.scope : line.key }] : [];
  });
  const unchanged = placed.filter(
    ({ line, logged }) => line.operation === 'put' && !line.has_next && logged.part === null,
  );
  const now = await currentRows(
    database,
    unchanged.map(({ logged, key }) => ({ noun: logged.noun, key })),
  );
  return placed.map(({ line, logged, key }) => {
    const { noun, title, part } = logged;
    const read = (kept: string | null) => (kept === null ? null : rowOfLog(part === null ? noun : '', kept));
    let before: RowValue = read(line.before);
    let after: RowValue = null;
    if (part === 'barcodes' || part === 'assortments') {
      const value = { [part]: part === 'barcodes' ? line.row_key : line.scope };
      before = line.operation === 'remove' ? value : null;
      after = line.operation === 'remove' ? null : value;
    } else if (line.operation === 'put') {
      after = line.has_next ? read(line.next_before) : part === null ? now(noun, key) : null;
    }
    return {
      entry: {
        ...{ id: `log:${line.version}`, at: line.at, by: person(line.admin), event: line.operation },
        ...{ noun, title, key, part, before, after, fields: differingFields(before, after) },
        request: line.request,
        approvedBy: line.approved_by === null ? null : person(line.approved_by),
        note: '',
      },
      position: { at: line.at, kind: 'row', number: line.version, request: '' },
    };
  });
}

function newestFirst({ position: a }: PlacedEntry, { position: b }: PlacedEntry): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1;
  if (a.kind !== b.kind) return a.kind === 'row' ? -1 : 1;
  if (a.number !== b.number) return b.number - a.number;
  return a.request < b.request ? 1 : -1;
}
