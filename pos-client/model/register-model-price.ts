import { batch, computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { PricedLine } from '../../commerce/cart/priced-cart.ts';
import type { ReasonCode } from '../../commerce/runtime/channel-port.ts';
import { parseUnitPrice } from './format-input.ts';
import { text } from './messages-ui.ts';
import type { RegisterCore } from './register-model-core.ts';
import { afterKey, type PadKey } from './register-model-keypad.ts';
import type { LinesModel } from './register-model-lines.ts';

/** Another price for one line: the price, the reason, and the line that it was opened for. */
export interface PriceModel {
  /** Null while nobody changes a price. */
  readonly line: ReadonlySignal<PricedLine | null>;
  readonly typed: ReadonlySignal<string>;
  readonly reason: ReadonlySignal<string | null>;
  readonly reasons: ReadonlySignal<readonly ReasonCode[]>;
  open(typed: string): void;
  setTyped(typed: string): void;
  press(key: PadKey): void;
  chooseReason(id: string): void;
  apply(): Promise<void>;
  close(): boolean;
}

export function createPrice(core: RegisterCore, lines: LinesModel): PriceModel {
  const openFor = signal<number | null>(null);
  const typed = signal('');
  const reason = signal<string | null>(null);
  const line = computed(() => lines.live.value.find((one) => one.line === openFor.value) ?? null);
  const reasons = computed(() =>
    core.state.value.reasonCodes.filter((code) => code.usage === 'priceOverride'),
  );

  function close(): boolean {
    const wasOpen = line.value !== null;
    openFor.value = null;
    return wasOpen;
  }

  return {
    line,
    typed,
    reason,
    reasons,
    open(before) {
      const chosen = lines.chosen.value;
      if (!chosen) return core.refuse({ type: 'emptyCart' });
      if (!core.state.value.employee?.permissions.overridePrice)
        return core.refuse({ type: 'notPermitted', permission: 'overridePrice' });
      if (chosen.returnOf) return core.refuse({ type: 'lineFixed', line: chosen.line });
      batch(() => {
        openFor.value = chosen.line;
        typed.value = before;
        reason.value = reasons.value.length === 1 ? (reasons.value[0]?.id ?? null) : null;
        core.say(null);
      });
    },
    setTyped(next) {
      typed.value = next;
    },
    press(key) {
      typed.value = afterKey(typed.value, key);
    },
    chooseReason(id) {
      reason.value = id;
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
