// A register's database in a real Worker, for kill-in-chromium.ts: a message is a command, a message back its answer.
import { ChunkTimer } from '../../db/channel/chunk-timer.ts';
import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import { migrate } from '../../db/channel/migrate.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import { syncStore } from '../../db/channel/sync-store.ts';
import { browserReserve } from '../../pos-client/app/browser-reserve.ts';
import { openBrowserClient } from '../../pos-client/replica/browser-client.ts';
import { nextTurn } from '../../pos-client/sync/next-turn.ts';
import { pullPackages } from '../../pos-client/sync/pull-packages.ts';
import { withReserve } from '../../pos-client/sync/storage-reserve.ts';
import type { TrustedKeys } from '../../protocol/signed-document.ts';
import { inspectRegister, prepareRegister } from '../kills/inspect-register.ts';
import type { KillCommand } from './kill-applying-command.ts';

let opening: Promise<SqlDatabase> | undefined;
const reserve = browserReserve('kills.reserve');

async function run(command: KillCommand): Promise<unknown> {
  opening ??= open();
  const database = await opening;
  return command === 'inspect' ? inspectRegister(withReserve(database, reserve)) : pull(database);
}

async function open(): Promise<SqlDatabase> {
  const client = await openBrowserClient({ name: 'register.db', directory: 'kills', lockName: 'kills' });
  const database = libsqlDatabase(client);
  await migrate(database);
  await prepareRegister(database);
  return database;
}

async function pull(database: SqlDatabase): Promise<readonly object[]> {
  const offer = await (await fetch('/shelf.json')).json();
  const { answer, trustedKeys } = offer as { answer: string; trustedKeys: TrustedKeys };
  let chunks = 0;
  return pullPackages(
    {
      ...{ database, store: syncStore(database), storeId: 'S1', trustedKeys },
      machineTimeMs: () => Date.now(),
      chunks: new ChunkTimer(() => performance.now()),
      reserve,
      fetchBlob: async (sha256) => new Uint8Array(await (await fetch(`/${sha256}`)).arrayBuffer()),
      onApplied: async () => undefined,
      onProgress: () => undefined,
      stepBack: async () => {
        chunks += 1;
        self.postMessage({ chunks });
        await nextTurn();
      },
    },
    answer,
  );
}

self.onmessage = async ({ data }: MessageEvent<KillCommand>) => {
  try {
    self.postMessage({ value: await run(data) });
  } catch (problem) {
    self.postMessage({ error: String(problem) });
  }
};
