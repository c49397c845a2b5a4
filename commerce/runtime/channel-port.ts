import type { CartProduct, CartStep } from '../cart/cart.ts';
import type { PricingSetup } from '../cart/price-cart.ts';
import type { JournalHead, JournalRecord, TerminalIdentity } from '../journal/journal-record.ts';
import type { PriceAgreement } from '../pricing/resolve-price.ts';
import type { Shift } from '../shift/shift.ts';
import type { TaxRate } from '../tax/line-tax.ts';
import type { TenderType } from '../tender/tender-cart.ts';
import type { RetailTransaction, TransactionType } from '../transaction/retail-transaction.ts';

/** The stream versions that a read sees: rows of another version are as if they were not there. */
export type Snapshot = Readonly<Record<string, number>>;

/** What an employee of the group may do at a register. */
export interface PermissionGroup {
  readonly id: string;
  readonly name: string;
  readonly overridePrice: boolean;
  readonly negativePrice: boolean;
  readonly returnGoods: boolean;
  readonly voidTransaction: boolean;
  readonly exemptTax: boolean;
  readonly adjustStock: boolean;
  readonly closeShift: boolean;
}
export type Permission = Exclude<keyof PermissionGroup, 'id' | 'name'>;

export interface ReasonCode {
  readonly id: string;
  readonly text: string;
  readonly usage: 'priceOverride' | 'return' | 'taxExemption' | 'stockAdjustment';
}

export interface Employee {
  readonly number: string;
  readonly name: string;
  readonly permissions: PermissionGroup;
}

/** How the store sells: read once per snapshot, small at any size of the chain. */
export interface ChannelSetup extends PricingSetup {
  readonly store: string;
  readonly storeName: string;
  readonly receiptLines: readonly string[];
  readonly timeZone: string;
  readonly country: string;
  readonly taxRates: readonly TaxRate[];
  readonly tenderTypes: readonly TenderType[];
  readonly reasonCodes: readonly ReasonCode[];
}

/** A concluded transaction, with how much of each line has come back since. */
export interface ConcludedTransaction {
  readonly transaction: RetailTransaction;
  readonly returnedThousandths: ReadonlyMap<number, number>;
}

export interface TransactionSummary {
  readonly receiptId: string;
  readonly type: TransactionType;
  readonly concludedAt: string;
  readonly employee: string;
  readonly grossMinor: number;
  readonly seq: number;
  readonly epoch: number;
}

/** Who is signed on, and since when (trading time). */
export interface Session {
  readonly employee: Employee;
  readonly startedAt: string;
}

/** What a host finds when it starts: everything a crash or a reload must not lose. */
export interface StoredTill {
  readonly identity: TerminalIdentity;
  readonly head: JournalHead;
  readonly session: Session | null;
  readonly shift: Shift | null;
  readonly lastShift: number;
  readonly cartSnapshot: Snapshot | null;
  readonly cartSteps: readonly CartStep[];
}

/** One domain write. A batch of them is all there is to a commit. */
export type Change =
  | { readonly type: 'session'; readonly session: Session | null }
  | { readonly type: 'cartStarted'; readonly snapshot: Snapshot }
  | { readonly type: 'cartStep'; readonly position: number; readonly step: CartStep }
  | { readonly type: 'cartCleared' }
  | { readonly type: 'shift'; readonly shift: Shift; readonly state: 'open' | 'closed' }
  | { readonly type: 'record'; readonly record: JournalRecord; readonly head: JournalHead }
  | {
      readonly type: 'transaction';
      readonly transaction: RetailTransaction;
      readonly epoch: number;
      readonly seq: number;
    };

/** What the commerce runtime needs of a channel database. One contract suite runs against every host's. */
export interface ChannelPort {
  /** What the streams show now. */
  snapshot(): Promise<Snapshot>;
  /** Null while the store's own row has not arrived. */
  setup(snapshot: Snapshot): Promise<ChannelSetup | null>;
  employee(number: string, snapshot: Snapshot): Promise<Employee | null>;
  /** By barcode or stock code, case-sensitive; a barcode wins over a stock code of the same text. */
  productByCode(code: string, snapshot: Snapshot): Promise<CartProduct | null>;
  agreements(skus: readonly string[], snapshot: Snapshot): Promise<readonly PriceAgreement[]>;
  /** Products whose name or stock code holds every word of `text`, in any order and case; at most `limit`. */
  searchProducts(text: string, limit: number, snapshot: Snapshot): Promise<readonly CartProduct[]>;
  /** Products by name, then stock code; those after the product `after`, or from the beginning. */
  browseProducts(after: string | null, limit: number, snapshot: Snapshot): Promise<readonly CartProduct[]>;
  customerExists(number: string, snapshot: Snapshot): Promise<boolean>;
  concluded(receiptId: string): Promise<ConcludedTransaction | null>;
  /** Newest first; `before` continues after the last one of the previous page. */
  transactions(
    limit: number,
    before?: { epoch: number; seq: number },
  ): Promise<readonly TransactionSummary[]>;
  /** Null before the device is activated. */
  stored(): Promise<StoredTill | null>;
  /**
   * Writes everything or nothing, durably. A record that does not continue the stored head makes the whole
   * batch fail: the database checks it inside the transaction.
   */
  commit(changes: readonly Change[]): Promise<void>;
}
