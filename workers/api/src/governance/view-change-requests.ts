import { authorsOf, changeRequestActions, mayAct } from '../../../../commerce/governance/change-request.ts';
import { rightsOf } from '../../../../commerce/governance/rights.ts';
import { differingFields, type RowValue, sameRow } from '../../../../commerce/governance/row-difference.ts';
import { governedTable } from '../../../../db/hq/approval-policies.ts';
import {
  changeRequestStore,
  type NounCount,
  type StoredEvent,
  type StoredItem,
  type StoredRequest,
} from '../../../../db/hq/change-request-store.ts';
import { currentRows } from '../../../../db/hq/change-request-work.ts';
import { SYSTEM } from '../../../../db/hq/publish-change-request.ts';
import type {
  ChangeItem,
  ChangeRequest,
  ChangeRequestSummary,
} from '../../../../protocol/change-requests.ts';
import type { Admin } from '../authorise.ts';

/** Requests as the API shows them, with what the asking admin may do. */
export async function summaries(
  database: D1Database,
  requests: readonly StoredRequest[],
  asking: Admin,
): Promise<ChangeRequestSummary[]> {
  return (await withFacts(database, requests)).map(({ request, facts }) => summaryOf(request, facts, asking));
}

export async function fullRequest(
  database: D1Database,
  request: StoredRequest,
  asking: Admin,
): Promise<ChangeRequest> {
  const [found] = await withFacts(database, [request]);
  if (!found) throw new Error('a request has lost its facts');
  const { facts } = found;
  const authors = authorsOf(facts.history).map(facts.person);
  const history = facts.history.map(({ version, at, admin, event, note, rows, rowCount }) => ({
    ...{ version, at, by: facts.person(admin), event, note, rows, rowCount },
  }));
  return { ...summaryOf(request, facts, asking), authors, history };
}

/** Items with what they change, and with what changed meanwhile. */
export async function viewItems(database: D1Database, items: readonly StoredItem[]): Promise<ChangeItem[]> {
  const now = await currentRows(database, items);
  const labels = await labelsOf(database, items);
  return items.map(({ noun, key, row, base, reason, leftOut }) => {
    const before = parsed(base);
    const after = parsed(row);
    const current = now(noun, key);
    const conflict = sameRow(before, current)
      ? null
      : { now: current, fields: differingFields(before, current) };
    return {
      ...{ noun, key, label: labels(noun, key, after ?? before), row: after, before },
      kind: kindOf(before, after),
      fields: differingFields(before, after),
      ...{ reason, leftOut, conflict },
    };
  });
}

/** What rows are called: by their own name, or by their product's. */
export async function labelsOf(
  database: D1Database,
  items: readonly { readonly row: string | null; readonly base: string | null }[],
): Promise<(noun: string, key: string, row: RowValue) => string> {
  const skus = items.flatMap(({ row, base }) => skuOf(parsed(row) ?? parsed(base)) ?? []);
  const places = [...new Set(skus)].map((key) => ({ noun: 'products', key }));
  const products = await currentRows(database, places);
  return (noun, key, row) => {
    const own = row?.name ?? row?.text;
    if (typeof own === 'string') return own;
    const sku = skuOf(row);
    const name = sku === null ? null : products('products', sku)?.name;
    return typeof name === 'string' ? name : `${governedTable(noun)?.title ?? noun} ${key}`;
  };
}

interface Facts {
  readonly history: readonly StoredEvent[];
  readonly counts: readonly NounCount[];
  readonly publication: ChangeRequestSummary['distribution'];
  readonly rolledBackBy: string | null;
  person(id: string): { id: string; name: string };
}

async function withFacts(database: D1Database, requests: readonly StoredRequest[]) {
  const store = changeRequestStore(database);
  const ids = requests.map(({ id }) => id);
  const [history, counts, publications, rollbacks, names] = await Promise.all([
    store.history(ids),
    store.counts(ids),
    store.publications(ids),
    store.rollbacksOf(ids),
    store.names(),
  ]);
  const person = (id: string) => ({ id, name: names.get(id) ?? (id === SYSTEM ? 'evertill' : id) });
  const told = new Map(
    publications.map(({ request, run, distributedAt, error }) => [
      request,
      { state: distributedAt === null ? ('waiting' as const) : ('done' as const), run, error },
    ]),
  );
  return requests.map((request) => {
    const facts: Facts = {
      history: history.filter((event) => event.request === request.id),
      counts: counts.filter((each) => each.request === request.id),
      publication: told.get(request.id) ?? null,
      rolledBackBy: rollbacks.get(request.id) ?? null,
      person,
    };
    return { request, facts };
  });
}

function summaryOf(request: StoredRequest, facts: Facts, asking: Admin): ChangeRequestSummary {
  const { id, title, state, version, publishAt, note, createdAt, changedAt } = request;
  const { submittedAt, decidedBy, decidedAt, decisionNote, publishedAt, rollbackOf } = request;
  const { failureReason, failedAt, attempts, retryAt } = request;
  const authors = authorsOf(facts.history);
  const actor = { admin: asking.id, rights: rightsOf[asking.role] };
  const may = changeRequestActions.filter(
    (action) =>
      mayAct(action, { state, authors }, actor).ok && !(action === 'rollBack' && facts.rolledBackBy),
  );
  return {
    ...{ id, title, state, version, publishAt, note },
    proposedBy: facts.person(request.proposedBy),
    ...{ createdAt, changedAt, submittedAt },
    decidedBy: decidedBy === null ? null : facts.person(decidedBy),
    ...{ decidedAt, decisionNote, publishedAt, rollbackOf, rolledBackBy: facts.rolledBackBy },
    failure:
      failureReason === null || failedAt === null
        ? null
        : { reason: failureReason, at: failedAt, attempts, retryAt },
    distribution: facts.publication,
    rows: facts.counts.map(({ noun, put, remove, leftOut }) => ({
      ...{ noun, title: governedTable(noun)?.title ?? noun, put, remove, leftOut },
    })),
    may,
    own: authors.includes(asking.id),
  };
}

function kindOf(before: RowValue, after: RowValue): ChangeItem['kind'] {
  if (after === null) return 'removed';
  if (before === null) return 'new';
  return sameRow(before, after) ? 'same' : 'changed';
}

function skuOf(row: RowValue): string | null {
  return typeof row?.sku === 'string' ? row.sku : null;
}

export function parsed(row: string | null): Record<string, unknown> | null {
  return row === null ? null : (JSON.parse(row) as Record<string, unknown>);
}
