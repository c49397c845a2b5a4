import type { RecordDraft } from '../journal/journal-record.ts';
import { err, ok, type Result } from '../result.ts';
import { checkCount, type Declaration } from '../shift/declaration.ts';
import {
  type DrawerOperation,
  type DrawerOperationType,
  movesIntoDrawer,
} from '../shift/drawer-operation.ts';
import { addDrawerOperation, closeShift, expectedInDrawer, type Shift } from '../shift/shift.ts';
import type { Permission } from './channel-port.ts';
import type { Command, CommandError } from './command.ts';
import {
  type Decided,
  decision,
  type Facts,
  knownReason,
  permitted,
  shiftOpening,
  type Till,
} from './till.ts';

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

const AMOUNT_MAX_MINOR = 1_000_000_000;
const NOTE_MAX = 100;

export function decideOpenShift(till: Till, command: CommandOf<'openShift'>, facts: Facts): Decided {
  const employee = permitted(till);
  if (!employee.ok) return employee;
  if (till.shift) return err({ type: 'shiftOpen' });
  const { floatMinor } = command;
  const fits = Number.isSafeInteger(floatMinor) && floatMinor >= 0 && floatMinor <= AMOUNT_MAX_MINOR;
  if (!fits) return err({ type: 'priceOutOfRange', maximumMinor: AMOUNT_MAX_MINOR });
  return ok(shiftOpening(till, facts, floatMinor));
}

const rights: Record<DrawerOperationType, Permission> = {
  noSale: 'openDrawer',
  floatEntry: 'manageCash',
  tenderRemoval: 'manageCash',
  safeDrop: 'manageCash',
  bankDrop: 'manageCash',
};

/** Opens the drawer, or moves money between it and the rest of the store. The first one of a day opens the shift. */
export function decideDrawer(till: Till, command: CommandOf<'drawer'>, facts: Facts): Decided {
  const { operation, tenderType, amountMinor, reasonCode, note } = command;
  const employee = permitted(till, rights[operation]);
  if (!employee.ok) return employee;
  const reason = drawerReason(facts, operation, reasonCode);
  if (!reason.ok) return reason;
  if (note !== null && note.length > NOTE_MAX) return err({ type: 'textTooLong', maximum: NOTE_MAX });
  const opened = till.shift ? decision(till) : shiftOpening(till, facts, 0);
  const shift = opened.till.shift as Shift;
  const money =
    operation === 'noSale' ? noMoney : movedMoney(facts, shift, operation, tenderType, amountMinor);
  if (!money.ok) return money;
  const done: DrawerOperation = {
    ...{ type: operation, ...till.identity, shift: shift.shift, businessDate: shift.businessDate },
    ...{ at: facts.moment.at, employee: employee.value.number, currency: facts.setup.currency },
    ...{ ...money.value, reasonCode: reason.value, note },
  };
  const after = addDrawerOperation(shift, done);
  return ok(
    decision(
      { ...opened.till, shift: after },
      {
        changes: [...opened.changes, { type: 'shift', shift: after, state: 'open' }],
        drafts: [...opened.drafts, shiftRecord('drawer', after, facts, done)],
      },
    ),
  );
}

const noMoney = ok({ tenderType: null, amountMinor: 0 });

function drawerReason(
  facts: Facts,
  operation: DrawerOperationType,
  reasonCode: string | null,
): Result<string | null, CommandError> {
  if (reasonCode !== null) return knownReason(facts, reasonCode, 'noSale');
  const isAsked =
    operation === 'noSale' && facts.setup.reasonCodes.some((reason) => reason.usage === 'noSale');
  return isAsked ? err({ type: 'unknownReason', reasonCode: '', usage: 'noSale' }) : ok(null);
}

