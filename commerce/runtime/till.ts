import type { Cart, CartProduct, CartStep } from '../cart/cart.ts';
import { applyStep, emptyCart } from '../cart/cart.ts';
import type { PricedCart } from '../cart/priced-cart.ts';
import type { JournalHead, RecordDraft, TerminalIdentity } from '../journal/journal-record.ts';
import type { Coupon } from '../promotions/offer.ts';
import { err, ok, type Result } from '../result.ts';
import type { Shift, ShiftClose } from '../shift/shift.ts';
import { openShift } from '../shift/shift.ts';
import type { ConnectionState, RetailTransaction, TradingMoment } from '../transaction/retail-transaction.ts';
import type { SuspendedTransaction } from '../transaction/suspended-transaction.ts';
import type {
  Change,
  ChannelSetup,
  ConcludedTransaction,
  Employee,
  Permission,
  ReasonCode,
  Session,
  Snapshot,
} from './channel-port.ts';
import type { CommandError } from './command.ts';

/** Everything the runtime holds in memory. The database holds the same; this is never ahead of it. */
export interface Till {
  readonly identity: TerminalIdentity;
  readonly head: JournalHead;
  readonly session: Session | null;
  readonly shift: Shift | null;
  readonly lastShift: number;
  readonly cart: Cart;
  readonly lastReceipt: RetailTransaction | null;
}

/** What a decision may look at besides the till: loaded by key for the command at hand. */
export interface Facts {
  readonly moment: TradingMoment;
  readonly connection: ConnectionState;
  readonly setup: ChannelSetup;
  /** What a new cart reads its prices from. */
  readonly snapshot: Snapshot;
  readonly product: CartProduct | null;
  /** Those that the command's or the cart's lines take goods back of, as far as this host has them. */
  readonly receipts: ReadonlyMap<string, ConcludedTransaction>;
  readonly suspended: SuspendedTransaction | null;
  /** The one closed blind that the command names. */
  readonly blindShift: Shift | null;
  /** The cart's, for a command that puts them aside. */
  readonly steps: readonly CartStep[];
  readonly employee: Employee | null;
  readonly customerKnown: boolean;
  readonly coupon: Coupon | null;
  /** Prices a cart under what is loaded, the best price searched in full. */
  readonly price: (cart: Cart) => PricedCart;
}

/** What a command does: the till after it, the writes, the records to chain, and the line or receipt it made. */
export interface Decision {
  readonly till: Till;
  readonly changes: readonly Change[];
  readonly drafts: readonly RecordDraft[];
  readonly transaction: RetailTransaction | null;
  readonly shiftClose: ShiftClose | null;
  readonly line: number | null;
}

export type Decided = Result<Decision, CommandError>;

export function decision(till: Till, parts: Partial<Omit<Decision, 'till'>> = {}): Decision {
  return { till, changes: [], drafts: [], transaction: null, shiftClose: null, line: null, ...parts };
}

/** The signed-on employee, if the permission group allows it. */
export function permitted(till: Till, permission?: Permission): Result<Employee, CommandError> {
  if (!till.session) return err({ type: 'notSignedOn' });
  const { employee } = till.session;
  if (permission && !employee.permissions[permission]) return err({ type: 'notPermitted', permission });
  return ok(employee);
}

export function knownReason(
  facts: Facts,
  reasonCode: string,
  usage: ReasonCode['usage'],
): Result<string, CommandError> {
  const known = facts.setup.reasonCodes.some((reason) => reason.id === reasonCode && reason.usage === usage);
  return known ? ok(reasonCode) : err({ type: 'unknownReason', reasonCode, usage });
}

/**
 * Adds steps to the cart. The first one of a transaction notes which snapshot it reads its prices from, and
 * opens a shift where none is open, so that nobody is sent away from the till to press another button first.
 */
export function withSteps(
  till: Till,
  facts: Facts,
  steps: readonly StepWithoutTime[],
  line: number | null,
): Decision {
  const changes: Change[] = [];
  const drafts: RecordDraft[] = [];
  let next = till;
  if (till.cart.steps === 0) {
    changes.push({ type: 'cartStarted', snapshot: facts.snapshot });
    if (!till.shift) {
      const opened = shiftOpening(till, facts, 0);
      next = { ...next, ...opened.till };
      changes.push(...opened.changes);
      drafts.push(...opened.drafts);
    }
  }
  let cart = next.cart;
  for (const timeless of steps) {
    const step = { ...timeless, at: facts.moment } as CartStep;
    changes.push({ type: 'cartStep', position: cart.steps + 1, step });
    cart = applyStep(cart, step);
  }
  return decision({ ...next, cart }, { changes, drafts, line });
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type StepWithoutTime = DistributiveOmit<CartStep, 'at'>;

/** Opens the next shift on the trading day. */
export function shiftOpening(till: Till, facts: Facts, floatMinor: number): Decision {
  const employee = till.session?.employee.number ?? '';
  const floatTender = facts.setup.tenderTypes.find(({ kind }) => kind === 'cash')?.id;
  const shift = openShift(till.lastShift + 1, facts.moment, employee, { floatMinor, floatTender });
  return decision(
    { ...till, shift, lastShift: shift.shift },
    {
      changes: [{ type: 'shift', shift, state: 'open' }],
      drafts: [
        {
          kind: 'shiftOpen',
          businessDate: shift.businessDate,
          tradingAt: facts.moment.at,
          receiptNumber: null,
          grossMinor: 0,
          body: { ...shift, ...till.identity, currency: facts.setup.currency },
        },
      ],
    },
  );
}

export const clearedCart = emptyCart;
