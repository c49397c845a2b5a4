import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import { sumMinor } from '../../commerce/money/minor.ts';
import { expectedInDrawer, type Shift, type ShiftClose } from '../../commerce/shift/shift.ts';
import { parseAmountMinor } from './format-input.ts';
import { text } from './messages-ui.ts';
import type { RegisterCore } from './register-model-core.ts';
import type { DrawerModel } from './register-model-drawer.ts';

export interface ShiftModel {
  /** What the drawer should hold now. */
  readonly expectedCashMinor: ReadonlySignal<number>;
  readonly takings: ReadonlySignal<readonly Taking[]>;
  /** The button has been pressed once: the next press closes. */
  readonly confirming: ReadonlySignal<boolean>;
  /** What was closed just now, until the view is left. */
  readonly closed: ReadonlySignal<ClosedShift | null>;
  readonly float: Signal<string>;
  readonly busy: ReadonlySignal<boolean>;
  open(): void;
  askClose(): void;
  keepOpen(): boolean;
  closeShift(): Promise<void>;
  openShift(): Promise<void>;
}

export interface ClosedShift {
  readonly shift: Shift | ShiftClose;
  readonly expectedCashMinor: number;
}

export interface Taking {
  readonly name: string;
  readonly amountMinor: number;
  readonly isCash: boolean;
}

export function createShift(core: RegisterCore, drawer: DrawerModel): ShiftModel {
  const confirming = signal(false);
  const closed = signal<ClosedShift | null>(null);
  const float = signal('');
  const busy = signal(false);
  const shift = computed(() => closed.value?.shift ?? core.state.value.shift);
  const takings = computed(() =>
    Object.entries(shift.value?.totals.tendersMinor ?? {}).map(([id, amountMinor]) => {
      const type = core.state.value.tenderTypes.find((tender) => tender.id === id);
      return { name: type?.name ?? id, amountMinor, isCash: type?.kind === 'cash' };
    }),
  );
  const expectedCashMinor = computed(() => {
    const open = shift.value;
    const cash = core.state.value.tenderTypes.filter(({ kind }) => kind === 'cash').map(({ id }) => id);
    return open ? sumMinor(cash.map((tender) => expectedInDrawer(open, tender, cash))) : 0;
  });

  return {
    expectedCashMinor,
    takings,
    confirming,
    closed,
    float,
    busy,
    open() {
      batch(() => {
        core.view.value = 'shift';
        confirming.value = false;
        closed.value = null;
        drawer.close();
        core.say(null);
      });
      void drawer.refresh();
    },
    askClose() {
      const { state } = core;
      if (!state.value.shift) return core.refuse({ type: 'noShift' });
      if (state.value.cart.priced.lines.length > 0) return core.refuse({ type: 'cartOpen' });
      core.say(null);
      confirming.value = true;
    },
    keepOpen() {
      const was = confirming.value;
      confirming.value = false;
      return was;
    },
    async closeShift() {
      const open = core.state.value.shift;
      if (!open || busy.value) return;
      busy.value = true;
      const expected = expectedCashMinor.value;
      const answer = await core.ask({ type: 'closeShift' });
      batch(() => {
        busy.value = false;
        confirming.value = false;
        if (!answer.ok) return core.refuse(answer.error);
        const result = answer.value.shiftClose;
        closed.value = {
          shift: result ?? open,
          expectedCashMinor: result?.expectedCashMinor ?? expected,
        };
        core.say(null);
      });
    },
    async openShift() {
      const { currency } = core.state.value;
      const floatMinor = float.value.trim() === '' ? 0 : parseAmountMinor(float.value, currency);
      if (floatMinor === null || floatMinor < 0)
        return core.say({ tone: 'error', text: text.shift.unclearFloat });
      const answer = await core.ask({ type: 'openShift', floatMinor });
      batch(() => {
        if (!answer.ok) return core.refuse(answer.error);
        float.value = '';
        closed.value = null;
        core.say({ tone: 'done', text: text.shift.opened });
      });
    },
  };
}
