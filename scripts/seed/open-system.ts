import { existsSync, readFileSync } from 'node:fs';
import type { Demo } from '../start/demo.ts';
import { runSystem } from '../start/run-system.ts';

export interface OpenSystem {
  readonly url: string;
  readonly token: string;
  /** Whether this command started it, and will stop it. */
  readonly isOwn: boolean;
}

/** Where the system is and who asks; the environment's part of the command. */
export interface Surroundings {
  readonly url: string | undefined;
  readonly port: number;
  readonly token: string | undefined;
  readonly state: string;
  readonly demoFile: string;
}

/**
 * The system that was named, or the one that runs at the usual address, or one that is started for this: on the
 * state folder that `npm start` uses, without the demo retailer. Throws a sentence when there is none.
 */
export async function openSystem(
  { url: named, port, token, state, demoFile }: Surroundings,
  own: AsyncDisposableStack,
  say: (line: string) => void,
): Promise<OpenSystem> {
  const url = named ?? `http://127.0.0.1:${port}`;
  if (await isReady(url)) {
    const known = token ?? readDemo(demoFile)?.admins[0]?.token;
    if (known !== undefined) return { url, token: known, isOwn: false };
    throw new Error(
      `A system runs at ${url}, but there is no admin's token for it: set EVERTILL_TOKEN, or EVERTILL_STATE to its state folder (${demoFile} is not there).`,
    );
  }
  if (named !== undefined)
    throw new Error(`Nothing answers at ${named}/readyz. Start it, or leave out --url to have it started.`);
  say(`seed: nothing runs at ${url}: starting it on ${state}`);
  const stopped = new AbortController();
  const starting = runSystem(state, stopped.signal, { port, withoutDemo: true });
  own.defer(async () => {
    stopped.abort();
    await starting.then(
      (running) => running.stop(),
      () => undefined,
    );
  });
  const { demo } = await starting;
  return { url, token: demo.admins[0]?.token ?? '', isOwn: true };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(10_000) })).ok;
  } catch {
    return false;
  }
}

function readDemo(file: string): Demo | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Demo) : null;
}
