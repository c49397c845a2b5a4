import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import { err, type Result } from '../../commerce/result.ts';
import { describeError } from './messages.ts';
import { text } from './messages-ui.ts';
import type {
  RegisterAnswer,
  RegisterError,
  RegisterHost,
  RegisterRequest,
  RegisterState,
} from './register-host.ts';
import { startingState } from './starting-state.ts';

/** What the model needs of the device it runs on. */
export interface DeviceServices {
  /** Machine time. */
  readonly nowMs: () => number;
  /** Runs `work` once after a while; answers how to call it off. */
  readonly after: (delayMs: number, work: () => void) => () => void;
  readonly sound: (sound: 'scanned' | 'refused') => void;
  /** Asks the browser not to throw the register's data away. Only asked on the activation click. */
  readonly askPersistence: () => Promise<unknown>;
}

/** The screens of a register that is ready. What else a register can be follows from its phase. */
export type View = 'sale' | 'pay' | 'receipt' | 'journal' | 'suspended' | 'shift' | 'sync';

/** The one line of news. `line` names the cart's line it is about; `ask` puts a question's buttons beside it. */
export interface Message {
  readonly tone: 'done' | 'info' | 'error' | 'ask';
  readonly text: string;
  readonly line?: number | null;
  readonly ask?: 'voidSale';
}

export interface RegisterCore {
  readonly state: ReadonlySignal<RegisterState>;
  readonly view: Signal<View>;
  readonly message: ReadonlySignal<Message | null>;
  /** Machine time as of the last tick. */
  readonly nowMs: ReadonlySignal<number>;
  readonly device: DeviceServices;
  /** Asks the host. What the host throws is an `internal` error here. */
  ask(request: RegisterRequest): Promise<Result<RegisterAnswer, RegisterError>>;
  /** Shows a message; a fresh error is not lost under it. */
  say(message: Message | null): void;
  refuse(error: RegisterError): void;
  tick(): void;
  close(): void;
}

const ERROR_STAYS_MS = 4000;

export function createCore(host: RegisterHost, device: DeviceServices): RegisterCore {
  const state = signal<RegisterState>(startingState);
  const view = signal<View>('sale');
  const message = signal<Message | null>(null);
  const nowMs = signal(device.nowMs());
  let lastError = { text: '', atMs: Number.NEGATIVE_INFINITY };

  const unsubscribe = host.subscribe((next) =>
    batch(() => {
      if (next.employee?.number !== state.value.employee?.number) {
        view.value = 'sale';
        message.value = null;
      }
      state.value = next;
      nowMs.value = device.nowMs();
    }),
  );

  function say(next: Message | null): void {
    const fresh = device.nowMs() - lastError.atMs < ERROR_STAYS_MS;
    if (next?.tone === 'error') lastError = { text: next.text, atMs: device.nowMs() };
    // A scan that follows at once must not wipe out the news that the one before it failed.
    else if (next?.tone === 'done' && fresh && message.value?.tone === 'error') {
      message.value = { ...next, tone: 'error', text: text.afterRefusal(lastError.text, next.text) };
      return;
    }
    message.value = next;
  }

  return {
    state,
    view,
    message,
    nowMs,
    device,
    async ask(request) {
      try {
        return await host.request(request);
      } catch (problem) {
        return err({
          type: 'internal',
          detail: problem instanceof Error ? problem.message : String(problem),
        });
      }
    },
    say,
    refuse(error) {
      device.sound('refused');
      say({ tone: 'error', text: describeError(error, state.value.currency) });
    },
    tick() {
      nowMs.value = device.nowMs();
    },
    close: unsubscribe,
  };
}
