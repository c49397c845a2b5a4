import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import type { Demo } from './demo.ts';

const flags = ['--disable-warning=ExperimentalWarning'];

export interface RunningSystem {
  readonly url: string;
  readonly state: string;
  readonly demo: Demo;
  readonly startUpMs: number;
  stop(): Promise<void>;
  /** As when the power fails: everything that it started ends at once. */
  kill(): Promise<void>;
}

/**
 * Runs the whole system as `npm start` does, on the given state folder, for a script or a test: on a free port and
 * with the demo retailer unless told otherwise. `stopped` stops it also while it is still starting; then this rejects.
 */
export async function runSystem(
  state: string,
  stopped?: AbortSignal,
  options: { readonly port?: number; readonly withoutDemo?: boolean } = {},
): Promise<RunningSystem> {
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const more = options.withoutDemo ? ['--without-demo'] : [];
  const started = performance.now();
  // No process between: what it starts ends with this one, also when this one is killed.
  const child = spawn(process.execPath, [...flags, 'scripts/start/start.ts', '--verbose', ...more], {
    env: { ...process.env, PORT: String(port), EVERTILL_STATE: state },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  stopped?.addEventListener('abort', () => child.kill('SIGTERM'));
  const gone = new Promise<number | null>((exit) => child.once('exit', exit));
  let log = '';
  await new Promise<void>((ready, failed) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        log = (log + chunk).slice(-20_000);
        if (log.includes(`evertill ready ${url}`)) ready();
      });
    }
    void gone.then((code) => failed(new Error(`npm start ended with status ${code}:\n${log}`)));
  });
  return {
    url,
    state,
    demo: JSON.parse(readFileSync(join(state, 'demo.json'), 'utf8')) as Demo,
    startUpMs: performance.now() - started,
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
    async kill() {
      for (const pid of startedBy(child.pid ?? 0)) killIfThere(pid);
      await gone;
    },
  };
}

/** A process and those that it started, and those that they did. */
function startedBy(root: number): number[] {
  const all = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [root];
  for (const parent of found)
    for (const [pid, ppid] of all) if (ppid === parent && pid !== undefined) found.push(pid);
  return found;
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
