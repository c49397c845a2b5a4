import type { SyncStore } from '../../db/channel/sync-store.ts';
import type { CardAnswer, PaymentConnector } from '../devices/payment-connector.ts';
import { terminalSimulator } from '../devices/terminal-simulator.ts';

const KEPT_MAX = 50;

/** The simulated terminal, with its memory beside the register's own notes: it is there after a crash. */
export function simulatorOf(store: Pick<SyncStore, 'note' | 'saveNote'>): PaymentConnector {
  type Memory = readonly (readonly [string, CardAnswer])[];
  const memory = async () => (await store.note<Memory>('simulatedTerminal')) ?? [];
  return terminalSimulator({
    read: async (intent) => (await memory()).find(([id]) => id === intent)?.[1] ?? null,
    write: async (intent, answer) => {
      const others = (await memory()).filter(([id]) => id !== intent);
      await store.saveNote('simulatedTerminal', [...others, [intent, answer]].slice(-KEPT_MAX));
    },
  });
}
