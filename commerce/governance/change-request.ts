import { err, ok, type Result } from '../result.ts';
import type { Rights } from './rights.ts';

/** Where a change request stands. `failed` is approved, but could not be published. */
export const changeRequestStates = [
  'draft',
  'waiting',
  'approved',
  'published',
  'sentBack',
  'withdrawn',
  'failed',
] as const;
export type ChangeRequestState = (typeof changeRequestStates)[number];

/** What people do with a change request. */
export const changeRequestActions = [
  'edit',
  'resolve',
  'submit',
  'approve',
  'sendBack',
  'withdraw',
  'reopen',
  'retry',
  'rollBack',
] as const;
export type ChangeRequestAction = (typeof changeRequestActions)[number];

/** What its history may say: people's actions as they were done, and what the system did. */
export const changeRequestEvents = [
  'created',
  'edited',
  'resolved',
  'submitted',
  'approved',
  'sentBack',
  'withdrawn',
  'reopened',
  'published',
  'failed',
  'retried',
] as const;
export type ChangeRequestEvent = (typeof changeRequestEvents)[number];

export interface HistoryOfAuthors {
  readonly event: ChangeRequestEvent;
  readonly admin: string;
}

export type Refusal =
  | { readonly type: 'wrongState'; readonly state: ChangeRequestState }
  | { readonly type: 'ownRequest' }
  | { readonly type: 'notPermitted' };

const statesOf: Readonly<Record<ChangeRequestAction, readonly ChangeRequestState[]>> = {
  edit: ['draft', 'sentBack'],
  // Whatever was approved is not what it would be afterwards: resolving leads back to a draft.
  resolve: ['draft', 'sentBack', 'waiting', 'approved', 'failed'],
  submit: ['draft', 'sentBack'],
  approve: ['waiting'],
  sendBack: ['waiting', 'approved', 'failed'],
  withdraw: ['draft', 'sentBack', 'waiting', 'approved', 'failed'],
  reopen: ['waiting', 'approved', 'failed', 'withdrawn'],
  retry: ['failed'],
  rollBack: ['published'],
};

/** Needs the right to approve. */
const decisions: ReadonlySet<ChangeRequestAction> = new Set(['approve', 'sendBack']);

/** Everybody whose hand is in what a request proposes: who made, edited, resolved or submitted it. */
export function authorsOf(history: readonly HistoryOfAuthors[]): string[] {
  const writing: ReadonlySet<ChangeRequestEvent> = new Set(['created', 'edited', 'resolved', 'submitted']);
  return [...new Set(history.filter(({ event }) => writing.has(event)).map(({ admin }) => admin))];
}

/** The one rule of who may do what with a change request. Nobody decides about what they had a hand in. */
export function mayAct(
  action: ChangeRequestAction,
  request: { readonly state: ChangeRequestState; readonly authors: readonly string[] },
  actor: { readonly admin: string; readonly rights: Rights },
): Result<null, Refusal> {
  if (!actor.rights.change || (decisions.has(action) && !actor.rights.approve))
    return err({ type: 'notPermitted' });
  if (!statesOf[action].includes(request.state)) return err({ type: 'wrongState', state: request.state });
  if (decisions.has(action) && request.authors.includes(actor.admin)) return err({ type: 'ownRequest' });
  return ok(null);
}
