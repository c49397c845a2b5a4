/** What a card terminal knows of one attempt to pay. */
export type CardAnswer =
  | {
      readonly type: 'approved';
      readonly reference: string;
      readonly brand: string;
      readonly lastFour: string;
    }
  | { readonly type: 'declined' }
  | { readonly type: 'cancelled' }
  /** It never heard of it, or gave it back. */
  | { readonly type: 'notCharged' }
  /** The customer is at it. */
  | { readonly type: 'pending' };

/** No answer came. Nothing is known of what the terminal did: it has to be asked. */
export class TerminalSilent extends Error {
  override readonly name = 'TerminalSilent';
}

/**
 * A card terminal that the register speaks to. `intent` is the register's number of an attempt; a terminal charges
 * one attempt once, however often it is asked. Each call throws TerminalSilent where no answer comes in its time.
 */
export interface PaymentConnector {
  /** Minor units of the currency; negative amounts go back to the card. Answers when the customer is done. */
  pay(request: {
    readonly intent: string;
    readonly amountMinor: number;
    readonly currency: string;
  }): Promise<CardAnswer>;
  status(intent: string): Promise<CardAnswer>;
  /** Asks the customer to stop. What became of the attempt is what `pay` and `status` say. */
  cancel(intent: string): Promise<void>;
  /** Takes an approved attempt back, once. */
  reverse(intent: string): Promise<void>;
}
