import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HqClient } from '../hq-client.ts';
import { type RunningSystem, runSystem } from '../start/run-system.ts';
import { type BenchRegister, openDemoRegister } from './bench-register.ts';
import { type BenchResult, percentiles, single } from './report.ts';
import { benchBrowser } from './spine-browser.ts';

const SALES = 300;
const LINES = 10;
const UNSENT = 1000;
const REPLAYED_INVOICES = 400;

/** Start-up, a scan, a durable sale, and how fast a journal is pushed, booked and replayed. */
export async function benchSpine(say: (line: string) => void): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'evertill-bench-'));
  const state = join(folder, 'state');
  const results: BenchResult[] = [];
  const add = (...more: BenchResult[]) => {
    results.push(...more);
    for (const result of more) say(JSON.stringify(result));
  };
  let system: RunningSystem | null = null;
  try {
    system = await runSystem(state);
    add(single('cold-start', 'ms', system.startUpMs, { max: 60_000 }));
    await system.stop();
    system = await runSystem(state);
    add(single('warm-start', 'ms', system.startUpMs, { max: 15_000 }));
    add(...(await benchNode(system, folder)));
    add(...(await benchBrowser(system, folder)));
    await system.stop();
    system = null;
    add(replayRate());
  } finally {
    await system?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
}

async function benchNode(system: RunningSystem, folder: string): Promise<BenchResult[]> {
  const data = join(folder, 'register');
  mkdirSync(data);
  const register = await openDemoRegister(system, 'S1', '1', data);
  const hq = new HqClient(system.url, system.demo.admins[0]?.token ?? '');
  const scans: number[] = [];
  const sales: number[] = [];
  await register.request({ type: 'setConnection', connected: false });
  for (let sale = 0; sale < SALES; sale++) {
    for (let line = 0; line < LINES; line++) scans.push(await timed(() => register.request(scan())));
    sales.push(await timed(() => register.request({ type: 'pay', tenderType: 'CASH' })));
  }
  for (let sale = SALES; sale < UNSENT; sale++) {
    await register.request(scan());
    await register.request({ type: 'pay', tenderType: 'CASH' });
  }
  const before = await bookedSeq(hq, register);
  const waiting = (await register.state()).sync.waiting;
  const started = performance.now();
  await register.request({ type: 'setConnection', connected: true });
  while ((await register.state()).sync.waiting > 0) await pause(10);
  const pushedMs = performance.now() - started;
  while ((await bookedSeq(hq, register)) - before < waiting) await pause(50);
  const bookedMs = performance.now() - started;
  await register.close();
  return [
    percentiles('scan-node', 'ms', scans),
    percentiles('durable-sale-node', 'ms', sales),
    single('journal-push', 'records/s', (waiting * 1000) / pushedMs),
    single('posting', 'records/s', (waiting * 1000) / bookedMs),
  ];
}

const scan = () => ({ type: 'scan', code: '85123A', quantityThousandths: 1000 }) as const;

async function bookedSeq(hq: HqClient, register: BenchRegister): Promise<number> {
  type Cursors = { items: { terminal: string; epoch: number; seq: number }[] };
  const { items } = await hq.get<Cursors>(`/v1/watermarks?store=${register.store}`);
  return (
    items.find(({ terminal, epoch }) => terminal === register.terminal && epoch === register.epoch)?.seq ?? 0
  );
}

function replayRate(): BenchResult {
  const args = [
    'scripts/run.mjs',
    'replay',
    '--csv',
    'db/demo/online-retail-2010-12.csv.gz',
    '--offline',
    '0.3',
    '--limit',
    String(REPLAYED_INVOICES),
    '--json',
  ];
  const { stdout, status } = spawnSync('node', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`the replay ended with status ${status}`);
  const figures = JSON.parse(stdout) as { transactions: number; seconds: { replay: number } };
  return single('replay', 'transactions/s', figures.transactions / figures.seconds.replay);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const pause = (ms: number) => new Promise((wake) => setTimeout(wake, ms));
