import type { BasketExplanation } from '../../commerce/basket/explain-basket.ts';
import type { Cart } from '../../commerce/cart/cart.ts';
import type { PricedCart } from '../../commerce/cart/priced-cart.ts';
import type { UnitPrice } from '../../commerce/money/unit-price.ts';
import type { Result } from '../../commerce/result.ts';
import type { PermissionGroup, ReasonCode, TransactionSummary } from '../../commerce/runtime/channel-port.ts';
import type { Command, CommandError } from '../../commerce/runtime/command.ts';
import type { Shift, ShiftClose } from '../../commerce/shift/shift.ts';
import type { CardError } from '../../commerce/tender/card-error.ts';
import type { TenderType } from '../../commerce/tender/tender-cart.ts';
import type { ConnectionState, RetailTransaction } from '../../commerce/transaction/retail-transaction.ts';
import type { SuspendedSummary } from '../../commerce/transaction/suspended-transaction.ts';

/**
 * The register as its user interface, or a program, sees it: requests in, answers out, and one state that is
 * always whole. The page reaches it through a Worker, the headless register in its own process.
 */
export interface RegisterHost {
  request(request: RegisterRequest): Promise<Result<RegisterAnswer, RegisterError>>;
  /** Calls back soon with the state as it is, then after every change. Answers how to stop. */
  subscribe(listener: (state: RegisterState) => void): () => void;
}

export type RegisterRequest =
  | Exclude<Command, { type: 'startSession' | 'recall' | 'intendCard' | 'settleCard' | 'releaseCard' }>
  /** A command that the employee's right does not suffice for, with another person who approves it here and now. */
  | {
      readonly type: 'approved';
      readonly command: Exclude<Command, { type: 'startSession' }>;
      readonly employee: string;
      readonly pin: string;
    }
  /** Asks the card terminal what became of the payment that is at it, or the customer to stop. */
  | { readonly type: 'askCard' }
  | { readonly type: 'cancelCard' }
  /** Goes on with a transaction that waits, of this register or of another one of the store. */
  | { readonly type: 'recall'; readonly id: string }
  | { readonly type: 'suspendedTransactions' }
  /** Shifts closed blind, whose drawers wait to be counted. */
  | { readonly type: 'blindShifts' }
  | { readonly type: 'activate'; readonly code: string }
  | { readonly type: 'signOn'; readonly employee: string; readonly pin: string }
  /** The cashier's switch: disconnect, or connect again. */
  | { readonly type: 'setConnection'; readonly connected: boolean }
  | { readonly type: 'syncNow' }
  /** Why the lines of the open basket cost what they cost. */
  | { readonly type: 'explain' }
  | { readonly type: 'searchProducts'; readonly text: string; readonly limit: number }
  /** The product grid: products of the store by name, a page at a time. */
  | { readonly type: 'browseProducts'; readonly after: string | null; readonly limit: number }
  | {
      readonly type: 'transactions';
      readonly limit: number;
      readonly before?: { epoch: number; seq: number };
    }
  | { readonly type: 'receipt'; readonly receiptId: string };

/** What the runtime decides, which another person may approve. */
type Approvable = Extract<RegisterRequest, { type: 'approved' }>['command'];
const neverApproved: ReadonlySet<string> = new Set(['approved', 'activate', 'signOn', 'recall']);

export const isApprovable = (request: { readonly type: string }): request is Approvable =>
  !neverApproved.has(request.type);

export interface ProductTile {
  readonly sku: string;
  readonly name: string;
  /** The list price for one unit today; null where there is none. */
  readonly price: UnitPrice | null;
}

/** What a request gives back besides the new state; fields that do not apply are left out. */
export interface RegisterAnswer {
  readonly line?: number | null;
  readonly transaction?: RetailTransaction | null;
  readonly products?: readonly ProductTile[];
  readonly transactions?: readonly TransactionSummary[];
  readonly returnedThousandths?: Readonly<Record<number, number>>;
  readonly shiftClose?: ShiftClose | null;
  readonly blindShifts?: readonly Shift[];
  readonly waiting?: readonly SuspendedSummary[];
  /** Whether `waiting` is the whole store's, or this register's alone. */
  readonly ofStore?: boolean;
  readonly explanation?: BasketExplanation | null;
}

