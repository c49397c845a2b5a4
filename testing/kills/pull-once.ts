import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChunkTimer } from '../../db/channel/chunk-timer.ts';
import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import { migrate } from '../../db/channel/migrate.ts';
import { syncStore } from '../../db/channel/sync-store.ts';
import { openNodeClient } from '../../pos-client/replica/node-client.ts';
import { pullPackages } from '../../pos-client/sync/pull-packages.ts';
import type { TrustedKeys } from '../../protocol/signed-document.ts';

/** A process to be killed: brings the database file of the folder to what the shelf beside it holds, and ends. */
const folder = process.argv[2] ?? '';
const { answer, trustedKeys } = JSON.parse(readFileSync(join(folder, 'shelf.json'), 'utf8')) as {
  answer: string;
  trustedKeys: TrustedKeys;
};
const client = await openNodeClient({ file: join(folder, 'register.db') });
const database = libsqlDatabase(client);
await migrate(database);
process.stdout.write('begun\n');
const problems = await pullPackages(
  {
    ...{ database, store: syncStore(database), storeId: 'S1', trustedKeys },
    machineTimeMs: () => Date.now(),
    chunks: new ChunkTimer(() => performance.now()),
    fetchBlob: async (sha256) => new Uint8Array(readFileSync(join(folder, sha256))),
    onApplied: async () => undefined,
    onProgress: () => undefined,
    stepBack: () => new Promise((go) => setImmediate(go)),
  },
  answer,
);
await client.close();
if (problems.length > 0) throw new Error(JSON.stringify(problems));
