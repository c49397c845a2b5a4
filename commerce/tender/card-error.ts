/** Why a payment at a card terminal is not taken. */
export type CardError =
  /** The customer was not charged. */
  | { readonly type: 'cardDeclined' }
  | { readonly type: 'cardCancelled' }
  /** Nobody knows yet whether the customer was charged: the terminal is asked again. */
  | { readonly type: 'terminalSilent' }
  | { readonly type: 'noCardPending' };
