import { isTendered } from '../cart/cart.ts';
import { couponState } from '../promotions/offer-conditions.ts';
import { err, ok } from '../result.ts';
import type { Command } from './command.ts';
import { type Decided, type Facts, permitted, type Till, withSteps } from './till.ts';

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

/** A coupon is refused when it is shown, not when it is paid: the customer is still there. */
export function decideAddCoupon(till: Till, { coupon }: CommandOf<'addCoupon'>, facts: Facts): Decided {
  const employee = permitted(till);
  if (!employee.ok) return employee;
  if (isTendered(till.cart)) return err({ type: 'cartTendered' });
  if (till.cart.purpose !== 'sell') return err({ type: 'cartPurpose' });
  if (till.cart.coupons.includes(coupon)) return err({ type: 'couponRefused', coupon, state: 'added' });
  const { date } = till.cart.startedAt ?? facts.moment;
  const state = couponState(facts.coupon ?? undefined, { date, customer: till.cart.customer });
  if (state !== 'accepted') return err({ type: 'couponRefused', coupon, state });
  return ok(withSteps(till, facts, [{ type: 'couponAdded', code: coupon }], null));
}

export function decideRemoveCoupon(till: Till, { coupon }: CommandOf<'removeCoupon'>, facts: Facts): Decided {
  const employee = permitted(till);
  if (!employee.ok) return employee;
  if (isTendered(till.cart)) return err({ type: 'cartTendered' });
  if (!till.cart.coupons.includes(coupon)) return err({ type: 'couponRefused', coupon, state: 'notAdded' });
  return ok(withSteps(till, facts, [{ type: 'couponRemoved', code: coupon }], null));
}
