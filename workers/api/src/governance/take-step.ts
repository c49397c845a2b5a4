import type { Context } from 'hono';
import {
  authorsOf,
  type ChangeRequestAction,
  mayAct,
  type Refusal,
} from '../../../../commerce/governance/change-request.ts';
import { rightsOf } from '../../../../commerce/governance/rights.ts';
import { governedTable } from '../../../../db/hq/approval-policies.ts';
import {
  changeRequestStore,
  type Step,
  type StoredItem,
  type StoredRequest,
} from '../../../../db/hq/change-request-store.ts';
import { currentRows } from '../../../../db/hq/change-request-work.ts';
import type { CheckedItems } from '../../../../db/hq/check-change-request.ts';
import type { MasterRow } from '../../../../db/hq/master-store.ts';
import { keyField } from '../../../../db/hq/master-tables.ts';
import { type ChangeFault, type ChangeItemInput, ITEMS_MAX } from '../../../../protocol/change-requests.ts';
import type { ApiContext } from '../authorise.ts';
import { notFound, Problem } from '../problem.ts';

/** All rows of a request as JSON: what one transaction and one worker's memory hold with room to spare. */
const CHARACTERS_MAX = 6_000_000;
const ERRORS_SHOWN = 50;

/** The request, if the asking admin may do this with it now, in the version that they have seen. */
export async function forAction(
  c: Context<ApiContext>,
  action: ChangeRequestAction,
  version: number | undefined,
): Promise<StoredRequest> {
  const store = changeRequestStore(c.env.MASTERS);
  const request = await knownRequest(c);
  const seen = version ?? versionOf(c.req.header('if-match'));
  if (seen === undefined) {
    const detail = 'Say which version you have read: "version" in the body, or If-Match with its ETag.';
    throw new Problem(428, 'version-needed', detail);
  }
  if (seen !== request.version) throw await changedMeanwhile(c, request, seen);
  const authors = authorsOf(await store.history([request.id]));
  const admin = c.get('admin');
  const allowed = mayAct(
    action,
    { state: request.state, authors },
    { admin: admin.id, rights: rightsOf[admin.role] },
  );
  if (!allowed.ok) throw refused(allowed.error, request);
  return request;
}

export async function knownRequest(c: Context<ApiContext>): Promise<StoredRequest> {
  const id = c.req.param('id') ?? '';
  const request = await changeRequestStore(c.env.MASTERS).get(id);
  if (!request) throw notFound(`change request ${id}`);
  return request;
}

/** Writes the step, or says what somebody else did in between. */
export async function take(
  c: Context<ApiContext>,
  request: StoredRequest,
  step: Omit<Step, 'admin' | 'at'>,
  statements: readonly D1PreparedStatement[] = [],
): Promise<void> {
  const store = changeRequestStore(c.env.MASTERS);
  const whole = { ...step, admin: c.get('admin').id, at: instantOf(c) };
  if (await store.advance(request, whole, statements)) return;
  throw await changedMeanwhile(c, await knownRequest(c), request.version);
}

export function instantOf(c: Context<ApiContext>): string {
  return new Date(c.get('nowMs')).toISOString();
}

export function etagOf(version: number): string {
  return `"${version}"`;
}

/** Items as they are kept: with the rows as they are now, and defaults filled in where a row has its shape already. */
export async function itemsToKeep(
  database: D1Database,
  inputs: readonly ChangeItemInput[],
): Promise<Omit<StoredItem, 'request'>[]> {
  const errors = inputs.flatMap(({ noun, key, row }, index) => {
    const master = governedTable(noun);
    if (!master) return [{ pointer: `/items/${index}/noun`, detail: `there are no ${noun}` }];
    const field = keyField(master);
    if (row === null || (row[field] ?? key) === key) return [];
    return [{ pointer: `/items/${index}/row/${field}`, detail: 'is not the key of the item' }];
  });
  const places = new Set<string>();
  inputs.forEach(({ noun, key }, index) => {
    if (places.has(`${noun}/${key}`))
      errors.push({ pointer: `/items/${index}/key`, detail: 'is there twice' });
    places.add(`${noun}/${key}`);
  });
  if (errors.length > 0) throw invalid(errors);
  const now = await currentRows(database, inputs);
  return inputs.map(({ noun, key, row, reason = '' }) => {
    const base = now(noun, key);
    return {
      ...{ noun, key, reason, leftOut: false },
      row: row === null ? null : JSON.stringify(keptRow(noun, key, row)),
      base: base === null ? null : JSON.stringify(base),
    };
  });
}