function movedMoney(
  facts: Facts,
  shift: Shift,
  operation: DrawerOperationType,
  tenderType: string | null,
  amountMinor: number,
): Result<{ readonly tenderType: string; readonly amountMinor: number }, CommandError> {
  const known = facts.setup.tenderTypes.find(({ id }) => id === tenderType);
  if (!known) return err({ type: 'unknownTender', tenderType: tenderType ?? '' });
  const isAmount = Number.isSafeInteger(amountMinor) && amountMinor > 0 && amountMinor <= AMOUNT_MAX_MINOR;
  if (!isAmount) return err({ type: 'priceOutOfRange', maximumMinor: AMOUNT_MAX_MINOR });
  const holdsMinor = expectedInDrawer(shift, known.id, cashTenders(facts));
  // What the drawer does not hold cannot be taken out of it.
  if (holdsMinor + movesIntoDrawer(operation, amountMinor) < 0)
    return err({ type: 'notInDrawer', holdsMinor: Math.max(0, holdsMinor) });
  return ok({ tenderType: known.id, amountMinor });
}

/** Counts the drawer: of the open shift, or of one that was closed blind. */
export function decideDeclaration(till: Till, command: CommandOf<'declareTenders'>, facts: Facts): Decided {
  const closing = shiftToClose(till, command.shift, facts);
  if (!closing.ok) return closing;
  const { shift, state, employee } = closing.value;
  const checked = checkCount(command.counted);
  if (!checked.ok) return checked;
  const unknown = command.counted.find(
    ({ tenderType }) => !facts.setup.tenderTypes.some(({ id }) => id === tenderType),
  );
  if (unknown) return err({ type: 'unknownTender', tenderType: unknown.tenderType });
  const declared: Declaration = { at: facts.moment.at, employee, counted: command.counted };
  const after = { ...shift, declared };
  const body = { ...till.identity, shift: shift.shift, businessDate: shift.businessDate, ...declared };
  return ok(
    decision(state === 'open' ? { ...till, shift: after } : till, {
      changes: [{ type: 'shift', shift: after, state }],
      drafts: [shiftRecord('declaration', after, facts, body)],
    }),
  );
}

/** Ends the shift for selling; its drawer is counted later, while the next shift sells. */
export function decideBlindClose(till: Till, facts: Facts): Decided {
  const closing = shiftToClose(till, null, facts);
  if (!closing.ok) return closing;
  const { shift } = closing.value;
  return ok(
    decision(
      { ...till, shift: null },
      {
        changes: [{ type: 'shift', shift, state: 'blind' }],
        drafts: [shiftRecord('shiftBlindClose', shift, facts, { ...shift, ...till.identity })],
      },
    ),
  );
}

export function decideCloseShift(till: Till, command: CommandOf<'closeShift'>, facts: Facts): Decided {
  const closing = shiftToClose(till, command.shift ?? null, facts);
  if (!closing.ok) return closing;
  const { shift, state, employee } = closing.value;
  const closed = closeShift(shift, facts.moment, employee, cashTenders(facts));
  const body = { ...closed, ...till.identity, currency: facts.setup.currency };
  return ok(
    decision(state === 'open' ? { ...till, shift: null } : till, {
      changes: [{ type: 'shift', shift: closed, state: 'closed' }],
      drafts: [shiftRecord('shiftClose', closed, facts, body)],
      shiftClose: closed,
    }),
  );
}

/** The open shift, or the one closed blind that is named, for whoever may close it. */
function shiftToClose(
  till: Till,
  number: number | null,
  facts: Facts,
): Result<{ shift: Shift; state: 'open' | 'blind'; employee: string }, CommandError> {
  const employee = permitted(till, 'closeShift');
  if (!employee.ok) return employee;
  const by = employee.value.number;
  if (number !== null && number !== till.shift?.shift) {
    const blind = facts.blindShift;
    return blind ? ok({ shift: blind, state: 'blind', employee: by }) : err({ type: 'noShift' });
  }
  if (!till.shift) return err({ type: 'noShift' });
  if (till.cart.steps > 0) return err({ type: 'cartOpen' });
  return ok({ shift: till.shift, state: 'open', employee: by });
}

function cashTenders({ setup }: Facts): string[] {
  return setup.tenderTypes.filter(({ kind }) => kind === 'cash').map(({ id }) => id);
}

function shiftRecord(kind: RecordDraft['kind'], shift: Shift, facts: Facts, body: object): RecordDraft {
  const { businessDate } = shift;
  return { kind, businessDate, tradingAt: facts.moment.at, receiptNumber: null, grossMinor: 0, body };
}
