import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import { describeError } from './messages.ts';
import { text } from './messages-ui.ts';
import type { RegisterCore } from './register-model-core.ts';

export type SignOnField = 'employee' | 'pin';

export interface SignOnModel {
  readonly employee: Signal<string>;
  readonly pin: Signal<string>;
  /** Where the keys of the pad write. */
  readonly field: Signal<SignOnField>;
  readonly problem: ReadonlySignal<string | null>;
  readonly busy: ReadonlySignal<boolean>;
  choose(employee: string): void;
  press(key: string): void;
  signOn(): Promise<void>;
  signOff(): Promise<void>;
}

const DIGITS_MAX = 20;

export function createSignOn(core: RegisterCore): SignOnModel {
  const employee = signal('');
  const pin = signal('');
  const field = signal<SignOnField>('employee');
  const busy = signal(false);
  const failure = signal<string | null>(null);
  const locked = signal<{ employee: string; untilMs: number } | null>(null);

  /** While the lock lasts, the words count down with the clock. */
  const problem = computed(() => {
    const lock = locked.value;
    if (!lock || lock.employee !== employee.value) return failure.value;
    const lockedForMs = lock.untilMs - core.nowMs.value;
    return lockedForMs > 0 ? describeError({ type: 'locked', lockedForMs }) : null;
  });

  const target = () => (field.value === 'employee' ? employee : pin);

  return {
    employee,
    pin,
    field,
    problem,
    busy,
    choose(number) {
      employee.value = number;
      pin.value = '';
      field.value = 'pin';
      failure.value = null;
    },
    press(key) {
      const written = target();
      if (key === 'clear') written.value = '';
      else if (key === 'back') written.value = written.value.slice(0, -1);
      else if (written.value.length < DIGITS_MAX) written.value += key;
    },
    async signOn() {
      if (busy.value) return;
      if (employee.value.trim() === '' || pin.value === '') {
        failure.value = text.signOn.empty;
        field.value = employee.value.trim() === '' ? 'employee' : 'pin';
        return;
      }
      busy.value = true;
      failure.value = null;
      const answer = await core.ask({ type: 'signOn', employee: employee.value.trim(), pin: pin.value });
      busy.value = false;
      pin.value = '';
      if (answer.ok) {
        employee.value = '';
        field.value = 'employee';
        locked.value = null;
        return;
      }
      core.device.sound('refused');
      field.value = 'pin';
      if (answer.error.type === 'locked') {
        core.tick();
        locked.value = {
          employee: employee.value,
          untilMs: core.nowMs.value + answer.error.lockedForMs,
        };
      } else failure.value = describeError(answer.error);
    },
    async signOff() {
      const answer = await core.ask({ type: 'endSession' });
      if (!answer.ok) core.refuse(answer.error);
    },
  };
}

export interface ActivationModel {
  readonly code: Signal<string>;
  readonly problem: ReadonlySignal<string | null>;
  readonly busy: ReadonlySignal<boolean>;
  activate(): Promise<void>;
}

export function createActivation(core: RegisterCore): ActivationModel {
  const code = signal('');
  const busy = signal(false);
  const problem = signal<string | null>(null);
  return {
    code,
    problem,
    busy,
    async activate() {
      if (busy.value) return;
      if (code.value.trim() === '') {
        problem.value = text.activation.empty;
        return;
      }
      busy.value = true;
      problem.value = null;
      // The click is the moment at which a browser lets a page ask.
      void core.device.askPersistence();
      const answer = await core.ask({ type: 'activate', code: code.value.trim() });
      busy.value = false;
      if (answer.ok) code.value = '';
      else problem.value = describeError(answer.error);
    },
  };
}
