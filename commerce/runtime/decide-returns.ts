import type { Cart } from '../cart/cart.ts';
import { err, ok, type Result } from '../result.ts';
import { refundOfLine } from '../returns/refund-of-line.ts';
import type { Command, CommandError } from './command.ts';
import { checkQuantity, openForLines } from './decide-lines.ts';
import { type Decided, type Facts, permitted, type Till, withSteps } from './till.ts';

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

export function decideReturnLine(till: Till, command: CommandOf<'returnLine'>, facts: Facts): Decided {
  const employee = permitted(till, 'returnGoods');
  if (!employee.ok) return employee;
  const free = openForLines(till, 'sell');
  if (!free.ok) return free;
  const receipt = facts.receipts.get(command.receiptId);
  if (!receipt) return err({ type: 'unknownReceipt', receiptId: command.receiptId });
  const { transaction, returnedThousandths } = receipt;
  const paid = transaction.lines[command.line - 1];
  if (!paid || paid.voided || paid.quantityThousandths <= 0)
    return err({ type: 'unknownLine', line: command.line });
  const quantity = checkQuantity(command.quantityThousandths);
  if (!quantity.ok) return quantity;
  const before =
    (returnedThousandths.get(command.line) ?? 0) + comingBack(till.cart, command.receiptId, command.line);
  const remainingThousandths = paid.quantityThousandths - before;
  if (quantity.value > remainingThousandths) return err({ type: 'overReturn', remainingThousandths });
  const refund = refundOfLine(paid, before, quantity.value);
  const product = { sku: paid.sku, name: paid.name, taxCode: paid.taxCode, stocked: paid.stocked };
  const returned = {
    receiptId: command.receiptId,
    line: command.line,
    unitPrice: paid.unitPrice,
    taxRatePpm: paid.taxRatePpm,
    ...refund,
  };
  const step = { type: 'lineAdded', product, quantityThousandths: -quantity.value, returned } as const;
  return ok(withSteps(till, facts, [step], till.cart.lines.length + 1));
}

/**
 * Whether every receipt still covers what the cart takes back of it: since its lines were entered, a cart that was
 * put aside may have been overtaken by another one.
 */
export function returnsWithinReceipts(cart: Cart, facts: Facts): Result<null, CommandError> {
  for (const { returned, voided } of cart.lines) {
    if (!returned || voided) continue;
    const receipt = facts.receipts.get(returned.receiptId);
    const sold = receipt?.transaction.lines[returned.line - 1];
    if (!receipt || !sold) continue;
    const remainingThousandths =
      sold.quantityThousandths - (receipt.returnedThousandths.get(returned.line) ?? 0);
    if (comingBack(cart, returned.receiptId, returned.line) > remainingThousandths)
      return err({ type: 'overReturn', remainingThousandths });
  }
  return ok(null);
}

/** How much of a receipt's line the cart takes back, in thousandths. */
function comingBack(cart: Cart, receiptId: string, number: number): number {
  return cart.lines
    .filter(
      ({ voided, returned }) => !voided && returned?.receiptId === receiptId && returned.line === number,
    )
    .reduce((sum, line) => sum - line.quantityThousandths, 0);
}
