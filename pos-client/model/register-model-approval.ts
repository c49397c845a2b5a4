import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import { describeError } from './messages.ts';
import { text } from './messages-ui.ts';
import type { RegisterCore } from './register-model-core.ts';

/** Another person's word for what the employee may not do alone. */
export interface ApprovalModel {
  /** Why it is asked for; null while nothing is. */
  readonly asked: ReadonlySignal<string | null>;
  readonly employee: Signal<string>;
  readonly pin: Signal<string>;
  readonly problem: ReadonlySignal<string | null>;
  readonly busy: ReadonlySignal<boolean>;
  approve(): Promise<void>;
  refuse(): void;
}

export function createApproval(core: RegisterCore): ApprovalModel {
  const employee = signal('');
  const pin = signal('');
  const problem = signal<string | null>(null);
  const busy = signal(false);

  function clear(): void {
    employee.value = '';
    pin.value = '';
    problem.value = null;
  }

  return {
    asked: computed(() => core.approval.value?.words ?? null),
    employee,
    pin,
    problem,
    busy,
    async approve() {
      const asked = core.approval.value;
      if (!asked || busy.value) return;
      if (employee.value.trim() === '' || pin.value === '') {
        problem.value = text.signOn.empty;
        return;
      }
      busy.value = true;
      const refused = await asked.approve(employee.value.trim(), pin.value);
      busy.value = false;
      pin.value = '';
      if (refused) problem.value = describeError(refused, core.state.value.currency);
      else clear();
    },
    refuse() {
      clear();
      core.approval.value?.refuse();
    },
  };
}
