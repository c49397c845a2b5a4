import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { PricedLine } from '../../commerce/cart/priced-cart.ts';
import type { RegisterCore } from './register-model-core.ts';

export interface LinesModel {
  /** The cart's lines. One that did not change is the same object as before, so that its row is not drawn again. */
  readonly all: ReadonlySignal<readonly PricedLine[]>;
  readonly live: ReadonlySignal<readonly PricedLine[]>;
  /** The line that actions are about: the chosen one, else the last. */
  readonly chosen: ReadonlySignal<PricedLine | null>;
  /** What a person would count in the basket: whole quantities, and one for what is weighed. */
  readonly pieces: ReadonlySignal<number>;
  choose(line: number | null): void;
  move(to: 'up' | 'down' | 'first' | 'last'): void;
}

export function createLines(core: RegisterCore): LinesModel {
  const choice = signal<number | null>(null);
  let before: readonly PricedLine[] = [];
  const all = computed(() => {
    before = shareUnchanged(before, core.state.value.cart.priced.lines);
    return before;
  });
  const live = computed(() => all.value.filter((line) => !line.voided));
  const chosen = computed(
    () => live.value.find((line) => line.line === choice.value) ?? live.value.at(-1) ?? null,
  );
  return {
    all,
    live,
    chosen,
    pieces: computed(() => live.value.reduce((sum, line) => sum + piecesOf(line.quantityThousandths), 0)),
    choose(line) {
      choice.value = line;
    },
    move(to) {
      const lines = live.value;
      const at = chosen.value ? lines.indexOf(chosen.value) : -1;
      const last = lines.length - 1;
      const target = { up: Math.max(0, at - 1), down: Math.min(last, at + 1), first: 0, last }[to];
      choice.value = lines[target]?.line ?? null;
    },
  };
}

function piecesOf(quantityThousandths: number): number {
  return quantityThousandths % 1000 === 0 ? Math.abs(quantityThousandths) / 1000 : 1;
}

/** `after` with the objects of `before` wherever they say the same. */
export function shareUnchanged<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  const shared = after.map((value, index) => {
    const old = before[index];
    return old !== undefined && same(old, value) ? old : value;
  });
  const unchanged =
    shared.length === before.length && shared.every((value, index) => value === before[index]);
  return unchanged ? before : shared;
}

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => same(left[key], right[key]));
}
