import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import type { SuspendedSummary } from '../../commerce/transaction/suspended-transaction.ts';
import { text } from './messages-ui.ts';
import type { RegisterCore } from './register-model-core.ts';

/** Baskets that wait: putting one aside, and going on with one, of this register or of another one of the store. */
export interface SuspendedModel {
  readonly waiting: ReadonlySignal<readonly SuspendedSummary[]>;
  /** Whether the list is the whole store's; without a connection it is this register's alone. */
  readonly ofStore: ReadonlySignal<boolean>;
  readonly busy: ReadonlySignal<boolean>;
  readonly note: Signal<string>;
  open(): Promise<void>;
  suspend(): Promise<void>;
  recall(id: string): Promise<void>;
}

export function createSuspended(core: RegisterCore): SuspendedModel {
  const waiting = signal<readonly SuspendedSummary[]>([]);
  const ofStore = signal(false);
  const busy = signal(false);
  const note = signal('');

  async function load(): Promise<void> {
    const answer = await core.ask({ type: 'suspendedTransactions' });
    if (!answer.ok) return core.refuse(answer.error);
    batch(() => {
      waiting.value = answer.value.waiting ?? [];
      ofStore.value = answer.value.ofStore ?? false;
    });
  }

  return {
    waiting,
    ofStore,
    busy,
    note,
    async open() {
      batch(() => {
        core.view.value = 'suspended';
        note.value = '';
        core.say(null);
      });
      await load();
    },
    async suspend() {
      if (busy.value) return;
      busy.value = true;
      const written = note.value.trim();
      const answer = await core.ask({ type: 'suspend', note: written === '' ? null : written });
      busy.value = false;
      if (!answer.ok) return core.refuse(answer.error);
      batch(() => {
        note.value = '';
        core.view.value = 'sale';
        core.say({ tone: 'done', text: text.suspended.putAside });
      });
    },
    async recall(id) {
      if (busy.value) return;
      busy.value = true;
      const answer = await core.ask({ type: 'recall', id });
      busy.value = false;
      if (!answer.ok) {
        core.refuse(answer.error);
        return load();
      }
      batch(() => {
        core.view.value = 'sale';
        core.say({ tone: 'done', text: text.suspended.recalled });
      });
    },
  };
}
