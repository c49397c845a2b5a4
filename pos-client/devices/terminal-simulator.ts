import { type CardAnswer, type PaymentConnector, TerminalSilent } from './payment-connector.ts';

/** What the simulated terminal does with an amount. */
export type SimulatedTurn =
  | 'approve'
  | 'decline'
  /** It never hears of it, and says nothing. */
  | 'timeOut'
  /** It charges, and its answer is lost. */
  | 'loseAnswer'
  /** It waits for the customer until it is cancelled. */
  | 'wait';

export interface SimulatorPorts {
  /** The terminal's own memory: it outlives the register's crash, as a real one does. */
  readonly read: (intent: string) => Promise<CardAnswer | null>;
  readonly write: (intent: string, answer: CardAnswer) => Promise<void>;
  readonly turn?: (amountMinor: number) => SimulatedTurn;
}

/** By the pence of the amount, as test terminals have it. */
export function turnOfAmount(amountMinor: number): SimulatedTurn {
  switch (Math.abs(amountMinor) % 100) {
    case 5:
      return 'decline';
    case 8:
      return 'timeOut';
    case 9:
      return 'loseAnswer';
    case 4:
      return 'wait';
    default:
      return 'approve';
  }
}

/** A terminal for demonstrations and tests, with every trouble that real ones have. It moves no money. */
export function terminalSimulator({ read, write, turn = turnOfAmount }: SimulatorPorts): PaymentConnector {
  const waiting = new Map<string, (answer: CardAnswer) => void>();
  const approved = (intent: string): CardAnswer => ({
    ...{ type: 'approved', reference: `SIM-${intent.slice(0, 8)}` },
    ...{ brand: 'Simulated', lastFour: '4242' },
  });

  async function settle(intent: string, answer: CardAnswer): Promise<CardAnswer> {
    await write(intent, answer);
    return answer;
  }

  return {
    async pay({ intent, amountMinor }) {
      const before = await read(intent);
      if (before && before.type !== 'pending') return before;
      switch (turn(amountMinor)) {
        case 'approve':
          return settle(intent, approved(intent));
        case 'decline':
          return settle(intent, { type: 'declined' });
        case 'timeOut':
          throw new TerminalSilent('the terminal does not answer');
        case 'loseAnswer':
          await settle(intent, approved(intent));
          throw new TerminalSilent('the answer was lost');
        case 'wait': {
          const done = new Promise<CardAnswer>((answer) => waiting.set(intent, answer));
          await settle(intent, { type: 'pending' });
          return done;
        }
      }
    },
    status: async (intent) => (await read(intent)) ?? { type: 'notCharged' },
    async cancel(intent) {
      const now = await read(intent);
      if (now?.type !== 'pending') return;
      const answer = await settle(intent, { type: 'cancelled' });
      waiting.get(intent)?.(answer);
      waiting.delete(intent);
    },
    async reverse(intent) {
      await settle(intent, { type: 'notCharged' });
    },
  };
}
