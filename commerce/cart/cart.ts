import { assert, unreachable } from '../assert.ts';
import type { ManualDiscount } from '../basket/basket.ts';
import type { UnitPrice } from '../money/unit-price.ts';
import type { LineTax } from '../tax/taxed-document.ts';
import type { TenderLine, TradingMoment } from '../transaction/retail-transaction.ts';

/** What a cart keeps of a product, so that it can be restored without asking for it again. */
export interface CartProduct {
  readonly sku: string;
  readonly name: string;
  readonly taxCode: string;
  readonly stocked: boolean;
}

export type CardOutcome = 'declined' | 'cancelled' | 'notCharged';

export interface CartLine {
  readonly line: number;
  readonly product: CartProduct;
  readonly quantityThousandths: number;
  readonly override: {
    readonly unitPrice: UnitPrice;
    readonly reasonCode: string;
    readonly employee: string;
  } | null;
  readonly discount: DiscountByHand | null;
  readonly returned: ReturnedLine | null;
  readonly voided: boolean;
}

/** Taken off by an employee, for a reason. */
export interface DiscountByHand {
  readonly discount: ManualDiscount;
  /** How far whoever gave it may go. */
  readonly maximumBasisPoints: number;
  readonly reasonCode: string;
  readonly employee: string;
}

/** A line that takes goods of an earlier receipt back, at the amounts that were paid for them. */
export interface ReturnedLine {
  readonly receiptId: string;
  readonly line: number;
  readonly unitPrice: UnitPrice;
  readonly taxRatePpm: number;
  /** Negative: what goes back to the customer. */
  readonly grossMinor: number;
  readonly taxMinor: number;
  /** Of each of the line's taxes; not given in carts that older versions began. */
  readonly taxes?: readonly LineTax[];
}

/** The open transaction: a fold over its steps, which are stored one by one so that a crash loses none. */
export interface Cart {
  readonly startedAt: TradingMoment | null;
  readonly purpose: 'sell' | 'adjustStock';
  readonly lines: readonly CartLine[];
  readonly tenders: readonly TenderLine[];
  readonly voidedTenders: readonly TenderLine[];
  /** A payment by card that the terminal was asked for, and of which no answer is known yet. */
  readonly cardIntent: CardIntent | null;
  /** Of the whole sale. */
  readonly discount: DiscountByHand | null;
  readonly customer: string | null;
  readonly coupons: readonly string[];
  readonly externalRef: string | null;
  readonly taxExemption: string | null;
  readonly adjustmentReason: string | null;
  /** The suspended transaction that it was before. */
  readonly recalledFrom: string | null;
  /** What it was before each of its last steps, newest last: what can be undone. */
  readonly earlier: readonly Cart[];
  readonly steps: number;
}

/** More steps back than this, taking lines out is quicker than undoing. */
const EARLIER_MAX = 20;

/** Stored before the terminal is asked, so that whatever happens the register knows what to ask it about. */
export interface CardIntent {
  readonly id: string;
  readonly tender: TenderLine;
}

export type CartStep = { readonly at: TradingMoment } & (
  | {
      readonly type: 'lineAdded';
      readonly product: CartProduct;
      readonly quantityThousandths: number;
      readonly override?: CartLine['override'];
      readonly returned?: ReturnedLine;
    }
  | { readonly type: 'quantitySet'; readonly line: number; readonly quantityThousandths: number }
  | {
      readonly type: 'priceOverridden';
      readonly line: number;
      readonly override: NonNullable<CartLine['override']>;
    }
  | { readonly type: 'lineDiscounted'; readonly line: number; readonly discount: DiscountByHand | null }
  | { readonly type: 'saleDiscounted'; readonly discount: DiscountByHand | null }
  | { readonly type: 'lineVoided'; readonly line: number }
  | { readonly type: 'customerSet'; readonly customer: string | null }
  | { readonly type: 'couponAdded'; readonly code: string }
  | { readonly type: 'couponRemoved'; readonly code: string }
  | { readonly type: 'referenceSet'; readonly externalRef: string }
  | { readonly type: 'taxExempted'; readonly reasonCode: string }
  | { readonly type: 'stockAdjustmentStarted'; readonly reasonCode: string }
  | { readonly type: 'recalled'; readonly suspended: string }
  /** Takes the step before it back. What it had added stays as a voided line: nothing vanishes from the record. */
  | { readonly type: 'undone' }
  | { readonly type: 'tenderAdded'; readonly tender: TenderLine }
  | { readonly type: 'tenderVoided'; readonly line: number }
  | { readonly type: 'cardIntended'; readonly intent: CardIntent }
  /** The terminal did not charge: declined, cancelled, or it never heard of it. */
  | { readonly type: 'cardReleased'; readonly intent: string; readonly outcome: CardOutcome }
);

