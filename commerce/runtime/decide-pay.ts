import type { PricedCart } from '../cart/priced-cart.ts';
import { zeroMinor } from '../money/minor.ts';
import { err, ok, type Result } from '../result.ts';
import { tenderCart } from '../tender/tender-cart.ts';
import type { TenderLine, TransactionType } from '../transaction/retail-transaction.ts';
import type { Command, CommandError } from './command.ts';
import { discountsWithinLimits } from './decide-discounts.ts';
import { returnsWithinReceipts } from './decide-returns.ts';
import { conclude } from './decide-transaction.ts';
import { type Decided, type Decision, type Facts, permitted, type Till, withSteps } from './till.ts';

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;
type Asked = Pick<CommandOf<'pay'>, 'tenderType' | 'amountMinor'>;

export function decidePay(till: Till, command: CommandOf<'pay'>, facts: Facts): Decided {
  const tender = tenderFor(till, command, facts);
  return tender.ok ? ok(taken(till, facts, tender.value)) : tender;
}

/** Checked like paying, so that nobody is charged for what the register would then refuse. */
export function decideIntendCard(till: Till, command: CommandOf<'intendCard'>, facts: Facts): Decided {
  const tender = tenderFor(till, command, facts);
  if (!tender.ok) return tender;
  const intent = { id: command.intent, tender: tender.value };
  return ok(withSteps(till, facts, [{ type: 'cardIntended', intent }], null));
}

export function decideSettleCard(till: Till, { card }: CommandOf<'settleCard'>, facts: Facts): Decided {
  const employee = permitted(till);
  if (!employee.ok) return employee;
  const { cardIntent } = till.cart;
  if (cardIntent?.id !== card.intent) return err({ type: 'noCardPending' });
  return ok(taken(till, facts, { ...cardIntent.tender, card }));
}

export function decideReleaseCard(
  till: Till,
  { intent, outcome }: CommandOf<'releaseCard'>,
  facts: Facts,
): Decided {
  const employee = permitted(till);
  if (!employee.ok) return employee;
  if (till.cart.cardIntent?.id !== intent) return err({ type: 'noCardPending' });
  return ok(withSteps(till, facts, [{ type: 'cardReleased', intent, outcome }], null));
}

export function decideVoidTender(till: Till, { line }: CommandOf<'voidTender'>, facts: Facts): Decided {
  const employee = permitted(till);
  if (!employee.ok) return employee;
  if (till.cart.cardIntent) return err({ type: 'cardPending' });
  const tender = till.cart.tenders.find((one) => one.line === line);
  if (!tender) return err({ type: 'unknownLine', line });
  const voided = { type: 'tenderVoided', line } as const;
  if (!tender.card) return ok(withSteps(till, facts, [voided], null));
  // Until its terminal has given it back it may still be paid: what it says then counts.
  const { card, ...asked } = tender;
  const intent = { id: card.intent, tender: asked };
  return ok(withSteps(till, facts, [voided, { type: 'cardIntended', intent }], null));
}

/** The line that a tender would be, or why it cannot be taken. */
function tenderFor(till: Till, asked: Asked, facts: Facts): Result<TenderLine, CommandError> {
  const employee = permitted(till);
  if (!employee.ok) return employee;
  const { cart } = till;
  if (cart.purpose !== 'sell') return err({ type: 'cartPurpose' });
  if (cart.cardIntent) return err({ type: 'cardPending' });
  const before = facts.price(cart);
  const counted = before.lines.filter((line) => !line.voided);
  if (counted.length === 0) return err({ type: 'emptyCart' });
  const unpriced = counted.find((line) => !line.priced);
  if (unpriced) return err({ type: 'noPrice', sku: unpriced.sku });
  const within = discountsWithinLimits(cart, before);
  if (!within.ok) return within;
  const { returnMaxMinor } = employee.value.permissions;
  if (returnMaxMinor !== null && -before.totals.grossMinor > returnMaxMinor)
    return err({ type: 'returnTooHigh', maximumMinor: returnMaxMinor });
  const returns = returnsWithinReceipts(cart, facts);
  if (!returns.ok) return returns;
  const tenderType = facts.setup.tenderTypes.find((known) => known.id === asked.tenderType);
  if (!tenderType) return err({ type: 'unknownTender', tenderType: asked.tenderType });
  const number = Math.max(0, ...[...cart.tenders, ...cart.voidedTenders].map(({ line }) => line)) + 1;
  const coversMinor = Math.max(0, Math.min(asked.amountMinor ?? before.dueMinor, before.dueMinor));
  const covering = { line: number, tenderType: tenderType.id, coversMinor };
  const { dueMinor } = pricedWith(till, facts, before, covering);
  const tender = tenderCart(dueMinor, tenderType, asked.amountMinor, number);
  return tender.ok ? ok({ ...tender.value, coversMinor }) : tender;
}

/** The cart under the discounts for paying with a tender: what it covers is what it would pay without them. */
function pricedWith(
  till: Till,
  facts: Facts,
  before: PricedCart,
  tender: Pick<TenderLine, 'line' | 'tenderType' | 'coversMinor'>,
): PricedCart {
  if (!tender.coversMinor) return before;
  const nothing = { amountMinor: zeroMinor, tenderedMinor: zeroMinor, changeMinor: zeroMinor };
  return facts.price({ ...till.cart, tenders: [...till.cart.tenders, { ...tender, ...nothing }] });
}

/** The cart with the tender; the last one concludes. */
function taken(till: Till, facts: Facts, tender: TenderLine): Decision {
  const priced = pricedWith(till, facts, facts.price(till.cart), tender);
  const tendered = withSteps(till, facts, [{ type: 'tenderAdded', tender }], null);
  if (priced.dueMinor - tender.amountMinor !== 0) return tendered;
  const isReturn = priced.lines.every((line) => line.voided || line.quantityThousandths < 0);
  const type: TransactionType = isReturn ? 'return' : 'sale';
  // Its step would be stored and cleared in the same batch, so only the till keeps it.
  return conclude({ ...till, cart: tendered.till.cart }, facts, type, priced);
}
