import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../free-port.ts';

const READY_MS = 60_000;

/** Runs the engine's worker in workerd, bundled by wrangler as every worker is. */
export async function runEngineWorker(): Promise<{ readonly url: string; stop(): void }> {
  const port = await freePort();
  const state = mkdtempSync(join(tmpdir(), 'evertill-engine-'));
  const url = `http://127.0.0.1:${port}`;
  const program = join('node_modules', 'wrangler', 'bin', 'wrangler.js');
  const config = 'scripts/pricing/engine/wrangler.toml';
  const options = ['--ip', '127.0.0.1', '--inspector-port', '0', '--show-interactive-dev-session=false'];
  const child = spawn(
    process.execPath,
    [program, 'dev', '-c', config, '--port', String(port), '--persist-to', state, ...options],
    { stdio: 'ignore', detached: true },
  );
  const stop = () => {
    try {
      // workerd is a child of wrangler: all of the group goes.
      if (child.pid) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Gone already.
    }
    rmSync(state, { recursive: true, force: true });
  };
  const until = Date.now() + READY_MS;
  while (Date.now() < until) {
    if (await fetch(`${url}/price`).catch(() => null)) return { url, stop };
    await new Promise((wake) => setTimeout(wake, 100));
  }
  stop();
  throw new Error(`the engine's worker did not answer within ${READY_MS / 1000} s`);
}
