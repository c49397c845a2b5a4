import { batch, computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { ManualDiscount } from '../../commerce/basket/basket.ts';
import type { PricedLine } from '../../commerce/cart/priced-cart.ts';
import { parseAmountMinor, parsePercentBasisPoints } from './format-input.ts';
import { text } from './messages-ui.ts';
import type { RegisterCore } from './register-model-core.ts';
import type { LinesModel } from './register-model-lines.ts';
import { createReasonedEntry, type ReasonedEntry } from './register-model-reasoned.ts';

/** A discount by hand: what it is on, how much, and why. */
export interface DiscountModel extends ReasonedEntry {
  /** Null while nobody gives a discount. */
  readonly target: ReadonlySignal<'line' | 'sale' | null>;
  /** The line that it was opened for. */
  readonly line: ReadonlySignal<PricedLine | null>;
  readonly kind: ReadonlySignal<ManualDiscount['type']>;
  /** What the target costs now, and what is off it by hand. */
  readonly costsMinor: ReadonlySignal<number>;
  readonly givenMinor: ReadonlySignal<number>;
  /** Whether the employee may give any. */
  readonly may: ReadonlySignal<boolean>;
  open(typed: string): void;
  aim(target: 'line' | 'sale'): void;
  reckon(kind: ManualDiscount['type']): void;
  apply(): Promise<void>;
  remove(): Promise<void>;
  close(): boolean;
}

export function createDiscount(core: RegisterCore, lines: LinesModel): DiscountModel {
  const openFor = signal<number | null>(null);
  const aimed = signal<'line' | 'sale'>('line');
  const kind = signal<ManualDiscount['type']>('percent');
  const { begin, ...entry } = createReasonedEntry(core, 'discount');
  const { typed, reason } = entry;
  const t = text.discount;
  const line = computed(() => lines.live.value.find((one) => one.line === openFor.value) ?? null);
  const target = computed(() => (line.value === null ? null : aimed.value));
  const limits = computed(() => core.state.value.employee?.permissions);
  const mayOn = (on: 'line' | 'sale') =>
    (on === 'line' ? limits.value?.lineDiscountMaxBasisPoints : limits.value?.saleDiscountMaxBasisPoints) ??
    0;
  const asked = computed(() =>
    aimed.value === 'line' ? lines.live.value.filter((one) => one === line.value) : lines.live.value,
  );
  const sum = (of: (one: PricedLine) => number) => asked.value.reduce((total, one) => total + of(one), 0);
  const byHand = computed(() => (aimed.value === 'line' ? 'manualLine' : 'manualTotal'));

  function close(): boolean {
    const wasOpen = line.value !== null;
    openFor.value = null;
    return wasOpen;
  }

  async function give(discount: ManualDiscount | null, reasonCode: string | null): Promise<void> {
    const on = aimed.value;
    const number = openFor.value;
    if (number === null) return;
    const answer = await core.ask(
      on === 'line'
        ? { type: 'discountLine', line: number, discount, reasonCode }
        : { type: 'discountSale', discount, reasonCode },
    );
    if (!answer.ok) return core.refuse(answer.error);
    batch(() => {
      close();
      lines.choose(number);
      if (on === 'line') core.say({ tone: 'done', text: discount ? t.changed : t.removed, line: number });
      else core.say({ tone: 'done', text: discount ? t.changedSale : t.removedSale });
    });
  }

  return {
    target,
    line,
    kind,
    ...entry,
    costsMinor: computed(() => sum((one) => one.grossMinor)),
    givenMinor: computed(() =>
      sum((one) =>
        one.discounts.reduce(
          (total, given) => total + (given.kind === byHand.value ? given.amountMinor : 0),
          0,
        ),
      ),
    ),
    may: computed(() => mayOn('line') > 0 || mayOn('sale') > 0),
    open(before) {
      const chosen = lines.chosen.value;
      if (!chosen) return core.refuse({ type: 'emptyCart' });
      const on = chosen.returnOf || (mayOn('line') === 0 && mayOn('sale') > 0) ? 'sale' : 'line';
      batch(() => {
        openFor.value = chosen.line;
        aimed.value = on;
        kind.value = 'percent';
        begin(before);
        core.say(null);
      });
    },
    aim(on) {
      aimed.value = on;
    },
    reckon(as) {
      kind.value = as;
    },
    async apply() {
      const discount = discountOf(kind.value, typed.value, core.state.value.currency);
      if (!discount) return core.say({ tone: 'error', text: t.notANumber });
      if (reason.value === null) return core.say({ tone: 'error', text: t.chooseReason });
      await give(discount, reason.value);
    },
    remove: () => give(null, null),
    close,
  };
}

function discountOf(kind: ManualDiscount['type'], typed: string, currency: string): ManualDiscount | null {
  if (kind === 'percent') {
    const basisPoints = parsePercentBasisPoints(typed);
    return basisPoints === null ? null : { type: kind, basisPoints };
  }
  const amountMinor = parseAmountMinor(typed, currency);
  return amountMinor === null ? null : { type: kind, amountMinor };
}
