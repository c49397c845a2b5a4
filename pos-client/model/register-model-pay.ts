import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import type { Result } from '../../commerce/result.ts';
import type { TenderType } from '../../commerce/tender/tender-cart.ts';
import type { RetailTransaction } from '../../commerce/transaction/retail-transaction.ts';
import { minorDigits } from './format.ts';
import { parseAmountMinor } from './format-input.ts';
import { text } from './messages-ui.ts';
import type { RegisterAnswer, RegisterError } from './register-host.ts';
import type { RegisterCore } from './register-model-core.ts';
import { afterKey, type PadKey } from './register-model-keypad.ts';

export interface PayModel {
  readonly typed: Signal<string>;
  /** The typed amount; null while it is empty, 'unclear' where it is no amount. */
  readonly tenderedMinor: ReadonlySignal<number | null | 'unclear'>;
  readonly dueMinor: ReadonlySignal<number>;
  /** What goes back if the typed amount is taken; negative where it does not suffice. */
  readonly changeMinor: ReadonlySignal<number>;
  readonly quick: ReadonlySignal<readonly number[]>;
  readonly tenders: ReadonlySignal<readonly TenderType[]>;
  readonly tender: ReadonlySignal<TenderType | null>;
  readonly busy: ReadonlySignal<boolean>;
  /** A payment is at the card terminal: nothing else can be paid, or changed, until it is known what became of it. */
  readonly pending: ReadonlySignal<boolean>;
  /** What the receipt view shows: the transaction just concluded, or one opened from the journal. */
  readonly concluded: Signal<RetailTransaction | null>;
  open(): void;
  press(key: PadKey): void;
  choose(amountMinor: number): void;
  chooseTender(id: string): void;
  /** Takes the typed amount, or the exact one. */
  pay(): Promise<void>;
  payExact(): Promise<void>;
  /** Gives a part that was paid back. */
  voidTender(line: number): Promise<void>;
  /** Asks the terminal what became of the payment, or the customer to stop. */
  askCard(): Promise<void>;
  cancelCard(): Promise<void>;
  next(): void;
}

/** Gift cards and accounts are asked for their balance: not before headquarters keeps it. */
const offered: ReadonlySet<TenderType['kind']> = new Set(['cash', 'card', 'voucher']);

export function createPay(core: RegisterCore): PayModel {
  const typed = signal('');
  const chosenTender = signal<string | null>(null);
  const busy = signal(false);
  const concluded = signal<RetailTransaction | null>(null);
  const currency = computed(() => core.state.value.currency);
  const dueMinor = computed(() => core.state.value.cart.priced.dueMinor);
  const pending = computed(() => core.state.value.cart.cardIntent !== null);
  const tenders = computed(() =>
    core.state.value.tenderTypes
      .filter(({ kind }) => offered.has(kind))
      .toSorted((a, b) => Number(b.kind === 'cash') - Number(a.kind === 'cash')),
  );
  const tender = computed(
    () => tenders.value.find(({ id }) => id === chosenTender.value) ?? tenders.value[0] ?? null,
  );
  const cash = computed(() => tenders.value.find(({ kind }) => kind === 'cash') ?? null);
  const tenderedMinor = computed(() => {
    if (typed.value.trim() === '') return null;
    return parseAmountMinor(typed.value, currency.value) ?? 'unclear';
  });
  const changeMinor = computed(() =>
    typeof tenderedMinor.value === 'number' ? tenderedMinor.value - dueMinor.value : 0,
  );

  async function take(amountMinor: number | null, tenderType = tender.value): Promise<void> {
    if (busy.value) return;
    if (!tenderType) return core.say({ tone: 'error', text: text.pay.noCash });
    busy.value = true;
    const request = { type: 'pay', tenderType: tenderType.id } as const;
    told(await core.ask(amountMinor === null ? request : { ...request, amountMinor }));
  }

  function told(answer: Result<RegisterAnswer, RegisterError>): void {
    batch(() => {
      busy.value = false;
      if (!answer.ok) return core.refuse(answer.error);
      typed.value = '';
      const { transaction } = answer.value;
      core.say(null);
      if (!transaction) {
        if (dueMinor.value !== 0) core.say({ tone: 'done', text: text.pay.partTaken });
        return;
      }
      chosenTender.value = null;
      concluded.value = transaction;
      core.view.value = 'receipt';
    });
  }

  return {
    typed,
    tenderedMinor,
    dueMinor,
    changeMinor,
    pending,
    quick: computed(() =>
      tender.value?.kind === 'cash' ? quickAmounts(dueMinor.value, minorDigits(currency.value)) : [],
    ),
    tenders,
    tender,
    busy,
    concluded,
    open() {
      if (core.state.value.cart.priced.lines.every((line) => line.voided))
        return core.refuse({ type: 'emptyCart' });
      batch(() => {
        typed.value = '';
        core.say(null);
        core.view.value = 'pay';
      });
      // The customer is about to be told the total: the search for the best price is finished first.
      if (!core.state.value.cart.priced.search.proven) void core.ask({ type: 'subtotal' });
    },
    press(key) {
      typed.value = afterKey(typed.value, key);
    },
    choose(amountMinor) {
      const digits = minorDigits(currency.value);
      const figures = String(amountMinor).padStart(digits + 1, '0');
      const cut = figures.length - digits;
      typed.value = digits === 0 ? figures : `${figures.slice(0, cut)}.${figures.slice(cut)}`;
    },
    chooseTender(id) {
      chosenTender.value = id;
    },
    async pay() {
      const amount = tenderedMinor.value;
      if (amount === 'unclear') return core.say({ tone: 'error', text: text.pay.unclear });
      await take(dueMinor.value > 0 ? amount : null);
    },
    async payExact() {
      if (core.state.value.cart.priced.lines.every((line) => line.voided))
        return core.refuse({ type: 'emptyCart' });
      await take(null, cash.value);
    },
    async voidTender(line) {
      if (busy.value) return;
      busy.value = true;
      told(await core.ask({ type: 'voidTender', line }));
    },
    async askCard() {
      if (busy.value) return;
      busy.value = true;
      told(await core.ask({ type: 'askCard' }));
    },
    async cancelCard() {
      const answer = await core.ask({ type: 'cancelCard' });
      if (!answer.ok) core.refuse(answer.error);
    },
    next() {
      batch(() => {
        concluded.value = null;
        core.say(null);
        core.view.value = 'sale';
      });
    },
  };
}

const QUICK_MAX = 3;
/** Notes and sums of notes, in major units. */
const ROUND_TO = [5, 10, 20, 50, 100, 200, 500];

/** What customers hand over: the due amount rounded up to notes, lowest first, without the exact amount. */
export function quickAmounts(dueMinor: number, digits: number): number[] {
  if (dueMinor <= 0) return [];
  // Where there is no minor unit, a note is worth hundreds.
  const major = digits === 0 ? 100 : 10 ** digits;
  const amounts = ROUND_TO.map((step) => Math.ceil(dueMinor / (step * major)) * step * major);
  return [...new Set(amounts)].filter((amount) => amount > dueMinor).slice(0, QUICK_MAX);
}
