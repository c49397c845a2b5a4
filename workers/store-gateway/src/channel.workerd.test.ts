import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { durableObjectDatabase } from '../../../db/channel/durable-object-database.ts';
import { channelContract } from '../../../testing/contract/channel-contract.ts';
import type { Env } from './env.ts';

let object = 0;

channelContract('a Durable Object', async (use) => {
  const stub = (env as unknown as Env).STORE.getByName(`channel-${object++}`);
  await runInDurableObject(stub, async (_instance, { storage }) => {
    await use(durableObjectDatabase(storage), async () => durableObjectDatabase(storage));
  });
});
