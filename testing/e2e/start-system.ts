import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Starts the whole system once for all end-to-end tests, exactly as `npm start` does, on an empty state folder
 * and a free port; tests find it in EVERTILL_E2E. A system that is already running there is used as it is.
 */
export default async function startSystem(): Promise<() => Promise<void>> {
  if (process.env.EVERTILL_E2E) return async () => undefined;
  const state = mkdtempSync(join(tmpdir(), 'evertill-e2e-'));
  const port = await freePort();
  const child = spawn('node', ['scripts/run.mjs', 'dev', '--verbose'], {
    env: { ...process.env, PORT: String(port), EVERTILL_STATE: state },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  const ready = new Promise<void>((started, failed) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        log = (log + chunk).slice(-20_000);
        if (log.includes(`evertill ready http://127.0.0.1:${port}`)) started();
      });
    }
    child.once('exit', (code) => failed(new Error(`npm start ended with status ${code}:\n${log}`)));
  });
  await ready;
  process.env.EVERTILL_E2E = JSON.stringify({ url: `http://127.0.0.1:${port}`, state });
  return async () => {
    delete process.env.EVERTILL_E2E;
    const gone = new Promise((exit) => child.once('exit', exit));
    child.kill('SIGTERM');
    await gone;
    rmSync(state, { recursive: true, force: true });
  };
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => found(port));
    });
  });
}
