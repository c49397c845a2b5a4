import type { TerminalIdentity } from '../journal/journal-record.ts';
import { err, ok } from '../result.ts';
import type { Employee, PermissionGroup } from './channel-port.ts';
import type { Command, CommandError } from './command.ts';
import { decide } from './decide.ts';
import type { Decided, Facts, Till } from './till.ts';

/** The body of its record: what somebody did with another person's right. */
export interface Approval extends TerminalIdentity {
  readonly operation: Command['type'];
  /** Of the basket, where it was about one. */
  readonly line: number | null;
  readonly employee: string;
  readonly approvedBy: string;
  /** Trading time, ISO 8601 UTC. */
  readonly at: string;
  readonly shift: number | null;
  /** What the open basket would be concluded as, had it been then. */
  readonly nextReceiptNumber: number;
}

const approvable: ReadonlySet<string> = new Set<CommandError['type']>([
  'notPermitted',
  'discountTooHigh',
  'overrideTooFar',
  'returnTooHigh',
]);

/** Whether another person's right is all that is missing. */
export const mayBeApproved = ({ type }: { readonly type: string }): boolean => approvable.has(type);

/**
 * Decides a command; where the employee's right does not suffice, with that of whoever approves it besides, which is
 * put on record. Nobody approves what they do themselves.
 */
export function decideApproved(
  till: Till,
  command: Command,
  facts: Facts,
  approver: Employee | null,
): Decided {
  const decided = decide(till, command, facts);
  if (decided.ok || !approver || !till.session || !mayBeApproved(decided.error)) return decided;
  const { session } = till;
  const { employee } = session;
  if (approver.number === employee.number) return err({ type: 'ownApproval' });
  const both = { ...employee, permissions: widest(employee.permissions, approver.permissions) };
  const approved = decide({ ...till, session: { ...session, employee: both } }, command, facts);
  if (!approved.ok) return approved;
  const { till: after, drafts } = approved.value;
  const body: Approval = {
    ...till.identity,
    operation: command.type,
    line: 'line' in command ? command.line : null,
    employee: employee.number,
    approvedBy: approver.number,
    at: facts.moment.at,
    shift: after.shift?.shift ?? null,
    nextReceiptNumber: till.head.nextReceiptNumber,
  };
  const draft = {
    kind: 'approval' as const,
    businessDate: after.shift?.businessDate ?? facts.moment.date,
    tradingAt: facts.moment.at,
    receiptNumber: null,
    grossMinor: 0,
    body,
  };
  return ok({ ...approved.value, till: { ...after, session }, drafts: [...drafts, draft] });
}

/** What either of two groups may do. */
function widest(a: PermissionGroup, b: PermissionGroup): PermissionGroup {
  const merged: Record<string, unknown> = { ...a };
  for (const [right, value] of Object.entries(b)) {
    const own = merged[right];
    if (value === true) merged[right] = true;
    else if (typeof value === 'number' && typeof own === 'number') merged[right] = Math.max(own, value);
    // Null is no limit.
    else if (value === null) merged[right] = null;
  }
  return merged as unknown as PermissionGroup;
}
