import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import { err, type Result } from '../../commerce/result.ts';
import { mayBeApproved } from '../../commerce/runtime/approve.ts';
import { describeError } from './messages.ts';
import { text } from './messages-ui.ts';
import {
  isApprovable,
  type RegisterAnswer,
  type RegisterError,
  type RegisterHost,
  type RegisterRequest,
  type RegisterState,
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

export interface AskedApproval {
  /** Why the employee may not do it alone. */
  readonly words: string;
  /** Null when it is approved and done; else why not. */
  approve(employee: string, pin: string): Promise<RegisterError | null>;
  refuse(): void;
}

export interface RegisterCore {
  readonly state: ReadonlySignal<RegisterState>;
  readonly view: Signal<View>;
  readonly message: ReadonlySignal<Message | null>;
  /** Machine time as of the last tick. */
  readonly nowMs: ReadonlySignal<number>;
  readonly device: DeviceServices;
  /** What waits for another person's word. */
  readonly approval: ReadonlySignal<AskedApproval | null>;
  /**
   * Asks the host. What the host throws is an `internal` error here. Where another person's right is all that is
   * missing, it is answered when somebody has approved or refused.
   */
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
  const approval = signal<AskedApproval | null>(null);
  let lastError = { text: '', atMs: Number.NEGATIVE_INFINITY };

  const unsubscribe = host.subscribe((next) =>
    batch(() => {
      if (next.employee?.number !== state.value.employee?.number) {
        view.value = 'sale';
        message.value = null;
        approval.value?.refuse();
      }
      state.value = next;
      nowMs.value = device.nowMs();
    }),
  );

  async function tried(request: RegisterRequest): Promise<Result<RegisterAnswer, RegisterError>> {
    try {
      return await host.request(request);
    } catch (problem) {
      return err({
        type: 'internal',
        detail: problem instanceof Error ? problem.message : String(problem),
      });
    }
  }

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
    approval,
    async ask(request) {
      const answer = await tried(request);
      if (answer.ok || !mayBeApproved(answer.error) || !isApprovable(request)) return answer;
      const { error } = answer;
      device.sound('refused');
      // Whoever asked waits for what the other person says, and goes on as if it had been allowed.
      return new Promise((decided) => {
        approval.value = {
          words: describeError(error, state.value.currency),
          approve: async (employee, pin) => {
            const approved = await tried({ type: 'approved', command: request, employee, pin });
            if (!approved.ok) return approved.error;
            approval.value = null;
            decided(approved);
            return null;
          },
          refuse() {
            approval.value = null;
            decided(answer);
          },
        };
      });
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
