import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitStatus, stop } from '../exit.ts';
import type { Demo } from '../start/demo.ts';
import { runSystem } from '../start/run-system.ts';
import { stopOnSignal } from '../stop-on-signal.ts';
import { type Options, readOptions, usage } from './options.ts';
import { readInvoiceFile } from './read-file.ts';
import { formatReadError, type InvoicesRead, readInvoices } from './read-invoices.ts';
import { replayReport } from './replay-report.ts';
import { runReplay } from './run-replay.ts';

/** Disagreements written out; the figures tell of the others. */
const SHOWN_MAX = 20;

const say = (line: string) => console.error(line);
const owned = new AsyncDisposableStack();
const isStopping = stopOnSignal(owned);

const options = readOptions(process.argv.slice(2), process.env.EVERTILL_STATE ?? '.wrangler/state');
if (!options.ok) stop(exitStatus.badUsage, `${options.error}\n${usage}`);
const read = await readAll(options.value.csv);
const folder = mkdtempSync(join(tmpdir(), 'evertill-replay-'));
owned.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
const system = await openSystem(options.value).catch((problem) => fail(exitStatus.environment, problem));
const { limit } = options.value;
const invoices = read.invoices.slice(0, limit);
const ports = { ...system, folder, owned, say };
const result = await runReplay(ports, invoices, read.invoices, options.value).catch((problem) =>
  fail(exitStatus.disagreement, problem),
);
await owned.disposeAsync();

const { disagreements } = result.comparison;
for (const disagreement of disagreements.slice(0, SHOWN_MAX)) say(disagreement);
if (disagreements.length > SHOWN_MAX) say(`… and ${disagreements.length - SHOWN_MAX} more`);
const startUp = Math.round((system.startUpMs / 1000 + result.seconds.startUp) * 10) / 10;
const report = replayReport(read, invoices, { ...result, seconds: { ...result.seconds, startUp } });
console.log(JSON.stringify(report, null, options.value.json ? undefined : 2));
say(
  disagreements.length === 0 ? 'replay: everything agrees' : `replay: ${disagreements.length} disagreements`,
);
process.exit(disagreements.length === 0 ? 0 : exitStatus.disagreement);

/** Reads every file before anything is sent; the first fault of any ends the command. */
async function readAll(paths: readonly string[]): Promise<InvoicesRead> {
  const files = [];
  for (const path of paths) {
    const file = await readInvoiceFile(path);
    if (!file.ok) stop(exitStatus.badUsage, `${file.error.file}: ${file.error.message}`);
    files.push(file.value);
  }
  const invoices = readInvoices(files);
  return invoices.ok ? invoices.value : stop(exitStatus.badUsage, formatReadError(invoices.error));
}

/** The running system that was named, or one of the replay's own on an empty state folder. */
async function openSystem({ url, state }: Options): Promise<{ url: string; demo: Demo; startUpMs: number }> {
  if (url === undefined) {
    say('start: workers on an empty state folder');
    const stopped = new AbortController();
    const starting = runSystem(join(folder, 'state'), stopped.signal);
    owned.defer(async () => {
      stopped.abort();
      await starting.then(
        (running) => running.stop(),
        () => undefined,
      );
    });
    return starting;
  }
  const demo = readDemo(join(state, 'demo.json'));
  const { status } = await fetch(`${url}/readyz`);
  if (status !== 200) throw new Error(`${url}/readyz answers ${status}`);
  return { url, demo, startUpMs: 0 };
}

function readDemo(file: string): Demo {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Demo;
  } catch (problem) {
    rmSync(folder, { recursive: true, force: true });
    return stop(
      exitStatus.badUsage,
      `${file} cannot be read: --state has to be the running system's folder (${String(problem)})`,
    );
  }
}

async function fail(status: number, problem: unknown): Promise<never> {
  // Stopped by a signal, everything fails; its handler ends the process.
  if (isStopping()) return new Promise(() => undefined);
  await owned.disposeAsync();
  stop(status, `replay: ${problem instanceof Error ? problem.message : String(problem)}`);
}
