import { isTendered } from '../../commerce/cart/cart.ts';
import type { TillView } from '../../commerce/runtime/runtime.ts';
import type { CartState } from './register-host.ts';

/** What the screens know of the open basket. */
export function cartState({ till, priced }: Pick<TillView, 'till' | 'priced'>): CartState {
  const { cart } = till;
  const { purpose, discount, customer, coupons, externalRef, taxExemption, tenders, cardIntent } = cart;
  const undoable = cart.earlier.length > 0 && !isTendered(cart);
  return {
    ...{ priced, purpose, discount, customer, coupons, externalRef, taxExemption },
    tenders,
    cardIntent,
    undoable,
  };
}
