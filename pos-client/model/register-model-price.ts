import { batch, computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { PricedLine } from '../../commerce/cart/priced-cart.ts';
import { parseUnitPrice } from './format-input.ts';
import { text } from './messages-ui.ts';
import type { RegisterCore } from './register-model-core.ts';
import type { LinesModel } from './register-model-lines.ts';
import { createReasonedEntry, type ReasonedEntry } from './register-model-reasoned.ts';

/** Another price for one line: the price, the reason, and the line that it was opened for. */
export interface PriceModel extends ReasonedEntry {
  /** Null while nobody changes a price. */
  readonly line: ReadonlySignal<PricedLine | null>;
  open(typed: string): void;
  apply(): Promise<void>;
  close(): boolean;
}

export function createPrice(core: RegisterCore, lines: LinesModel): PriceModel {
  const openFor = signal<number | null>(null);
  const { begin, ...entry } = createReasonedEntry(core, 'priceOverride');
  const { typed, reason } = entry;
  const line = computed(() => lines.live.value.find((one) => one.line === openFor.value) ?? null);

  function close(): boolean {
    const wasOpen = line.value !== null;
    openFor.value = null;
    return wasOpen;
  }

  return {
    line,
    ...entry,
    open(before) {
      const chosen = lines.chosen.value;
      if (!chosen) return core.refuse({ type: 'emptyCart' });
      if (chosen.returnOf) return core.refuse({ type: 'lineFixed', line: chosen.line });
      batch(() => {
        openFor.value = chosen.line;
        begin(before);
        core.say(null);
      });
    },
    async apply() {
      const unitPrice = parseUnitPrice(typed.value, core.state.value.currency);
      if (!line.value || openFor.value === null) return;
      if (!unitPrice) return core.say({ tone: 'error', text: text.price.notAPrice });
      if (reason.value === null) return core.say({ tone: 'error', text: text.price.chooseReason });
      const request = { line: openFor.value, unitPrice, reasonCode: reason.value };
      const answer = await core.ask({ type: 'overridePrice', ...request });
      if (!answer.ok) return core.refuse(answer.error);
      batch(() => {
        close();
        lines.choose(request.line);
        core.say({ tone: 'done', text: text.price.changed, line: request.line });
      });
    },
    close,
  };
}
