import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import { formatAge, formatTime } from './format-time.ts';
import { text } from './messages-ui.ts';
import type { RegisterCore } from './register-model-core.ts';

/** The connection as the header says it. */
export interface SyncModel {
  /** '14:02', or a dash before the first sync. */
  readonly lastSync: ReadonlySignal<string>;
  /** 'now', '18 min': since the last sync. */
  readonly age: ReadonlySignal<string>;
  /** The last sync is more than five minutes ago. */
  readonly late: ReadonlySignal<boolean>;
  readonly busy: ReadonlySignal<boolean>;
  /** A new version of the page waits; it starts with the next load. */
  readonly updateReady: ReadonlySignal<boolean>;
  noteUpdate(): void;
  open(): void;
  syncNow(): Promise<void>;
  toggleConnection(): Promise<void>;
}

const LATE_AFTER_MS = 5 * 60_000;

export function createSync(core: RegisterCore): SyncModel {
  const busy = signal(false);
  const updateReady = signal(false);
  const lastSyncAt = computed(() => core.state.value.sync.lastSyncAt);
  const ageMs = computed(() =>
    lastSyncAt.value === null ? null : Math.max(0, core.nowMs.value - Date.parse(lastSyncAt.value)),
  );
  return {
    lastSync: computed(() =>
      lastSyncAt.value === null ? '–' : formatTime(lastSyncAt.value, core.state.value.timeZone),
    ),
    age: computed(() => (ageMs.value === null ? text.sync.never : formatAge(ageMs.value))),
    late: computed(() => ageMs.value === null || ageMs.value > LATE_AFTER_MS),
    busy,
    updateReady,
    noteUpdate() {
      updateReady.value = true;
    },
    open() {
      core.view.value = 'sync';
    },
    async syncNow() {
      if (busy.value) return;
      busy.value = true;
      const answer = await core.ask({ type: 'syncNow' });
      busy.value = false;
      if (!answer.ok) core.refuse(answer.error);
    },
    async toggleConnection() {
      const connected = core.state.value.sync.connection === 'manual';
      const answer = await core.ask({ type: 'setConnection', connected });
      if (!answer.ok) core.refuse(answer.error);
    },
  };
}
