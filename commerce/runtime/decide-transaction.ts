import { assert } from '../assert.ts';
import { engineVersion } from '../basket/priced-basket.ts';
import { isTendered } from '../cart/cart.ts';
import { byHand } from '../cart/price-cart.ts';
import type { PricedCart } from '../cart/priced-cart.ts';
import type { RecordDraft } from '../journal/journal-record.ts';
import { sumMinor } from '../money/minor.ts';
import { err, ok } from '../result.ts';
import { addToShift } from '../shift/shift.ts';
import type { RetailTransaction, TransactionType } from '../transaction/retail-transaction.ts';
import type { Command } from './command.ts';
import {
  clearedCart,
  type Decided,
  type Decision,
  decision,
  type Facts,
  knownReason,
  permitted,
  type Till,
  withSteps,
} from './till.ts';

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

const REFERENCE_MAX = 100;

export function decideStockAdjustmentEnd(till: Till, facts: Facts): Decided {
  const employee = permitted(till, 'adjustStock');
  if (!employee.ok) return employee;
  if (till.cart.purpose !== 'adjustStock') return err({ type: 'cartPurpose' });
  if (till.cart.lines.every((line) => line.voided)) return err({ type: 'emptyCart' });
  return ok(conclude(till, facts, 'stockAdjustment', facts.price(till.cart)));
}

/** A voided transaction keeps its lines and takes a receipt number, so that the series has no hole. */
export function decideVoidTransaction(till: Till, facts: Facts): Decided {
  const employee = permitted(till, 'voidTransaction');
  if (!employee.ok) return employee;
  const { cart } = till;
  if (cart.steps === 0) return err({ type: 'emptyCart' });
  if (cart.cardIntent) return err({ type: 'cardPending' });
  // What a bank has paid is given back through its terminal, one payment after the other.
  if (cart.tenders.some(({ card }) => card)) return err({ type: 'cartTendered' });
  const unpaid = { ...cart, tenders: [], voidedTenders: [...cart.voidedTenders, ...cart.tenders] };
  return ok(conclude({ ...till, cart: unpaid }, facts, 'void', facts.price(unpaid)));
}

export function decideUndo(till: Till, facts: Facts): Decided {
  const employee = permitted(till);
  if (!employee.ok) return employee;
  if (isTendered(till.cart)) return err({ type: 'cartTendered' });
  if (till.cart.earlier.length === 0) return err({ type: 'nothingToUndo' });
  return ok(withSteps(till, facts, [{ type: 'undone' }], null));
}

export function decideOnCart(
  till: Till,
  command: CommandOf<'setCustomer' | 'setReference' | 'exemptTax'>,
  facts: Facts,
): Decided {
  const employee = permitted(till, command.type === 'exemptTax' ? 'exemptTax' : undefined);
  if (!employee.ok) return employee;
  if (isTendered(till.cart)) return err({ type: 'cartTendered' });
  switch (command.type) {
    case 'setCustomer': {
      const { customer } = command;
      if (customer !== null && !facts.customerKnown) return err({ type: 'unknownCustomer', customer });
      return ok(withSteps(till, facts, [{ type: 'customerSet', customer }], null));
    }
    case 'setReference': {
      if (command.externalRef.length > REFERENCE_MAX)
        return err({ type: 'textTooLong', maximum: REFERENCE_MAX });
      return ok(withSteps(till, facts, [{ type: 'referenceSet', externalRef: command.externalRef }], null));
    }
    case 'exemptTax': {
      const reason = knownReason(facts, command.reasonCode, 'taxExemption');
      if (!reason.ok) return reason;
      return ok(withSteps(till, facts, [{ type: 'taxExempted', reasonCode: reason.value }], null));
    }
  }
}

export function conclude(till: Till, facts: Facts, type: TransactionType, priced: PricedCart): Decision {
  const { cart, shift, session } = till;
  assert(shift && session && cart.startedAt, 'a cart with steps has a shift, an employee and a start');
  const receiptNumber = till.head.nextReceiptNumber;
  const transaction: RetailTransaction = {
    type,
    ...till.identity,
    receiptNumber,
    receiptId: `${till.identity.store}-${till.identity.terminal}-${receiptNumber}`,
    shift: shift.shift,
    businessDate: shift.businessDate,
    startedAt: cart.startedAt.at,
    concludedAt: facts.moment.at,
    employee: session.employee.number,
    customer: cart.customer,
    externalRef: cart.externalRef,
    currency: facts.setup.currency,
    pricesIncludeTax: facts.setup.pricesIncludeTax,
    taxExemption: cart.taxExemption,
    coupons: priced.coupons.flatMap(({ code, state }) => (state === 'accepted' ? [code] : [])),
    recalledFrom: cart.recalledFrom,
    adjustmentReason: cart.adjustmentReason,
    manualDiscount: byHand(cart.discount),
    connection: facts.connection,
    lines: priced.lines.map(({ priced: _, ...line }) => line),
    tenders: cart.tenders,
    voidedTenders: cart.voidedTenders,
    totals: priced.totals,
    snapshot: facts.snapshot,
    engineVersion,
  };
  const countsMoney = type === 'sale' || type === 'return';
  const tendered = sumMinor(cart.tenders.map((tender) => tender.amountMinor));
  assert(
    !countsMoney || tendered === priced.totals.grossMinor,
    'the tenders of a concluded transaction pay its total',
  );
  const nextShift = addToShift(shift, transaction);
  const draft: RecordDraft = {
    kind: type,
    businessDate: shift.businessDate,
    tradingAt: facts.moment.at,
    receiptNumber,
    grossMinor: countsMoney ? priced.totals.grossMinor : 0,
    body: transaction,
  };
  const { receiptId, coupons } = transaction;
  const used =
    type === 'sale' ? coupons.map((code) => ({ type: 'couponUse' as const, code, receiptId })) : [];
  return decision(
    { ...till, shift: nextShift, cart: clearedCart, lastReceipt: transaction },
    {
      changes: [{ type: 'shift', shift: nextShift, state: 'open' }, { type: 'cartCleared' }, ...used],
      drafts: [draft],
      transaction,
    },
  );
}