function keptRow(noun: string, key: string, row: MasterRow): MasterRow {
  const master = governedTable(noun);
  if (!master) return row;
  const named = { [keyField(master)]: key, ...row };
  const shaped = master.shape.strict().safeParse(named);
  return shaped.success ? shaped.data : named;
}

/** Refuses more than a request holds. */
export async function limitSize(
  database: D1Database,
  request: string | null,
  items: readonly Omit<StoredItem, 'request'>[],
): Promise<void> {
  const has = request === null ? null : await changeRequestStore(database).size(request);
  const characters = items.reduce((sum, { row }) => sum + (row?.length ?? 0), has?.characters ?? 0);
  if ((has?.items ?? 0) + items.length <= ITEMS_MAX && characters <= CHARACTERS_MAX) return;
  const detail = `A change request holds ${ITEMS_MAX} rows and ${CHARACTERS_MAX / 1_000_000} MB at most. Make another one for the rest.`;
  throw new Problem(422, 'too-many-rows', detail, { errors: [{ pointer: '/items', detail }] });
}

/** Refuses what could not be published: faults first, then rows that changed since the draft was made. */
export function requirePublishable(
  { conflicts }: Pick<CheckedItems, 'conflicts'>,
  faults: readonly ChangeFault[],
): void {
  if (faults.length > 0) {
    const errors = faults.map(({ noun, key, pointer, detail }) => ({
      pointer: `/${noun}/${key}${pointer}`,
      detail,
    }));
    throw new Problem(422, 'invalid-rows', sentenceOf(errors), { errors: errors.slice(0, ERRORS_SHOWN) });
  }
  if (conflicts.length === 0) return;
  const errors = conflicts.map(({ noun, key, fields }) => ({
    pointer: `/${noun}/${key}`,
    detail: `has changed since the draft was made (${fields.join(', ')}): accept or refresh it`,
  }));
  throw new Problem(409, 'conflicts', sentenceOf(errors), { errors: errors.slice(0, ERRORS_SHOWN) });
}

function sentenceOf(errors: readonly { pointer: string; detail: string }[]): string {
  const [first] = errors;
  const others = errors.length > 1 ? `, and ${errors.length - 1} more` : '';
  return `${first?.pointer}: ${first?.detail}${others}`;
}

function invalid(errors: readonly { pointer: string; detail: string }[]): Problem {
  return new Problem(422, 'invalid-field', sentenceOf(errors), { errors: errors.slice(0, ERRORS_SHOWN) });
}

async function changedMeanwhile(
  c: Context<ApiContext>,
  request: StoredRequest,
  seen: number,
): Promise<Problem> {
  const store = changeRequestStore(c.env.MASTERS);
  const [history, names] = await Promise.all([store.history([request.id]), store.names()]);
  const since = history.filter(({ version }) => version > seen);
  const said = since.map(({ version, admin, event, rowCount }) => ({
    pointer: '/version',
    detail: `version ${version}: ${event} by ${names.get(admin) ?? admin}${rowCount > 0 ? `, ${rowCount} rows` : ''}`,
  }));
  const detail = `${request.id} is at version ${request.version} by now, not ${seen}. Read it again.`;
  return new Problem(409, 'changed-meanwhile', detail, {
    errors: said.slice(0, ERRORS_SHOWN),
    headers: { etag: etagOf(request.version) },
  });
}

function refused(refusal: Refusal, request: StoredRequest): Problem {
  switch (refusal.type) {
    case 'wrongState':
      return new Problem(
        409,
        'wrong-state',
        `${request.id} is ${refusal.state}: that is not done with it now.`,
      );
    case 'ownRequest':
      return new Problem(
        403,
        'own-request',
        `You have a hand in ${request.id}: another admin decides about it.`,
      );
    case 'notPermitted':
      return new Problem(403, 'not-permitted', 'Your role does not decide about changes.');
  }
}

/** `"3"`, also weak; anything else names no version. */
function versionOf(ifMatch: string | undefined): number | undefined {
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch ?? '')?.[1];
  return version === undefined ? undefined : Number(version);
}
