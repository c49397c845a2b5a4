import { type CartLine, isTendered } from '../cart/cart.ts';
import type { UnitPrice } from '../money/unit-price.ts';
import { priceChangeWithin } from '../pricing/price-change-within.ts';
import { err, ok, type Result } from '../result.ts';
import type { Command, CommandError, PriceOverride } from './command.ts';
import { type Decided, type Facts, knownReason, permitted, type Till, withSteps } from './till.ts';

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

/** A million units, and a price of ten million major units: beyond is a slip, not trade. */
const QUANTITY_MAX_THOUSANDTHS = 1_000_000_000;
const PRICE_MAX_MINOR = 1_000_000_000;
const ONE_THOUSANDTHS = 1000;

export function decideScan(till: Till, command: CommandOf<'scan'>, facts: Facts): Decided {
  const employee = permitted(till);
  if (!employee.ok) return employee;
  const free = openForLines(till, 'sell');
  if (!free.ok) return free;
  if (!facts.product) return err({ type: 'unknownCode', code: command.code });
  const { product } = facts;
  if (command.quantityThousandths === undefined && !command.override) {
    const same = till.cart.lines.findLast(
      (line) =>
        line.product.sku === product.sku &&
        !line.voided &&
        !line.override &&
        !line.discount &&
        !line.returned &&
        line.quantityThousandths > 0,
    );
    if (same) {
      const quantityThousandths = same.quantityThousandths + ONE_THOUSANDTHS;
      return decideQuantity(till, { type: 'setQuantity', line: same.line, quantityThousandths }, facts);
    }
  }
  const quantity = checkQuantity(command.quantityThousandths ?? ONE_THOUSANDTHS);
  if (!quantity.ok) return quantity;
  return addLine(till, facts, quantity.value, command.override);
}

export function decideReturn(till: Till, command: CommandOf<'return'>, facts: Facts): Decided {
  const employee = permitted(till, 'returnGoods');
  if (!employee.ok) return employee;
  const free = openForLines(till, 'sell');
  if (!free.ok) return free;
  if (!facts.product) return err({ type: 'unknownCode', code: command.code });
  const quantity = checkQuantity(command.quantityThousandths);
  if (!quantity.ok) return quantity;
  return addLine(till, facts, -quantity.value, command.override);
}

export function decideStockAdjustment(till: Till, command: CommandOf<'adjustStock'>, facts: Facts): Decided {
  const employee = permitted(till, 'adjustStock');
  if (!employee.ok) return employee;
  const free = openForLines(till, 'adjustStock');
  if (!free.ok) return free;
  if (!facts.product) return err({ type: 'unknownCode', code: command.code });
  const reason = knownReason(facts, command.reasonCode, 'stockAdjustment');
  if (!reason.ok) return reason;
  const magnitude = checkQuantity(Math.abs(command.quantityThousandths));
  if (!magnitude.ok) return magnitude;
  const start =
    till.cart.purpose === 'adjustStock'
      ? []
      : [{ type: 'stockAdjustmentStarted', reasonCode: reason.value } as const];
  const { quantityThousandths } = command;
  const step = { type: 'lineAdded', product: facts.product, quantityThousandths } as const;
  return ok(withSteps(till, facts, [...start, step], till.cart.lines.length + 1));
}

export function decideQuantity(till: Till, command: CommandOf<'setQuantity'>, facts: Facts): Decided {
  const line = changeableLine(till, command.line);
  if (!line.ok) return line;
  const magnitude = checkQuantity(Math.abs(command.quantityThousandths));
  if (!magnitude.ok) return magnitude;
  // A line keeps its direction: goods that come back are entered as a return, which asks for its permission.
  const direction =
    till.cart.purpose === 'adjustStock'
      ? Math.sign(command.quantityThousandths)
      : Math.sign(line.value.quantityThousandths);
  if (till.cart.purpose === 'sell' && command.quantityThousandths < 0 && direction > 0) return outOfRange();
  const quantityThousandths = direction * magnitude.value;
  return ok(
    withSteps(till, facts, [{ type: 'quantitySet', line: command.line, quantityThousandths }], command.line),
  );
}

export function decidePriceOverride(till: Till, command: CommandOf<'overridePrice'>, facts: Facts): Decided {
  const line = changeableLine(till, command.line);
  if (!line.ok) return line;
  if (till.cart.purpose !== 'sell') return err({ type: 'cartPurpose' });
  const override = checkOverride(till, facts, command);
  if (!override.ok) return override;
  const listPrice = facts.price(till.cart).lines[command.line - 1]?.listPrice ?? null;
  const within = overrideWithin(till, listPrice, command.unitPrice);
  if (!within.ok) return within;
  return ok(
    withSteps(
      till,
      facts,
      [{ type: 'priceOverridden', line: command.line, override: override.value }],
      command.line,
    ),
  );
}

