import type { ManualDiscount } from '../basket/basket.ts';
import { type Cart, type DiscountByHand, isTendered } from '../cart/cart.ts';
import type { PricedCart, PricedLine } from '../cart/priced-cart.ts';
import { err, ok, type Result } from '../result.ts';
import type { Command, CommandError } from './command.ts';
import { changeableLine } from './decide-lines.ts';
import { type Decided, type Facts, knownReason, permitted, type Till, withSteps } from './till.ts';

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;
type Limit = 'lineDiscountMaxBasisPoints' | 'saleDiscountMaxBasisPoints';

const WHOLE_BASIS_POINTS = 10_000;

export function decideLineDiscount(till: Till, command: CommandOf<'discountLine'>, facts: Facts): Decided {
  const line = changeableLine(till, command.line);
  if (!line.ok) return line;
  if (till.cart.purpose !== 'sell') return err({ type: 'cartPurpose' });
  const discount = checkDiscount(till, facts, command, 'lineDiscountMaxBasisPoints');
  if (!discount.ok) return discount;
  const step = { type: 'lineDiscounted', line: command.line, discount: discount.value } as const;
  return ifGiven(withSteps(till, facts, [step], command.line), facts, discount.value);
}

export function decideSaleDiscount(till: Till, command: CommandOf<'discountSale'>, facts: Facts): Decided {
  const employee = permitted(till);
  if (!employee.ok) return employee;
  if (isTendered(till.cart)) return err({ type: 'cartTendered' });
  if (till.cart.lines.every(({ voided }) => voided)) return err({ type: 'emptyCart' });
  if (till.cart.purpose !== 'sell') return err({ type: 'cartPurpose' });
  const discount = checkDiscount(till, facts, command, 'saleDiscountMaxBasisPoints');
  if (!discount.ok) return discount;
  const step = { type: 'saleDiscounted', discount: discount.value } as const;
  return ifGiven(withSteps(till, facts, [step], null), facts, discount.value);
}

/**
 * Whether what is taken off by hand is within the limits of whoever gave it: asked before paying too, because an
 * amount that was right for ten pieces is not for one.
 */
export function discountsWithinLimits(cart: Cart, priced: PricedCart): Result<null, CommandError> {
  const sold = priced.lines.filter(({ voided, quantityThousandths }) => !voided && quantityThousandths > 0);
  for (const { line, discount } of cart.lines) {
    const own = sold.filter((one) => one.line === line);
    const within = withinLimit(own, 'manualLine', discount);
    if (!within.ok) return within;
  }
  return withinLimit(sold, 'manualTotal', cart.discount);
}

function checkDiscount(
  till: Till,
  facts: Facts,
  { discount, reasonCode }: Pick<CommandOf<'discountSale'>, 'discount' | 'reasonCode'>,
  limit: Limit,
): Result<DiscountByHand | null, CommandError> {
  const employee = permitted(till, limit);
  if (!employee.ok) return employee;
  if (discount === null) return ok(null);
  if (!isDiscount(discount)) return err({ type: 'notADiscount' });
  const maximumBasisPoints = employee.value.permissions[limit];
  if (discount.type === 'percent' && discount.basisPoints > maximumBasisPoints)
    return err({ type: 'discountTooHigh', maximumBasisPoints });
  const reason = knownReason(facts, reasonCode ?? '', 'discount');
  if (!reason.ok) return reason;
  return ok({ discount, maximumBasisPoints, reasonCode: reason.value, employee: employee.value.number });
}

function isDiscount(discount: ManualDiscount): boolean {
  if (discount.type === 'percent') {
    const { basisPoints } = discount;
    return Number.isInteger(basisPoints) && basisPoints >= 1 && basisPoints <= WHOLE_BASIS_POINTS;
  }
  return Number.isSafeInteger(discount.amountMinor) && discount.amountMinor > 0;
}

/** Refused where nothing comes off, or more than may: the cart knows what its lines cost only when it is priced. */
function ifGiven(decided: Decision, facts: Facts, discount: DiscountByHand | null): Decided {
  if (discount === null) return ok(decided);
  const priced = facts.price(decided.till.cart);
  const within = discountsWithinLimits(decided.till.cart, priced);
  if (!within.ok) return within;
  const { line } = decided;
  const kind = line === null ? 'manualTotal' : 'manualLine';
  const asked = priced.lines.filter((one) => !one.voided && (line === null || one.line === line));
  if (asked.every((one) => offBy(one, kind) === 0))
    return err({ type: 'notDiscountable', sku: line === null ? null : (asked[0]?.sku ?? null) });
  return ok(decided);
}

type Decision = Extract<Decided, { ok: true }>['value'];
type ByHand = 'manualLine' | 'manualTotal';

function withinLimit(
  lines: readonly PricedLine[],
  kind: ByHand,
  given: DiscountByHand | null,
): Result<null, CommandError> {
  // A percentage was within it when it was given, and stays so.
  if (given?.discount.type !== 'amount') return ok(null);
  const { maximumBasisPoints } = given;
  const taken = sum(lines, (line) => offBy(line, kind));
  const before = sum(lines, (line) => line.amountMinor - offBefore(line, kind));
  return taken * WHOLE_BASIS_POINTS > maximumBasisPoints * before
    ? err({ type: 'discountTooHigh', maximumBasisPoints })
    : ok(null);
}

const offBy = ({ discounts }: PricedLine, kind: ByHand) =>
  sum(
    discounts.filter((discount) => discount.kind === kind),
    ({ amountMinor }) => amountMinor,
  );

/** What had come off a line when the discount by hand was worked out. */
const offBefore = ({ discounts }: PricedLine, kind: ByHand) =>
  sum(
    discounts.filter(
      (discount) => discount.kind === 'offer' || (kind === 'manualTotal' && discount.kind === 'manualLine'),
    ),
    ({ amountMinor }) => amountMinor,
  );

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