export const emptyCart: Cart = {
  startedAt: null,
  purpose: 'sell',
  lines: [],
  tenders: [],
  voidedTenders: [],
  cardIntent: null,
  discount: null,
  customer: null,
  coupons: [],
  externalRef: null,
  taxExemption: null,
  adjustmentReason: null,
  recalledFrom: null,
  earlier: [],
  steps: 0,
};

/** Whether paying has begun: the goods stay as they are until it is over. */
export const isTendered = ({ tenders, cardIntent }: Cart): boolean =>
  tenders.length > 0 || cardIntent !== null;

export function foldCart(steps: Iterable<CartStep>): Cart {
  let cart = emptyCart;
  for (const step of steps) cart = applyStep(cart, step);
  return cart;
}

/** The cart after one step. A step was decided before it was stored, so one that does not fit is a bug. */
export function applyStep(before: Cart, step: CartStep): Cart {
  const cart = {
    ...before,
    startedAt: before.startedAt ?? step.at,
    earlier: earlierThan(before, step),
    steps: before.steps + 1,
  };
  switch (step.type) {
    case 'lineAdded': {
      const line = {
        line: cart.lines.length + 1,
        product: step.product,
        quantityThousandths: step.quantityThousandths,
        override: step.override ?? null,
        discount: null,
        returned: step.returned ?? null,
        voided: false,
      };
      return { ...cart, lines: [...cart.lines, line] };
    }
    case 'quantitySet':
      return changeLine(cart, step.line, { quantityThousandths: step.quantityThousandths });
    case 'priceOverridden':
      return changeLine(cart, step.line, { override: step.override });
    case 'lineDiscounted':
      return changeLine(cart, step.line, { discount: step.discount });
    case 'saleDiscounted':
      return { ...cart, discount: step.discount };
    case 'lineVoided':
      return changeLine(cart, step.line, { voided: true });
    case 'customerSet':
      return { ...cart, customer: step.customer };
    case 'couponAdded':
      return { ...cart, coupons: [...cart.coupons, step.code] };
    case 'couponRemoved':
      return { ...cart, coupons: cart.coupons.filter((code) => code !== step.code) };
    case 'referenceSet':
      return { ...cart, externalRef: step.externalRef };
    case 'taxExempted':
      return { ...cart, taxExemption: step.reasonCode };
    case 'stockAdjustmentStarted':
      return { ...cart, purpose: 'adjustStock', adjustmentReason: step.reasonCode };
    case 'tenderAdded':
      return {
        ...cart,
        cardIntent: null,
        tenders: [...cart.tenders, step.tender],
        // One that its terminal did not give back after all.
        voidedTenders: cart.voidedTenders.filter(({ line }) => line !== step.tender.line),
      };
    case 'tenderVoided':
      return {
        ...cart,
        tenders: cart.tenders.filter(({ line }) => line !== step.line),
        voidedTenders: [...cart.voidedTenders, ...cart.tenders.filter(({ line }) => line === step.line)],
      };
    case 'cardIntended':
      return { ...cart, cardIntent: step.intent };
    case 'cardReleased':
      return { ...cart, cardIntent: null };
    case 'recalled':
      return { ...cart, recalledFrom: step.suspended };
    case 'undone': {
      const back = before.earlier.at(-1);
      assert(back, 'a step that is undone came before');
      const added = cart.lines.slice(back.lines.length).map((line) => ({ ...line, voided: true }));
      const { startedAt, steps, voidedTenders } = cart;
      return {
        ...back,
        startedAt,
        steps,
        voidedTenders,
        lines: [...back.lines, ...added],
        earlier: before.earlier.slice(0, -1),
      };
    }
    default:
      return unreachable(step);
  }
}

/** Money is given back by voiding its tender, not by a step back. */
const notUndone: ReadonlySet<CartStep['type']> = new Set([
  'recalled',
  'tenderAdded',
  'tenderVoided',
  'cardIntended',
  'cardReleased',
]);

/** Each keeps no earlier ones of its own: they are all in the one list. */
function earlierThan(before: Cart, { type }: CartStep): Cart['earlier'] {
  if (notUndone.has(type)) return before.earlier;
  return [...before.earlier.slice(1 - EARLIER_MAX), { ...before, earlier: [] }];
}

function changeLine(cart: Cart, line: number, change: Partial<CartLine>): Cart {
  const existing = cart.lines[line - 1];
  assert(existing, `the cart has a line ${line}`);
  const lines = cart.lines.slice();
  lines[line - 1] = { ...existing, ...change };
  return { ...cart, lines };
}
