import { describe, expect, test } from 'vitest';
import type { CardIntent } from '../../commerce/cart/cart.ts';
import { err, ok, type Result } from '../../commerce/result.ts';
import type { Command } from '../../commerce/runtime/command.ts';
import type { CardAnswer } from '../devices/payment-connector.ts';
import { type SimulatedTurn, terminalSimulator } from '../devices/terminal-simulator.ts';
import { CardPayments } from './card-payments.ts';

class Crash extends Error {}

/** A basket that knows no more than what it was told durably, and a terminal that remembers whom it charged. */
function world(turn: SimulatedTurn) {
  const remembered = new Map<string, CardAnswer>();
  const charged: string[] = [];
  const basket = { intent: null as CardIntent | null, paid: [] as string[], released: [] as string[] };
  let crashAfter = Number.POSITIVE_INFINITY;
  let commits = 0;

  async function execute(command: Command): Promise<Result<string, { type: 'refused' }>> {
    if (commits++ === crashAfter) throw new Crash();
    switch (command.type) {
      case 'intendCard':
        basket.intent = { id: command.intent, tender: { tenderedMinor: 590 } as CardIntent['tender'] };
        return ok('noted');
      case 'settleCard':
        if (basket.intent?.id !== command.card.intent) return err({ type: 'refused' });
        basket.intent = null;
        basket.paid.push(command.card.intent);
        return ok('paid');
      case 'releaseCard':
        if (basket.intent?.id !== command.intent) return err({ type: 'refused' });
        basket.intent = null;
        basket.released.push(command.outcome);
        return ok('released');
      case 'voidTender': {
        const [paid] = basket.paid.splice(0);
        basket.intent = { id: paid ?? '', tender: { tenderedMinor: 590 } as CardIntent['tender'] };
        return ok('voided');
      }
      default:
        return ok(command.type);
    }
  }

  const start = () =>
    new CardPayments<string, { type: 'refused' }>({
      connector: terminalSimulator({
        read: async (intent) => remembered.get(intent) ?? null,
        write: async (intent, answer) => {
          if (answer.type === 'approved') charged.push(intent);
          remembered.set(intent, answer);
        },
        turn: () => turn,
      }),
      execute,
      pending: () => basket.intent,
      currency: () => 'GBP',
      newIntent: () => `intent ${remembered.size + basket.released.length + 1}`,
    });
  return {
    basket,
    charged,
    start,
    /** Whether the terminal has the customer's money. */
    keeps: (intent: string) => remembered.get(intent)?.type === 'approved',
    crashAfterCommits(count: number) {
      crashAfter = count;
    },
    goOn() {
      crashAfter = Number.POSITIVE_INFINITY;
    },
  };
}

/** As a register asks: with more in it than concerns the terminal. */
const asked = { type: 'pay', tenderType: 'CARD' };

describe('a payment at the terminal', () => {
  test.each([
    { turn: 'approve', answer: { ok: true, value: 'paid' }, charged: 1 },
    { turn: 'decline', answer: { ok: false, error: { type: 'cardDeclined' } }, charged: 0 },
    { turn: 'timeOut', answer: { ok: false, error: { type: 'cardCancelled' } }, charged: 0 },
    { turn: 'loseAnswer', answer: { ok: true, value: 'paid' }, charged: 1 },
  ] as const)('$turn', async ({ turn, answer, charged }) => {
    const at = world(turn);
    expect(await at.start().pay(asked)).toEqual(answer);
    expect(at.basket.intent).toBeNull();
    expect(at.basket.paid).toEqual(at.charged);
    expect(at.charged).toHaveLength(charged);
  });

  test('cancelled while the customer is at it', async () => {
    const at = world('wait');
    const card = at.start();
    const paying = card.pay(asked);
    await expect.poll(() => at.basket.intent).not.toBeNull();
    await expect.poll(async () => (await card.ask()).ok || true).toBe(true);
    await card.cancel();
    expect(await paying).toEqual({ ok: false, error: { type: 'cardCancelled' } });
    expect(at.basket).toMatchObject({ intent: null, released: ['cancelled'] });
  });

  test.each([
    { stops: 'before the basket is told', commits: 2, paid: 1 },
    { stops: 'when the terminal has given it back', commits: 3, paid: 0 },
    { stops: 'nowhere', commits: 9, paid: 0 },
  ])('given back; the register stops $stops', async ({ commits, paid }) => {
    const at = world('approve');
    const card = at.start();
    await card.pay(asked);
    const tender = { line: 1, card: { intent: at.charged[0] } } as Parameters<typeof card.void>[0];
    at.crashAfterCommits(commits);
    const given = await card.void(tender).catch((problem: unknown) => problem);
    if (commits === 9) expect(given).toEqual({ ok: true, value: 'voided' });
    at.goOn();
    if (at.basket.intent) await at.start().ask();
    expect(at.basket.intent).toBeNull();
    expect(at.basket.paid).toHaveLength(paid);
    expect(at.keeps(at.charged[0] ?? '')).toBe(paid === 1);
  });

  test('nothing is at it', async () => {
    const none = { ok: false, error: { type: 'noCardPending' } };
    expect(await world('approve').start().ask()).toEqual(none);
    expect(await world('approve').start().cancel()).toEqual(none);
  });
});

describe.each(['approve', 'decline', 'timeOut', 'loseAnswer'] as const)(
  'the register stops at any step of a payment that would %s',
  (turn) => {
    test.each([0, 1])(
      'before commit %s: afterwards the terminal is asked, and nobody pays twice',
      async (commits) => {
        const at = world(turn);
        at.crashAfterCommits(commits);
        await expect(at.start().pay(asked)).rejects.toThrow(Crash);
        at.goOn();
        const card = at.start();
        if (at.basket.intent) await card.ask();
        expect(at.basket.intent).toBeNull();
        expect(at.basket.paid).toEqual(at.charged);
        if (at.basket.paid.length === 0) await card.pay(asked);
        expect(at.basket.paid).toEqual(at.charged);
        expect(at.charged.length).toBe(turn === 'approve' || turn === 'loseAnswer' ? 1 : 0);
      },
    );
  },
);
