import { computed, effect, type ReadonlySignal, signal } from '@preact/signals-core';
import type { BasketExplanation, LineExplanation } from '../../commerce/basket/explain-basket.ts';
import type { PricedLine } from '../../commerce/cart/priced-cart.ts';
import type { RegisterCore } from './register-model-core.ts';
import type { LinesModel } from './register-model-lines.ts';

/** Why the chosen line costs that: stays open while lines are chosen and changed. */
export interface WhyModel {
  /** Null while nobody asks. */
  readonly line: ReadonlySignal<PricedLine | null>;
  readonly explanation: ReadonlySignal<LineExplanation | null>;
  readonly basket: ReadonlySignal<BasketExplanation | null>;
  open(): void;
  close(): boolean;
  /** Ends what listens for changes of the cart. */
  end(): void;
}

export function createWhy(core: RegisterCore, lines: LinesModel): WhyModel {
  const isOpen = signal(false);
  const basket = signal<BasketExplanation | null>(null);
  const line = computed(() => (isOpen.value ? lines.chosen.value : null));
  const explanation = computed(() => {
    const id = String(line.value?.line ?? '');
    return basket.value?.lines.find((one) => one.id === id) ?? null;
  });

  // Asked again whenever a line changed: an explanation of another basket would be worse than none.
  const end = effect(() => {
    const shown = lines.live.value;
    if (!isOpen.value) return;
    void core.ask({ type: 'explain' }).then((answer) => {
      if (!isOpen.peek() || lines.live.peek() !== shown) return;
      basket.value = answer.ok ? (answer.value.explanation ?? null) : null;
    });
  });

  return {
    line,
    explanation,
    basket,
    open() {
      if (!lines.chosen.value) return core.refuse({ type: 'emptyCart' });
      core.say(null);
      isOpen.value = true;
    },
    close() {
      const wasOpen = line.value !== null;
      isOpen.value = false;
      basket.value = null;
      return wasOpen;
    },
    end,
  };
}
