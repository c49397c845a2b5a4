import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { ReasonCode } from '../../commerce/runtime/channel-port.ts';
import type { RegisterCore } from './register-model-core.ts';
import { afterKey, type PadKey } from './register-model-keypad.ts';

/** A figure that is typed or keyed in, and one of headquarters' reasons for it. */
export interface ReasonedEntry {
  readonly typed: ReadonlySignal<string>;
  readonly reason: ReadonlySignal<string | null>;
  readonly reasons: ReadonlySignal<readonly ReasonCode[]>;
  setTyped(typed: string): void;
  press(key: PadKey): void;
  chooseReason(id: string): void;
}

export interface FreshReasonedEntry extends ReasonedEntry {
  /** Starts with what stands in the keypad; the only reason there is needs no choosing. */
  begin(typed: string): void;
}

export function createReasonedEntry(core: RegisterCore, usage: ReasonCode['usage']): FreshReasonedEntry {
  const typed = signal('');
  const reason = signal<string | null>(null);
  const reasons = computed(() => core.state.value.reasonCodes.filter((code) => code.usage === usage));
  return {
    typed,
    reason,
    reasons,
    begin(before) {
      typed.value = before;
      reason.value = reasons.value.length === 1 ? (reasons.value[0]?.id ?? null) : null;
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
  };
}