export function decideVoidLine(till: Till, command: CommandOf<'voidLine'>, facts: Facts): Decided {
  const employee = permitted(till);
  if (!employee.ok) return employee;
  if (isTendered(till.cart)) return err({ type: 'cartTendered' });
  const line = till.cart.lines[command.line - 1];
  if (!line || line.voided) return err({ type: 'unknownLine', line: command.line });
  return ok(withSteps(till, facts, [{ type: 'lineVoided', line: command.line }], command.line));
}

function addLine(
  till: Till,
  facts: Facts,
  quantityThousandths: number,
  asked: PriceOverride | undefined,
): Decided {
  const { product } = facts;
  if (!product) return err({ type: 'unknownCode', code: '' });
  const override = asked ? checkOverride(till, facts, asked) : ok(null);
  if (!override.ok) return override;
  const line = till.cart.lines.length + 1;
  const step = { type: 'lineAdded', product, quantityThousandths, override: override.value } as const;
  const decided = withSteps(till, facts, [step], line);
  // By itself: whether a line has a price does not depend on the others, and a long cart is not priced for each.
  const { cart } = decided.till;
  const alone = facts.price({ ...cart, lines: cart.lines.slice(line - 1) }).lines[0];
  if (!alone?.priced) return err({ type: 'noPrice', sku: product.sku });
  const within = asked ? overrideWithin(till, alone.listPrice, asked.unitPrice) : ok(null);
  return within.ok ? ok(decided) : within;
}

function checkOverride(
  till: Till,
  facts: Facts,
  asked: PriceOverride,
): Result<NonNullable<CartLine['override']>, CommandError> {
  const employee = permitted(till, 'overridePrice');
  if (!employee.ok) return employee;
  const reason = knownReason(facts, asked.reasonCode, 'priceOverride');
  if (!reason.ok) return reason;
  const { unitPrice } = asked;
  if (!isUnitPrice(unitPrice)) return err({ type: 'priceOutOfRange', maximumMinor: PRICE_MAX_MINOR });
  if (unitPrice.amountMinor < 0) {
    const negative = permitted(till, 'negativePrice');
    if (!negative.ok) return negative;
  }
  return ok({ unitPrice, reasonCode: reason.value, employee: employee.value.number });
}

/** How far whoever is signed on may go from the list price. */
function overrideWithin(
  till: Till,
  listPrice: UnitPrice | null,
  asked: UnitPrice,
): Result<null, CommandError> {
  const maximumBasisPoints = till.session?.employee.permissions.priceOverrideMaxBasisPoints ?? 0;
  if (priceChangeWithin(listPrice, asked, maximumBasisPoints)) return ok(null);
  return err({ type: 'overrideTooFar', maximumBasisPoints });
}

function isUnitPrice(price: UnitPrice): boolean {
  return (
    Number.isSafeInteger(price.amountMinor) &&
    Math.abs(price.amountMinor) <= PRICE_MAX_MINOR &&
    Number.isSafeInteger(price.priceUnitThousandths) &&
    price.priceUnitThousandths > 0 &&
    price.priceUnitThousandths <= QUANTITY_MAX_THOUSANDTHS
  );
}

export function openForLines(till: Till, purpose: 'sell' | 'adjustStock'): Result<null, CommandError> {
  if (isTendered(till.cart)) return err({ type: 'cartTendered' });
  if (till.cart.lines.length > 0 && till.cart.purpose !== purpose) return err({ type: 'cartPurpose' });
  return ok(null);
}

export function changeableLine(till: Till, number: number): Result<CartLine, CommandError> {
  const employee = permitted(till);
  if (!employee.ok) return employee;
  if (isTendered(till.cart)) return err({ type: 'cartTendered' });
  const line = till.cart.lines[number - 1];
  if (!line || line.voided) return err({ type: 'unknownLine', line: number });
  if (line.returned) return err({ type: 'lineFixed', line: number });
  return ok(line);
}

export function checkQuantity(quantityThousandths: number): Result<number, CommandError> {
  const fits =
    Number.isSafeInteger(quantityThousandths) &&
    quantityThousandths >= 1 &&
    quantityThousandths <= QUANTITY_MAX_THOUSANDTHS;
  return fits ? ok(quantityThousandths) : outOfRange();
}

function outOfRange() {
  return err({
    type: 'quantityOutOfRange',
    minimumThousandths: 1,
    maximumThousandths: QUANTITY_MAX_THOUSANDTHS,
  });
}
