import { isTendered } from '../cart/cart.ts';
import type { RecordDraft } from '../journal/journal-record.ts';
import { err, ok } from '../result.ts';
import type { RecalledTransaction, SuspendedTransaction } from '../transaction/suspended-transaction.ts';
import type { Command } from './command.ts';
import { clearedCart, type Decided, decision, type Facts, permitted, type Till, withSteps } from './till.ts';

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

const NOTE_MAX = 100;

/** Puts the basket aside. It takes no receipt number, and nothing of it is booked before it is sold. */
export function decideSuspend(till: Till, { note }: CommandOf<'suspend'>, facts: Facts): Decided {
  const employee = permitted(till);
  if (!employee.ok) return employee;
  const { cart, identity, head } = till;
  if (isTendered(cart)) return err({ type: 'cartTendered' });
  if (cart.purpose !== 'sell') return err({ type: 'cartPurpose' });
  const live = cart.lines.filter(({ voided }) => !voided);
  if (live.length === 0) return err({ type: 'emptyCart' });
  if (note !== null && note.length > NOTE_MAX) return err({ type: 'textTooLong', maximum: NOTE_MAX });
  const suspended: SuspendedTransaction = {
    id: `${identity.store}-${identity.terminal}-S${head.epoch}.${head.seq + 1}`,
    terminal: identity.terminal,
    suspendedAt: facts.moment.at,
    employee: employee.value.number,
    note,
    customer: cart.customer,
    lineCount: live.length,
    grossMinor: facts.price(cart).totals.grossMinor,
    currency: facts.setup.currency,
    steps: facts.steps,
  };
  return ok(
    decision(
      { ...till, cart: clearedCart },
      {
        changes: [{ type: 'cartCleared' }, { type: 'suspended', suspended }],
        drafts: [draft('suspend', till, facts, { ...suspended, store: identity.store })],
      },
    ),
  );
}

/** Goes on with a basket that waits, here or at another register of the store. */
export function decideRecall(till: Till, { id }: CommandOf<'recall'>, facts: Facts): Decided {
  const employee = permitted(till);
  if (!employee.ok) return employee;
  if (till.cart.steps > 0) return err({ type: 'cartOpen' });
  const { suspended } = facts;
  if (!suspended) return err({ type: 'unknownSuspended', id });
  const steps = suspended.steps.map(({ at: _, ...step }) => step);
  const resumed = withSteps(till, facts, [{ type: 'recalled', suspended: id }, ...steps], null);
  const { store, terminal } = till.identity;
  const body: RecalledTransaction & { store: string } = {
    ...{ store, id, from: suspended.terminal, terminal },
    ...{ recalledAt: facts.moment.at, employee: employee.value.number },
  };
  return ok({
    ...resumed,
    changes: [...resumed.changes, { type: 'recalled', id }],
    drafts: [...resumed.drafts, draft('recall', resumed.till, facts, body)],
  });
}

function draft(kind: 'suspend' | 'recall', till: Till, facts: Facts, body: object): RecordDraft {
  return {
    kind,
    businessDate: till.shift?.businessDate ?? facts.moment.date,
    tradingAt: facts.moment.at,
    receiptNumber: null,
    grossMinor: 0,
    body,
  };
}
