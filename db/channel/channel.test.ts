import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openNodeClient } from '../../pos-client/replica/node-client.ts';
import { channelContract } from '../../testing/contract/channel-contract.ts';
import { libsqlDatabase } from './libsql-database.ts';

channelContract('libSQL', async (use) => {
  const folder = mkdtempSync(join(tmpdir(), 'evertill-channel-'));
  const file = join(folder, 'register.db');
  let client = await openNodeClient({ file });
  try {
    await use(libsqlDatabase(client), async () => {
      await client.close();
      client = await openNodeClient({ file });
      return libsqlDatabase(client);
    });
  } finally {
    await client.close();
    rmSync(folder, { recursive: true });
  }
});
