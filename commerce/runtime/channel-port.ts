import type { PricingProduct, PricingSettings } from '../basket/pricing-data.ts';
import type { CartProduct, CartStep } from '../cart/cart.ts';
import type { JournalHead, JournalRecord, TerminalIdentity } from '../journal/journal-record.ts';
import type { PriceAgreement } from '../pricing/price-agreement.ts';
import type { Coupon, Offer, OfferLine } from '../promotions/offer.ts';
import type { Shift } from '../shift/shift.ts';
import type { TaxCode } from '../tax/tax-code.ts';
import type { TaxRate } from '../tax/tax-rate.ts';
import type { TenderType } from '../tender/tender-cart.ts';
import type { ReasonUsage } from '../transaction/reason-usage.ts';
import type { RetailTransaction, TransactionType } from '../transaction/retail-transaction.ts';
import type { SuspendedSummary, SuspendedTransaction } from '../transaction/suspended-transaction.ts';

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
  /** Opens the drawer without a sale. */
  readonly openDrawer: boolean;
  /** Brings money into the drawer or takes it out: float, removal, drops. */
  readonly manageCash: boolean;
  /** Sees what the shift has taken before it is counted. */
  readonly viewReports: boolean;
  /** The most that may be taken off a line by hand, in hundredths of a percent; 0: nothing. */
  readonly lineDiscountMaxBasisPoints: number;
  /** The same of a whole sale. */
  readonly saleDiscountMaxBasisPoints: number;
  /** How far a price may be changed from what it would be, in hundredths of a percent; 10,000: to any price. */
  readonly priceOverrideMaxBasisPoints: number;
  /** The most that one transaction may give back, in minor units; null: any amount. */
  readonly returnMaxMinor: number | null;
}
export type Permission = Exclude<keyof PermissionGroup, 'id' | 'name'>;

export interface ReasonCode {
  readonly id: string;
  readonly text: string;
  readonly usage: ReasonUsage;
}

export interface Employee {
  readonly number: string;
  readonly name: string;
  readonly permissions: PermissionGroup;
}

/** How the store sells: read once per snapshot, small at any size of the chain. */
export interface ChannelSetup {
  readonly currency: string;
  readonly pricesIncludeTax: boolean;
  readonly priceGroups: readonly string[];
  readonly store: string;
  readonly storeName: string;
  readonly receiptLines: readonly string[];
  readonly timeZone: string;
  readonly country: string;
  readonly pricing: PricingSettings;
  /** Of every price group that the snapshot knows; a store's own groups stand in this order, highest first. */
  readonly groupPriorities: ReadonlyMap<string, number>;
  readonly taxCodes: readonly TaxCode[];
  readonly taxRates: readonly TaxRate[];
  readonly tenderTypes: readonly TenderType[];
  readonly reasonCodes: readonly ReasonCode[];
}

/** Who buys, with the price groups that come along. */
export interface Customer {
  readonly number: string;
  readonly name: string;
  readonly priceGroups: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly isTaxExempt: boolean;
}

/** A card of a loyalty programme, with the price groups of its tier. */
export interface LoyaltyCard {
  readonly card: string;
  readonly tier: string;
  readonly customer: string | null;
  readonly priceGroups: readonly string[];
}

/** What a buyer may belong to besides being a customer: staff, students. */
export interface Affiliation {
  readonly id: string;
  readonly name: string;
  readonly priceGroups: readonly string[];
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

/** `blind`: ended for selling, its drawer not counted yet. */
export type ShiftState = 'open' | 'blind' | 'closed';

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
  | { readonly type: 'suspended'; readonly suspended: SuspendedTransaction }
  /** It waits no more. One that another register suspended is not known here, and need not be. */
  | { readonly type: 'recalled'; readonly id: string }
  /** Counted by `coupon` from then on. */
  | { readonly type: 'couponUse'; readonly code: string; readonly receiptId: string }
  | { readonly type: 'shift'; readonly shift: Shift; readonly state: ShiftState }
  | { readonly type: 'record'; readonly record: JournalRecord; readonly head: JournalHead }
  /** The journal goes on from this head, of which no record is written yet. */
  | { readonly type: 'epoch'; readonly head: JournalHead }
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
  /** In no order, without those that are not there; what kits are made of comes with them. */
  pricingProducts(skus: readonly string[], snapshot: Snapshot): Promise<readonly PricingProduct[]>;
  /** Of these SKUs alone: who prices a variant asks for its master's too. */
  agreements(skus: readonly string[], snapshot: Snapshot): Promise<readonly PriceAgreement[]>;
  /** The offers, price adjustments among them, that have a line with one of the targets; and those lines. */
  offersFor(
    targets: readonly string[],
    snapshot: Snapshot,
  ): Promise<{ readonly offers: readonly Offer[]; readonly lines: readonly OfferLine[] }>;
  coupon(code: string, snapshot: Snapshot): Promise<Coupon | null>;
  /** Products whose name or stock code holds every word of `text`, in any order and case; at most `limit`. */
  searchProducts(text: string, limit: number, snapshot: Snapshot): Promise<readonly CartProduct[]>;
  /** Products by name, then stock code; those after the product `after`, or from the beginning. */
  browseProducts(after: string | null, limit: number, snapshot: Snapshot): Promise<readonly CartProduct[]>;
  customer(number: string, snapshot: Snapshot): Promise<Customer | null>;
  loyaltyCard(card: string, snapshot: Snapshot): Promise<LoyaltyCard | null>;
  affiliations(snapshot: Snapshot): Promise<readonly Affiliation[]>;
  concluded(receiptId: string): Promise<ConcludedTransaction | null>;
  /** Newest first; `before` continues after the last one of the previous page. */
  transactions(
    limit: number,
    before?: { epoch: number; seq: number },
  ): Promise<readonly TransactionSummary[]>;
  /** Closed blind and not counted yet, oldest first. */
  blindShifts(): Promise<readonly Shift[]>;
  /** What this host put aside and nobody took up again, newest first. */
  suspendedTransactions(limit: number): Promise<readonly SuspendedSummary[]>;
  /** Null where it was never here, or waits no more. */
  suspendedTransaction(id: string): Promise<SuspendedTransaction | null>;
  /** Null before the device is activated. */
  stored(): Promise<StoredTill | null>;
  /**
   * Writes everything or nothing, durably. A record that does not continue the stored head makes the whole
   * batch fail: the database checks it inside the transaction.
   */
  commit(changes: readonly Change[]): Promise<void>;
}
