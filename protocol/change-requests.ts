import * as z from 'zod';
import {
  changeRequestActions,
  changeRequestEvents,
  changeRequestStates,
} from '../commerce/governance/change-request.ts';

/** Rows of one request: they are published in one transaction of the database. */
export const ITEMS_MAX = 5000;
/** Rows of one write of items: what a body of 1 MB holds comfortably. */
export const ITEMS_OF_WRITE_MAX = 1000;

const text = (max: number) => z.string().trim().max(max);
const instant = z.iso.datetime().describe('An instant in UTC');
const version = z.int().min(1).optional().describe('The version that was read; or If-Match with the ETag');
const row = z.record(z.string(), z.unknown());
const place = { noun: z.string().min(1).max(60), key: z.string().min(1).max(200) };
const publishAt = instant.nullable().describe('When it is published; null: when it is approved');

export const changeItemInput = z.strictObject({
  ...place,
  row: row.nullable().describe('The row as it shall be, as the noun takes it; null removes it'),
  reason: text(200).optional().describe('Why this row, for the approver'),
});
export type ChangeItemInput = z.infer<typeof changeItemInput>;

export const changeRequestInput = z.strictObject({
  title: text(200).min(1),
  note: text(2000).default(''),
  publishAt: publishAt.default(null),
  items: z.array(changeItemInput).max(ITEMS_MAX).default([]),
});

export const changeRequestEdit = z.strictObject({
  version,
  title: text(200).min(1).optional(),
  note: text(2000).optional(),
  publishAt: publishAt.optional(),
});

export const changeItemsInput = z.strictObject({
  version,
  items: z
    .array(changeItemInput)
    .min(1)
    .max(ITEMS_OF_WRITE_MAX)
    .describe('Created, or put in the place of the item with the same noun and key'),
});

export const changeRequestStep = z.strictObject({ version, note: text(2000).optional() });

export const changeRequestApproval = z.strictObject({
  version,
  note: text(2000).optional(),
  publish: z
    .enum(['asProposed', 'now'])
    .default('asProposed')
    .describe('now: at once, whatever was proposed'),
  without: z
    .array(z.strictObject(place))
    .max(ITEMS_MAX)
    .default([])
    .describe('Rows that the approver takes out'),
});

export const conflictResolution = z.strictObject({
  version,
  how: z
    .enum(['accept', 'refresh'])
    .describe(
      'accept: the proposed rows stand, over what changed; refresh: fields that the draft leaves alone take what they are now',
    ),
  items: z.array(z.strictObject(place)).max(ITEMS_MAX).optional().describe('Without it: all conflicts'),
});

export const person = z.object({ id: z.string(), name: z.string() });

export const changeRequestEvent = z.object({
  version: z.int(),
  at: instant,
  by: person,
  event: z.enum(changeRequestEvents),
  note: z.string(),
  rows: z.array(z.string()).describe('noun/key of rows that it was about, the first 20'),
  rowCount: z.int(),
});
export type ChangeRequestEventRow = z.infer<typeof changeRequestEvent>;

export const changeRequestSummary = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(changeRequestStates),
  version: z.int(),
  publishAt: instant.nullable(),
  note: z.string(),
  proposedBy: person,
  createdAt: instant,
  changedAt: instant,
  submittedAt: instant.nullable(),
  decidedBy: person.nullable(),
  decidedAt: instant.nullable(),
  decisionNote: z.string(),
  publishedAt: instant.nullable(),
  rollbackOf: z.string().nullable().describe('The request that this one rolls back'),
  rolledBackBy: z.string().nullable().describe('The request that rolls this one back'),
  failure: z
    .object({
      reason: z.string(),
      at: instant,
      attempts: z.int(),
      retryAt: instant.nullable().describe('null: it waits for a person'),
    })
    .nullable(),
  distribution: z
    .object({ state: z.enum(['waiting', 'done']), run: z.string().nullable(), error: z.string().nullable() })
    .nullable()
    .describe('Whether registers were told, once it is published'),
  rows: z.array(
    z.object({
      noun: z.string(),
      title: z.string(),
      put: z.int(),
      remove: z.int(),
      leftOut: z.int().describe('Taken out by the approver; not among the others'),
    }),
  ),
  may: z.array(z.enum(changeRequestActions)).describe('What the asking admin may do with it now'),
  own: z.boolean().describe('The asking admin has a hand in it, so another one decides'),
});
export type ChangeRequestSummary = z.infer<typeof changeRequestSummary>;

export const changeRequest = changeRequestSummary.extend({
  authors: z.array(person).describe('Who made, edited or submitted it: none of them may approve it'),
  history: z.array(changeRequestEvent).describe('Oldest first'),
});
export type ChangeRequest = z.infer<typeof changeRequest>;

export const changeItem = z.object({
  ...place,
  label: z.string().describe('What the row is called'),
  row: row.nullable(),
  before: row.nullable().describe('As it was when the draft was made; null: it was not there'),
  kind: z.enum(['new', 'changed', 'removed', 'same']),
  fields: z.array(z.string()).describe('Fields that differ'),
  reason: z.string(),
  leftOut: z.boolean(),
  conflict: z
    .object({ now: row.nullable(), fields: z.array(z.string()) })
    .nullable()
    .describe('The row as it is now, where it changed since the draft was made'),
});
export type ChangeItem = z.infer<typeof changeItem>;

export const changeFault = z.object({
  ...place,
  pointer: z.string().describe('A JSON pointer into the row'),
  detail: z.string(),
});
export type ChangeFault = z.infer<typeof changeFault>;

export const changeChecks = z.object({
  ok: z.boolean(),
  faults: z.array(changeFault).describe('What keeps it from being published, the first 100'),
  faultCount: z.int(),
  conflicts: z
    .array(z.object({ ...place, label: z.string(), fields: z.array(z.string()) }))
    .describe('Rows that changed since the draft was made, the first 100'),
  conflictCount: z.int(),
});
export type ChangeChecks = z.infer<typeof changeChecks>;

export const approvalPolicy = z.object({
  noun: z.string(),
  title: z.string(),
  policy: z.enum(['required', 'none']),
  changedIn: z.string().nullable().describe('A change request about it that is under way'),
});
