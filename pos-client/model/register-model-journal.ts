import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import { refundOfLine } from '../../commerce/returns/refund-of-line.ts';
import type { TransactionSummary } from '../../commerce/runtime/channel-port.ts';
import type { RetailTransaction, TransactionLine } from '../../commerce/transaction/retail-transaction.ts';
import { text } from './messages-ui.ts';
import type { RegisterCore } from './register-model-core.ts';

/** The register's own transactions: look at one, print it again, take goods of it back. */
export interface JournalModel {
  readonly list: ReadonlySignal<readonly TransactionSummary[]>;
  readonly hasMore: ReadonlySignal<boolean>;
  readonly opened: ReadonlySignal<RetailTransaction | null>;
  readonly returnable: ReadonlySignal<readonly ReturnableLine[]>;
  readonly refundMinor: ReadonlySignal<number>;
  readonly returnCount: ReadonlySignal<number>;
  readonly busy: ReadonlySignal<boolean>;
  /** A receipt's number, typed. */
  readonly typed: Signal<string>;
  submit(): Promise<void>;
  /** Shows the journal, with the newest transaction open. */
  open(): Promise<void>;
  more(): Promise<void>;
  /** True where the receipt is on this register. */
  openReceipt(receiptId: string): Promise<boolean>;
  setReturn(line: number, quantityThousandths: number): void;
  /** Puts what comes back into the basket. */
  takeBack(): Promise<void>;
}

export interface ReturnableLine {
  readonly line: TransactionLine;
  readonly remainingThousandths: number;
  readonly returnThousandths: number;
  /** What goes back for it, as a positive amount. */
  readonly refundMinor: number;
}

const PAGE_SIZE = 20;

export function createJournal(core: RegisterCore, chooseLine: (line: number) => void): JournalModel {
  const list = signal<readonly TransactionSummary[]>([]);
  const hasMore = signal(false);
  const opened = signal<RetailTransaction | null>(null);
  const returned = signal<Readonly<Record<number, number>>>({});
  const wanted = signal<Readonly<Record<number, number>>>({});
  const busy = signal(false);
  const typed = signal('');

  const returnable = computed(() => {
    const transaction = opened.value;
    if (!transaction || transaction.type === 'void' || transaction.type === 'stockAdjustment') return [];
    return transaction.lines
      .filter((line) => !line.voided && line.quantityThousandths > 0)
      .map((line) => {
        const before = (returned.value[line.line] ?? 0) + inCart(transaction.receiptId, line.line);
        const remainingThousandths = Math.max(0, line.quantityThousandths - before);
        const returnThousandths = Math.min(wanted.value[line.line] ?? 0, remainingThousandths);
        const refundMinor =
          returnThousandths > 0 ? -refundOfLine(line, before, returnThousandths).grossMinor : 0;
        return { line, remainingThousandths, returnThousandths, refundMinor };
      });
  });

  function inCart(receiptId: string, number: number): number {
    return core.state.value.cart.priced.lines
      .filter((l) => !l.voided && l.returnOf?.receiptId === receiptId && l.returnOf.line === number)
      .reduce((sum, line) => sum - line.quantityThousandths, 0);
  }

  async function load(before: readonly TransactionSummary[]): Promise<void> {
    const last = before.at(-1);
    const place = last ? { before: { epoch: last.epoch, seq: last.seq } } : {};
    const answer = await core.ask({ type: 'transactions', limit: PAGE_SIZE + 1, ...place });
    if (!answer.ok) return core.refuse(answer.error);
    const found = answer.value.transactions ?? [];
    batch(() => {
      list.value = [...before, ...found.slice(0, PAGE_SIZE)];
      hasMore.value = found.length > PAGE_SIZE;
    });
  }

  async function openReceipt(receiptId: string): Promise<boolean> {
    const answer = await core.ask({ type: 'receipt', receiptId });
    if (!answer.ok || !answer.value.transaction) return false;
    const { transaction, returnedThousandths } = answer.value;
    batch(() => {
      opened.value = transaction;
      returned.value = returnedThousandths ?? {};
      wanted.value = {};
      core.view.value = 'journal';
      core.say(null);
    });
    if (list.value.length === 0) await load([]);
    return true;
  }

  return {
    list,
    hasMore,
    opened,
    returnable,
    refundMinor: computed(() => returnable.value.reduce((sum, one) => sum + one.refundMinor, 0)),
    returnCount: computed(() => returnable.value.filter((one) => one.returnThousandths > 0).length),
    busy,
    typed,
    async submit() {
      const receiptId = typed.value.trim();
      if (receiptId === '') return;
      if (await openReceipt(receiptId)) typed.value = '';
      else core.refuse({ type: 'unknownReceipt', receiptId });
    },
    async open() {
      batch(() => {
        core.view.value = 'journal';
        opened.value = null;
        core.say(null);
      });
      await load([]);
      const [newest] = list.value;
      if (newest && core.view.value === 'journal' && !opened.value) await openReceipt(newest.receiptId);
    },
    more: () => load(list.value),
    openReceipt,
    setReturn(line, quantityThousandths) {
      const limit = returnable.value.find((one) => one.line.line === line)?.remainingThousandths ?? 0;
      const quantity = Math.max(0, Math.min(limit, quantityThousandths));
      wanted.value = { ...wanted.value, [line]: quantity };
    },
    async takeBack() {
      const transaction = opened.value;
      if (!transaction || busy.value) return;
      const coming = returnable.value.filter((one) => one.returnThousandths > 0);
      if (coming.length === 0) return core.say({ tone: 'error', text: text.journal.nothingChosen });
      busy.value = true;
      for (const { line, returnThousandths } of coming) {
        const { receiptId } = transaction;
        const quantity = { line: line.line, quantityThousandths: returnThousandths };
        const answer = await core.ask({ type: 'returnLine', receiptId, ...quantity });
        if (!answer.ok) {
          busy.value = false;
          return core.refuse(answer.error);
        }
        if (answer.value.line) chooseLine(answer.value.line);
      }
      batch(() => {
        busy.value = false;
        wanted.value = {};
        core.view.value = 'sale';
        core.say({ tone: 'done', text: text.journal.takenBack(coming.length) });
      });
    },
  };
}
