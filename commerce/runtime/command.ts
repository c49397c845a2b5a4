import type { ManualDiscount } from '../basket/basket.ts';
import type { CardOutcome } from '../cart/cart.ts';
import type { UnitPrice } from '../money/unit-price.ts';
import type { CouponState } from '../promotions/offer-conditions.ts';
import type { CountedTender, DeclarationError } from '../shift/declaration.ts';
import type { DrawerOperationType } from '../shift/drawer-operation.ts';
import type { TenderError } from '../tender/tender-cart.ts';
import type { CardPayment } from '../transaction/retail-transaction.ts';
import type { SuspendedTransaction } from '../transaction/suspended-transaction.ts';
import type { Permission, ReasonCode } from './channel-port.ts';

/** What can be asked of the runtime. Lines are numbered from 1; quantities are thousandths, amounts minor units. */
export type Command =
  /** The caller has verified who the employee is. */
  | { readonly type: 'startSession'; readonly employee: string }
  | { readonly type: 'endSession' }
  | { readonly type: 'openShift'; readonly floatMinor: number }
  /** Opens the drawer, or moves money between it and the rest of the store; no amount for a no-sale. */
  | {
      readonly type: 'drawer';
      readonly operation: DrawerOperationType;
      readonly tenderType: string | null;
      readonly amountMinor: number;
      readonly reasonCode: string | null;
      readonly note: string | null;
    }
  /** Of the open shift, or of one that was closed blind. */
  | {
      readonly type: 'declareTenders';
      readonly shift: number | null;
      readonly counted: readonly CountedTender[];
    }
  | { readonly type: 'blindCloseShift' }
  | { readonly type: 'closeShift'; readonly shift?: number | null | undefined }
  /** Without a quantity, a code that is already in the cart counts one up; with one, it is a line of its own. */
  | {
      readonly type: 'scan';
      readonly code: string;
      readonly quantityThousandths?: number | undefined;
      readonly override?: PriceOverride | undefined;
    }
  | { readonly type: 'setQuantity'; readonly line: number; readonly quantityThousandths: number }
  | ({ readonly type: 'overridePrice'; readonly line: number } & PriceOverride)
  /** By hand: a percentage or an amount off one line, or off the whole sale. Null takes it back. */
  | ({ readonly type: 'discountLine'; readonly line: number } & AskedDiscount)
  | ({ readonly type: 'discountSale' } & AskedDiscount)
  | { readonly type: 'voidLine'; readonly line: number }
  | { readonly type: 'setCustomer'; readonly customer: string | null }
  | { readonly type: 'addCoupon'; readonly coupon: string }
  | { readonly type: 'removeCoupon'; readonly coupon: string }
  /** Searches the best price in full, before the total is told. */
  | { readonly type: 'subtotal' }
  | { readonly type: 'setReference'; readonly externalRef: string }
  | { readonly type: 'exemptTax'; readonly reasonCode: string }
  /** Goods that come back without a receipt, at the list price or an override; the quantity is positive. */
  | {
      readonly type: 'return';
      readonly code: string;
      readonly quantityThousandths: number;
      readonly override?: PriceOverride | undefined;
    }
  /** Goods of one line of an earlier receipt, at what was paid for them. */
  | {
      readonly type: 'returnLine';
      readonly receiptId: string;
      readonly line: number;
      readonly quantityThousandths: number;
    }
  | {
      readonly type: 'adjustStock';
      readonly code: string;
      readonly quantityThousandths: number;
      readonly reasonCode: string;
    }
  | { readonly type: 'concludeStockAdjustment' }
  | { readonly type: 'pay'; readonly tenderType: string; readonly amountMinor?: number | undefined }
  /** A part that was paid is given back; the rest goes on. */
  | { readonly type: 'voidTender'; readonly line: number }
  /** Notes that the terminal is about to be asked. `intent` is new for every attempt. */
  | {
      readonly type: 'intendCard';
      readonly tenderType: string;
      readonly amountMinor?: number | undefined;
      readonly intent: string;
    }
  /** What the terminal said of it: approved concludes like paying does. */
  | { readonly type: 'settleCard'; readonly card: CardPayment }
  | { readonly type: 'releaseCard'; readonly intent: string; readonly outcome: CardOutcome }
  | { readonly type: 'voidTransaction' }
  /** Takes the last step back, as far as twenty steps. */
  | { readonly type: 'undo' }
  /** Puts the basket aside, with a note to find it again. */
  | { readonly type: 'suspend'; readonly note: string | null }
  /** Goes on with one that this register put aside, or with `from`, which another one of the store did. */
  | { readonly type: 'recall'; readonly id: string; readonly from: SuspendedTransaction | null };

export interface PriceOverride {
  readonly unitPrice: UnitPrice;
  readonly reasonCode: string;
}

export interface AskedDiscount {
  readonly discount: ManualDiscount | null;
  /** Not asked when one is taken back. */
  readonly reasonCode: string | null;
}

/** Why a command was refused. Nothing was changed. */
export type CommandError =
  | TenderError
  | DeclarationError
  | { readonly type: 'notActivated' }
  | { readonly type: 'notReady' }
  | { readonly type: 'notSignedOn' }
  | { readonly type: 'unknownEmployee'; readonly employee: string }
  /** Whoever does it cannot approve it too. */
  | { readonly type: 'ownApproval' }
  | { readonly type: 'notPermitted'; readonly permission: Permission }
  | { readonly type: 'unknownCode'; readonly code: string }
  | { readonly type: 'noPrice'; readonly sku: string }
  | {
      readonly type: 'quantityOutOfRange';
      readonly minimumThousandths: number;
      readonly maximumThousandths: number;
    }
  | { readonly type: 'priceOutOfRange'; readonly maximumMinor: number }
  /** Further from the list price than the employee may go. */
  | { readonly type: 'overrideTooFar'; readonly maximumBasisPoints: number }
  /** More than the employee may give back in one transaction. */
  | { readonly type: 'returnTooHigh'; readonly maximumMinor: number }
  /** No percentage from 0.01 to 100, and no amount above zero. */
  | { readonly type: 'notADiscount' }
  /** Above what the employee may give. */
  | { readonly type: 'discountTooHigh'; readonly maximumBasisPoints: number }
  | { readonly type: 'notDiscountable'; readonly sku: string | null }
  | { readonly type: 'unknownLine'; readonly line: number }
  | { readonly type: 'lineFixed'; readonly line: number }
  | { readonly type: 'unknownReason'; readonly reasonCode: string; readonly usage: ReasonCode['usage'] }
  | { readonly type: 'unknownCustomer'; readonly customer: string }
  | {
      readonly type: 'couponRefused';
      readonly coupon: string;
      readonly state: CouponState | 'added' | 'notAdded';
    }
  | { readonly type: 'unknownTender'; readonly tenderType: string }
  | { readonly type: 'unknownReceipt'; readonly receiptId: string }
  | { readonly type: 'overReturn'; readonly remainingThousandths: number }
  | { readonly type: 'unknownSuspended'; readonly id: string }
  | { readonly type: 'nothingToUndo' }
  | { readonly type: 'emptyCart' }
  | { readonly type: 'cartOpen' }
  | { readonly type: 'cartTendered' }
  /** A payment by card is at the terminal. */
  | { readonly type: 'cardPending' }
  | { readonly type: 'noCardPending' }
  | { readonly type: 'cartPurpose' }
  | { readonly type: 'shiftOpen' }
  | { readonly type: 'noShift' }
  | { readonly type: 'notInDrawer'; readonly holdsMinor: number }
  | { readonly type: 'textTooLong'; readonly maximum: number };
