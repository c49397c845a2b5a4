import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HqClient } from '../../scripts/hq-client.ts';
import type { Demo } from '../../scripts/start/demo.ts';

/** The running system that end-to-end tests use. */
export interface System {
  readonly url: string;
  readonly state: string;
  readonly demo: Demo;
  readonly hq: HqClient;
}

export function system(): System {
  const { url, state } = JSON.parse(process.env.EVERTILL_E2E ?? '{}') as { url: string; state: string };
  const demo = JSON.parse(readFileSync(join(state, 'demo.json'), 'utf8')) as Demo;
  return { url, state, demo, hq: new HqClient(url, demo.admins[0]?.token ?? '') };
}

/** Waits until `look` answers something other than undefined, null or false. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  timeoutMs = 60_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > end) throw new Error(`${what}: not within ${timeoutMs} ms`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
}