export type RegisterError =
  | CommandError
  | CardError
  | { readonly type: 'wrongPin'; readonly triesLeft: number }
  | { readonly type: 'locked'; readonly lockedForMs: number }
  /** The employee has not signed on here before, or too long ago, and the gateway cannot be asked. */
  | { readonly type: 'cannotVerifyOffline'; readonly employee: string }
  | {
      readonly type: 'activationRefused';
      readonly reason: 'unknownCode' | 'codeExpired' | 'codeUsed' | 'unreachable';
    }
  | { readonly type: 'alreadyActivated' }
  /** The catalogue is still loading, and the gateway cannot be asked for the product. */
  | { readonly type: 'notLoadedYet'; readonly code: string }
  /** Another register of the store goes on with it. */
  | { readonly type: 'suspendedTaken'; readonly by: string }
  | { readonly type: 'notAllowed' }
  | { readonly type: 'offlineNotSupported' }
  | { readonly type: 'internal'; readonly detail: string };

/** Where the register is in its life: the screen follows from it. */
export type RegisterPhase =
  | 'starting'
  /** Another tab or process has the register. */
  | 'openElsewhere'
  | 'notActivated'
  /** Activated; the packages that a sale needs have not all arrived. */
  | 'loading'
  | 'signedOff'
  | 'ready'
  /** The database cannot be opened or written. */
  | 'failed';

export interface RegisterState {
  readonly phase: RegisterPhase;
  readonly failure: string | null;
  readonly store: string | null;
  readonly storeName: string | null;
  readonly terminal: string | null;
  readonly receiptLines: readonly string[];
  readonly currency: string;
  readonly timeZone: string;
  readonly employee: {
    readonly number: string;
    readonly name: string;
    readonly permissions: PermissionGroup;
  } | null;
  /** Who may sign on while the gateway cannot be reached. */
  readonly offlineEmployees: readonly string[];
  readonly reasonCodes: readonly ReasonCode[];
  readonly tenderTypes: readonly TenderType[];
  readonly cart: CartState;
  readonly shift: Shift | null;
  /** The newest concluded transaction, for its receipt; null before the first. */
  readonly lastReceipt: RetailTransaction | null;
  readonly sync: SyncState;
}

export interface CartState {
  readonly priced: PricedCart;
  readonly purpose: 'sell' | 'adjustStock';
  /** By hand, on the whole sale. */
  readonly discount: Cart['discount'];
  readonly customer: string | null;
  readonly coupons: readonly string[];
  readonly externalRef: string | null;
  readonly taxExemption: string | null;
  readonly tenders: RetailTransaction['tenders'];
  /** A payment that is at the card terminal. */
  readonly cardIntent: Cart['cardIntent'];
  /** Whether the last step can be taken back. */
  readonly undoable: boolean;
}

export interface SyncState {
  readonly connection: ConnectionState;
  /** ISO, machine time: the last exchange with the gateway that succeeded, and the last one tried. */
  readonly lastSyncAt: string | null;
  readonly lastAttemptAt: string | null;
  /** When the newest package became visible here. */
  readonly dataAt: string | null;
  /** Records that the gateway does not hold yet, and those that headquarters has not booked yet. */
  readonly waiting: number;
  readonly unbooked: number;
  /** What is wrong, in words an employee can read out on the phone; newest first. */
  readonly problems: readonly SyncProblem[];
  /** Null when nothing is being loaded. */
  readonly loading: {
    readonly rows: number;
    readonly rowsTotal: number;
    readonly bytes: number;
    readonly bytesTotal: number;
  } | null;
  readonly storagePersisted: boolean | null;
  readonly versions: Readonly<Record<string, number>>;
  readonly appVersion: string;
}

export interface SyncProblem {
  readonly code:
    | 'unreachable'
    | 'badSignature'
    | 'olderHead'
    | 'wrongDigest'
    | 'unreadableBlob'
    | 'notFetched'
    | 'storageFull'
    | 'refusedRows'
    | 'foreignManifest'
    | 'revoked'
    | 'behind'
    | 'fork'
    | 'gatewayRefused'
    | 'paused'
    | 'staleHead'
    | 'wrongClock';
  /** The stream or record it is about. */
  readonly subject: string;
  readonly detail: string;
  readonly at: string;
}
