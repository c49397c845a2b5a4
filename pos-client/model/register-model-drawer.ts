import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import { denominationsOf } from '../../commerce/money/denominations.ts';
import { sumMinor } from '../../commerce/money/minor.ts';
import type { DrawerOperationType } from '../../commerce/shift/drawer-operation.ts';
import { expectedInDrawer, type Shift } from '../../commerce/shift/shift.ts';
import { formatMoney } from './format.ts';
import { parseAmountMinor } from './format-input.ts';
import { text } from './messages-ui.ts';
import type { RegisterCore } from './register-model-core.ts';
import { createReasonedEntry, type ReasonedEntry } from './register-model-reasoned.ts';

/** The drawer beside the sale: money in and out, counting it, and shifts whose drawers wait to be counted. */
export interface DrawerModel {
  /** What lies over the shift's totals. */
  readonly panel: ReadonlySignal<'count' | 'operation' | 'noSale' | null>;
  readonly operation: ReadonlySignal<Exclude<DrawerOperationType, 'noSale'>>;
  readonly typed: Signal<string>;
  readonly note: Signal<string>;
  readonly denominations: ReadonlySignal<readonly number[]>;
  /** How many of each, as typed. */
  readonly counts: ReadonlySignal<Readonly<Record<number, string>>>;
  readonly countedMinor: ReadonlySignal<number>;
  /** What should be there; null for whoever counts blind. */
  readonly expectedMinor: ReadonlySignal<number | null>;
  /** Shifts closed blind, and which one of them is counted; null: the open one. */
  readonly blind: ReadonlySignal<readonly Shift[]>;
  readonly counting: ReadonlySignal<number | null>;
  refresh(): Promise<void>;
  /** Opens the drawer; where headquarters has reasons for it, asks for one first. */
  noSale(): Promise<void>;
  /** Why the drawer is opened without a sale: choosing one opens it. */
  readonly noSaleReason: ReasonedEntry;
  start(operation: Exclude<DrawerOperationType, 'noSale'>): void;
  move(): Promise<void>;
  startCount(shift: number | null): void;
  setCount(valueMinor: number, count: string): void;
  /** Takes the count; a shift that was closed blind is closed with it. */
  declare(): Promise<void>;
  blindClose(): Promise<void>;
  close(): boolean;
}

export function createDrawer(core: RegisterCore): DrawerModel {
  const panel = signal<'count' | 'operation' | 'noSale' | null>(null);
  const reasoned = createReasonedEntry(core, 'noSale');
  const operation = signal<Exclude<DrawerOperationType, 'noSale'>>('safeDrop');
  const typed = signal('');
  const note = signal('');
  const counts = signal<Readonly<Record<number, string>>>({});
  const counting = signal<number | null>(null);
  const blind = signal<readonly Shift[]>([]);
  const cashTenders = computed(() =>
    core.state.value.tenderTypes.filter(({ kind }) => kind === 'cash').map(({ id }) => id),
  );
  const denominations = computed(() => denominationsOf(core.state.value.currency));
  const counted = computed(() =>
    denominations.value.flatMap((valueMinor) => {
      const count = Number(counts.value[valueMinor] ?? '');
      return count === 0 ? [] : [{ valueMinor, count }];
    }),
  );
  const countedMinor = computed(() => {
    const sum = sumMinor(counted.value.map(({ valueMinor, count }) => valueMinor * count));
    return Number.isSafeInteger(sum) ? sum : 0;
  });
  const shift = computed(
    () => blind.value.find((one) => one.shift === counting.value) ?? core.state.value.shift,
  );
  const expectedMinor = computed(() => {
    const [cash] = cashTenders.value;
    if (!core.state.value.employee?.permissions.viewReports || !shift.value || !cash) return null;
    return expectedInDrawer(shift.value, cash, cashTenders.value);
  });

  async function refresh(): Promise<void> {
    const answer = await core.ask({ type: 'blindShifts' });
    if (answer.ok) blind.value = answer.value.blindShifts ?? [];
  }

  async function move(
    type: DrawerOperationType,
    amountMinor: number,
    why: { readonly reasonCode: string | null; readonly note: string | null },
  ) {
    const tenderType = type === 'noSale' ? null : (cashTenders.value[0] ?? null);
    return core.ask({ type: 'drawer', operation: type, tenderType, amountMinor, ...why });
  }

  async function openDrawer(reasonCode: string | null): Promise<void> {
    const answer = await move('noSale', 0, { reasonCode, note: null });
    if (!answer.ok) return core.refuse(answer.error);
    batch(() => {
      close();
      core.say({ tone: 'done', text: text.drawer.opened });
    });
  }

  function close(): boolean {
    const was = panel.value !== null;
    panel.value = null;
    return was;
  }

  return {
    panel,
    operation,
    typed,
    note,
    denominations,
    counts,
    countedMinor,
    expectedMinor,
    blind,
    counting,
    refresh,
    noSaleReason: { ...reasoned, chooseReason: (id) => void openDrawer(id) },
    async noSale() {
      if (reasoned.reasons.value.length === 0) return openDrawer(null);
      batch(() => {
        panel.value = 'noSale';
        core.say(null);
      });
    },
    start(next) {
      batch(() => {
        operation.value = next;
        typed.value = '';
        note.value = '';
        panel.value = 'operation';
        core.say(null);
      });
    },
    async move() {
      const { currency } = core.state.value;
      const amountMinor = parseAmountMinor(typed.value, currency);
      if (amountMinor === null || amountMinor <= 0)
        return core.say({ tone: 'error', text: text.drawer.unclear });
      const written = note.value.trim();
      const why = { reasonCode: null, note: written === '' ? null : written };
      const answer = await move(operation.value, amountMinor, why);
      if (!answer.ok) return core.refuse(answer.error);
      batch(() => {
        close();
        const done = text.drawer.done[operation.value](formatMoney(amountMinor, currency));
        core.say({ tone: 'done', text: done });
      });
    },
    startCount(number) {
      batch(() => {
        counting.value = number;
        counts.value = {};
        panel.value = 'count';
        core.say(null);
      });
    },
    setCount(valueMinor, count) {
      counts.value = { ...counts.value, [valueMinor]: count.replaceAll(/\D/g, '').slice(0, 6) };
    },
    async declare() {
      const [cash] = cashTenders.value;
      if (!cash) return core.say({ tone: 'error', text: text.pay.noCash });
      const one = { tenderType: cash, amountMinor: countedMinor.value, denominations: counted.value };
      const number = counting.value;
      const answer = await core.ask({ type: 'declareTenders', shift: number, counted: [one] });
      if (!answer.ok) return core.refuse(answer.error);
      const closed = number === null ? null : await core.ask({ type: 'closeShift', shift: number });
      if (closed && !closed.ok) return core.refuse(closed.error);
      await refresh();
      batch(() => {
        close();
        const total = formatMoney(one.amountMinor, core.state.value.currency);
        core.say({ tone: 'done', text: text.drawer.counted(total, number) });
      });
    },
    async blindClose() {
      const answer = await core.ask({ type: 'blindCloseShift' });
      if (!answer.ok) return core.refuse(answer.error);
      await refresh();
      core.say({ tone: 'done', text: text.drawer.closedBlind });
    },
    close,
  };
}
