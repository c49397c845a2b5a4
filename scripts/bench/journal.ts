import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { HqClient } from '../hq-client.ts';
import { type RunningSystem, runSystem } from '../start/run-system.ts';
import { type BenchRegister, openDemoRegister } from './bench-register.ts';
import type { FleetOrder } from './journal-fleet.ts';
import { type BenchResult, percentiles, single } from './report.ts';

const LINES = 5;
const INGEST = { registers: 8, sales: 1000 };
const DRAIN = { registers: 30, sales: 2000 };
const SCANS_IDLE = 1500;
const CART_MAX = 20;

/** How fast a store's gateway takes signed journals, headquarters books them, and what a cashier feels of it. */
export async function benchJournal(say: (line: string) => void): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'evertill-bench-'));
  const results: BenchResult[] = [];
  const add = (...more: BenchResult[]) => {
    results.push(...more);
    for (const result of more) say(JSON.stringify(result));
  };
  let system: RunningSystem | null = null;
  try {
    system = await runSystem(join(folder, 'state'));
    add(...(await ingest(system)));
    add(...(await drain(system, folder)));
  } finally {
    await system?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
}

async function ingest(system: RunningSystem): Promise<BenchResult[]> {
  const hq = new HqClient(system.url, system.demo.admins[0]?.token ?? '');
  const { registers, sales } = INGEST;
  const fleet = await fleetOf(system, hq, 'INGEST', registers, sales);
  const started = performance.now();
  const ms = await fleet.drain();
  const bookedMs = (await booked(hq, 'INGEST', registers * sales)) - started;
  const rate = (timeMs: number) => (registers * sales * 1000) / timeMs;
  return [
    { ...single('ingest', 'sales/s', rate(ms), { min: 1500 }), note: `${LINES} lines a sale` },
    {
      ...single('posting', 'sales/s', rate(bookedMs), { min: 600 }),
      note: `${LINES} lines a sale, from the first batch on`,
    },
  ];
}

async function drain(system: RunningSystem, folder: string): Promise<BenchResult[]> {
  const hq = new HqClient(system.url, system.demo.admins[0]?.token ?? '');
  const data = join(folder, 'register');
  mkdirSync(data);
  const register = await openDemoRegister(system, 'S1', '1', data);
  const { registers, sales } = DRAIN;
  const fleet = await fleetOf(system, hq, 'DRAIN', registers, sales);
  const idle = await scans(register, () => false);
  const started = performance.now();
  let drainedMs: number | null = null;
  const draining = fleet.drain().then((ms) => {
    drainedMs = ms;
  });
  const during = await scans(register, () => drainedMs === null);
  await draining;
  const bookedMs = (await booked(hq, 'DRAIN', registers * sales)) - started;
  await register.request({ type: 'setConnection', connected: false });
  await register.close();
  const [before, while_] = [
    percentiles('scan-idle', 'ms', idle),
    percentiles('scan-during-drain', 'ms', during),
  ];
  return [
    single('drain', 's', (drainedMs ?? Number.NaN) / 1000, { max: 60 }),
    single('drain-booked', 's', bookedMs / 1000, { max: 300 }),
    before,
    while_,
    single('scan-during-drain-ratio-p95', 'times', (while_.p95 ?? 0) / (before.p95 ?? 1), { max: 1.5 }),
  ];
}

/** At least so many as an idle run has, and as long as `goOn` says. */
async function scans(register: BenchRegister, goOn: () => boolean): Promise<number[]> {
  const tookMs: number[] = [];
  while (tookMs.length < SCANS_IDLE || goOn()) {
    const started = performance.now();
    await register.request({ type: 'scan', code: '85123A', quantityThousandths: 1000 });
    tookMs.push(performance.now() - started);
    if (tookMs.length % CART_MAX === 0) await register.request({ type: 'pay', tenderType: 'CASH' });
  }
  return tookMs;
}

/** When headquarters has booked so many of a store's sales, as `performance.now()`. */
async function booked(hq: HqClient, store: string, sales: number): Promise<number> {
  for (;;) {
    const { items } = await hq.get<{ items: { epoch: number; seq: number }[] }>(
      `/v1/watermarks?store=${store}`,
    );
    // Each journal has an epoch's first record beside its sales.
    if (items.reduce((sum, { seq }) => sum + seq - 1, 0) >= sales) return performance.now();
    await new Promise((wake) => setTimeout(wake, 100));
  }
}

async function fleetOf(system: RunningSystem, hq: HqClient, store: string, registers: number, sales: number) {
  const [s1] = (await hq.get<{ items: Record<string, unknown>[] }>('/v1/stores?limit=1')).items;
  await hq.putAll('stores', [{ ...s1, store, name: store }]);
  const terminals = Array.from({ length: registers }, (_, at) => String(at + 1));
  await hq.putAll(
    'registers',
    terminals.map((terminal) => ({
      ...{ id: `${store}-${terminal}`, store, terminal, name: terminal, offlineProfile: 'standard' },
    })),
  );
  const codes: string[] = [];
  for (const terminal of terminals) {
    const path = `/v1/registers/${store}-${terminal}/activation-codes`;
    codes.push((await hq.request<{ code: string }>('POST', path, {})).code);
  }
  const workerData: FleetOrder = { url: system.url, codes, sales, lines: LINES };
  const thread = new Worker(new URL('./journal-fleet.ts', import.meta.url), { workerData });
  await once(thread, 'message');
  return {
    /** Sends everything; how long that took, in milliseconds. */
    async drain(): Promise<number> {
      thread.postMessage('drain');
      return ((await once(thread, 'message')) as [number])[0];
    },
  };
}
