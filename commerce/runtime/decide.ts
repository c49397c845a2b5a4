import { unreachable } from '../assert.ts';
import { err, ok } from '../result.ts';
import type { Command } from './command.ts';
import { decideAddCoupon, decideRemoveCoupon } from './decide-coupons.ts';
import { decideLineDiscount, decideSaleDiscount } from './decide-discounts.ts';
import {
  decidePriceOverride,
  decideQuantity,
  decideReturn,
  decideScan,
  decideStockAdjustment,
  decideVoidLine,
} from './decide-lines.ts';
import {
  decideIntendCard,
  decidePay,
  decideReleaseCard,
  decideSettleCard,
  decideVoidTender,
} from './decide-pay.ts';
import { decideReturnLine } from './decide-returns.ts';
import {
  decideBlindClose,
  decideCloseShift,
  decideDeclaration,
  decideDrawer,
  decideOpenShift,
} from './decide-shift.ts';
import { decideRecall, decideSuspend } from './decide-suspension.ts';
import {
  decideOnCart,
  decideStockAdjustmentEnd,
  decideUndo,
  decideVoidTransaction,
} from './decide-transaction.ts';
import { type Decided, decision, type Facts, type Till } from './till.ts';

/** The rules of the till: what a command does, from what is known. Pure, and the same on every host. */
export function decide(till: Till, command: Command, facts: Facts): Decided {
  switch (command.type) {
    case 'startSession':
      return decideStartSession(till, command.employee, facts);
    case 'endSession':
      return ok(decision({ ...till, session: null }, { changes: [{ type: 'session', session: null }] }));
    case 'openShift':
      return decideOpenShift(till, command, facts);
    case 'closeShift':
      return decideCloseShift(till, command, facts);
    case 'blindCloseShift':
      return decideBlindClose(till, facts);
    case 'declareTenders':
      return decideDeclaration(till, command, facts);
    case 'drawer':
      return decideDrawer(till, command, facts);
    case 'scan':
      return decideScan(till, command, facts);
    case 'setQuantity':
      return decideQuantity(till, command, facts);
    case 'overridePrice':
      return decidePriceOverride(till, command, facts);
    case 'discountLine':
      return decideLineDiscount(till, command, facts);
    case 'discountSale':
      return decideSaleDiscount(till, command, facts);
    case 'voidLine':
      return decideVoidLine(till, command, facts);
    case 'addCoupon':
      return decideAddCoupon(till, command, facts);
    case 'removeCoupon':
      return decideRemoveCoupon(till, command, facts);
    case 'subtotal':
      return ok(decision(till));
    case 'setCustomer':
    case 'setReference':
    case 'exemptTax':
      return decideOnCart(till, command, facts);
    case 'return':
      return decideReturn(till, command, facts);
    case 'returnLine':
      return decideReturnLine(till, command, facts);
    case 'adjustStock':
      return decideStockAdjustment(till, command, facts);
    case 'concludeStockAdjustment':
      return decideStockAdjustmentEnd(till, facts);
    case 'pay':
      return decidePay(till, command, facts);
    case 'voidTender':
      return decideVoidTender(till, command, facts);
    case 'intendCard':
      return decideIntendCard(till, command, facts);
    case 'settleCard':
      return decideSettleCard(till, command, facts);
    case 'releaseCard':
      return decideReleaseCard(till, command, facts);
    case 'voidTransaction':
      return decideVoidTransaction(till, facts);
    case 'undo':
      return decideUndo(till, facts);
    case 'suspend':
      return decideSuspend(till, command, facts);
    case 'recall':
      return decideRecall(till, command, facts);
    default:
      return unreachable(command);
  }
}

function decideStartSession(till: Till, employee: string, facts: Facts): Decided {
  if (!facts.employee) return err({ type: 'unknownEmployee', employee });
  const session = { employee: facts.employee, startedAt: facts.moment.at };
  return ok(decision({ ...till, session }, { changes: [{ type: 'session', session }] }));
}
