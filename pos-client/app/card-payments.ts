import type { CardIntent } from '../../commerce/cart/cart.ts';
import { err, ok, type Result } from '../../commerce/result.ts';
import type { Command } from '../../commerce/runtime/command.ts';
import type { CardError } from '../../commerce/tender/card-error.ts';
import type { TenderLine } from '../../commerce/transaction/retail-transaction.ts';
import { type CardAnswer, type PaymentConnector, TerminalSilent } from '../devices/payment-connector.ts';

export interface CardPorts<Done, Refused> {
  readonly connector: PaymentConnector;
  readonly execute: (command: Command) => Promise<Result<Done, Refused | CardError>>;
  /** The attempt that the open cart has noted. */
  readonly pending: () => CardIntent | null;
  readonly currency: () => string;
  readonly newIntent: () => string;
}

/**
 * Payments at a terminal. The attempt is stored before the terminal is asked, and what became of it is stored before
 * anything else happens: wherever the register stops, it knows afterwards what to ask, and nobody pays twice.
 */
export class CardPayments<Done, Refused> {
  readonly #ports: CardPorts<Done, Refused>;

  constructor(ports: CardPorts<Done, Refused>) {
    this.#ports = ports;
  }

  async pay({
    tenderType,
    amountMinor,
  }: {
    readonly tenderType: string;
    readonly amountMinor?: number | undefined;
  }): Promise<Result<Done, Refused | CardError>> {
    const { connector, execute, pending, currency, newIntent } = this.#ports;
    const intent = newIntent();
    const noted = await execute({ type: 'intendCard', tenderType, amountMinor, intent });
    const tender = pending()?.tender;
    if (!noted.ok || !tender) return noted;
    const request = { intent, amountMinor: tender.tenderedMinor, currency: currency() };
    return this.#settle(intent, () => connector.pay(request));
  }

  /** Asks the terminal what became of the attempt that is noted; after a restart too. */
  async ask(): Promise<Result<Done, Refused | CardError>> {
    const intent = this.#ports.pending();
    if (!intent) return err({ type: 'noCardPending' });
    return this.#settle(intent.id, () => this.#ports.connector.status(intent.id));
  }

  /** What `pay` answers says whether it came in time. */
  async cancel(): Promise<Result<object, CardError>> {
    const intent = this.#ports.pending();
    if (!intent) return err({ type: 'noCardPending' });
    try {
      await this.#ports.connector.cancel(intent.id);
      return ok({});
    } catch (problem) {
      if (!(problem instanceof TerminalSilent)) throw problem;
      return err({ type: 'terminalSilent' });
    }
  }

  /** Gives a payment back. A card's is pending from then on, until its terminal says that it has done it. */
  async void({ line, card }: TenderLine): Promise<Result<Done, Refused | CardError>> {
    const { connector, execute } = this.#ports;
    const voided = await execute({ type: 'voidTender', line });
    if (!voided.ok || !card) return voided;
    const given = await this.#settle(card.intent, async () => {
      await connector.reverse(card.intent);
      return { type: 'notCharged' };
    });
    return !given.ok && this.#ports.pending() === null ? voided : given;
  }

  async #settle(intent: string, work: () => Promise<CardAnswer>): Promise<Result<Done, Refused | CardError>> {
    const answer = await this.#answer(intent, work);
    switch (answer.type) {
      case 'approved': {
        const { reference, brand, lastFour } = answer;
        return this.#ports.execute({ type: 'settleCard', card: { intent, reference, brand, lastFour } });
      }
      case 'declined':
      case 'cancelled':
      case 'notCharged': {
        const released = await this.#ports.execute({ type: 'releaseCard', intent, outcome: answer.type });
        if (!released.ok) return released;
        return err({ type: answer.type === 'declined' ? 'cardDeclined' : 'cardCancelled' });
      }
      case 'pending':
        return err({ type: 'terminalSilent' });
    }
  }

  /** Where the answer does not come, the terminal is asked once what it did; it may be silent again. */
  async #answer(intent: string, work: () => Promise<CardAnswer>): Promise<CardAnswer> {
    try {
      return await work();
    } catch (problem) {
      if (!(problem instanceof TerminalSilent)) throw problem;
    }
    try {
      return await this.#ports.connector.status(intent);
    } catch (problem) {
      if (!(problem instanceof TerminalSilent)) throw problem;
      return { type: 'pending' };
    }
  }
}
