import { err } from '../../commerce/result.ts';
import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import type { RegisterState } from '../model/register-host.ts';
import { startingState } from '../model/starting-state.ts';
import { openBrowserClient } from '../replica/browser-client.ts';
import { browserKeys } from './browser-keys.ts';
import { browserReserve } from './browser-reserve.ts';
import { RegisterCore } from './register-core.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/** The register's Worker: the only owner of its database, its runtime and its line to the gateway. */
const say = (message: FromWorker) => self.postMessage(message);

let core: Promise<RegisterCore> | null = null;
let storagePersisted: boolean | null = null;

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case 'start':
      storagePersisted = data.storagePersisted;
      core ??= open(data.url, data.appVersion);
      core.catch(() => undefined);
      return;
    case 'storagePersisted':
      storagePersisted = data.persisted;
      return;
    case 'request':
      void answer(data);
  }
};

async function answer({ id, request }: Extract<ToWorker, { type: 'request' }>): Promise<void> {
  try {
    const opened = await core;
    if (!opened) throw new Error('the register is not started');
    say({ type: 'answer', id, answer: await opened.request(request) });
  } catch (problem) {
    console.error(problem);
    say({ type: 'answer', id, answer: err({ type: 'internal', detail: describe(problem) }) });
  }
}

async function open(url: string, appVersion: string): Promise<RegisterCore> {
  const show = (state: Partial<RegisterState>) =>
    say({ type: 'state', state: { ...startingState, ...state } });
  try {
    const client = await openBrowserClient({
      name: 'register.db',
      directory: 'evertill',
      lockName: 'evertill-register',
    });
    const opened = await RegisterCore.open({
      url,
      database: libsqlDatabase(client),
      keys: await browserKeys(),
      reserve: browserReserve('evertill.reserve'),
      nowMs: () => Date.now(),
      appVersion,
      storagePersisted: async () => storagePersisted,
    });
    opened.subscribe((state) => say({ type: 'state', state }));
    return opened;
  } catch (problem) {
    const owned = (problem as { code?: string }).code === 'DB_OWNED';
    show(owned ? { phase: 'openElsewhere' } : { phase: 'failed', failure: describe(problem) });
    throw problem;
  }
}

function describe(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}
