import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chance } from '../../db/demo/profiles/chance.ts';
import { openNodeClient } from '../../pos-client/replica/node-client.ts';
import type { ExportedRecord } from '../../protocol/journal-export.ts';
import { auditRecords } from '../../scripts/audit/audit-records.ts';
import { HqClient } from '../../scripts/hq-client.ts';
import { type RunningSystem, runSystem } from '../../scripts/start/run-system.ts';
import { openShop, SellingTill } from './selling-till.ts';

export interface KilledSelling {
  readonly rounds: number;
  /** Receipts that were printed. */
  readonly printed: number;
  readonly faults: readonly string[];
}

interface Rounds {
  readonly seed: number;
  readonly count: number;
}

const KILL_WITHIN_MS = 250;

/**
 * Kills a register's process again and again while it sells. In the end every receipt that was printed is at
 * headquarters once, the journal is sound, and so is the file.
 */
export async function killRegisters(
  url: string,
  hq: HqClient,
  { seed, count }: Rounds,
): Promise<KilledSelling> {
  const chance = new Chance(seed, 14);
  const store = `KR${seed}`;
  const folder = mkdtempSync(join(tmpdir(), 'evertill-kill-selling-'));
  try {
    const { code } = await openShop(hq, store);
    const till = new SellingTill(store, { url, activationCode: code, data: folder });
    for (let round = 0; round < count; round++) await till.sellUntilKilled(chance.below(KILL_WITHIN_MS));
    await till.sell(1, async () => (await missing(hq, store, till.printed)).length === 0);
    const faults = await inspected(hq, store, till.printed);
    const client = await openNodeClient({ file: join(folder, 'register.db') });
    const { rows } = await client.execute('PRAGMA integrity_check');
    await client.close();
    if (rows[0]?.[0] !== 'ok') faults.push(`the file is damaged: ${rows[0]?.[0]}`);
    return { rounds: count, printed: till.printed.length, faults };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Kills workerd and all that belongs to it while a register sells into it, and starts it again on what it left. */
export async function killWorkers({ seed, count }: Rounds): Promise<KilledSelling> {
  const chance = new Chance(seed, 15);
  const store = `KW${seed}`;
  const folder = mkdtempSync(join(tmpdir(), 'evertill-kill-workers-'));
  let system: RunningSystem | null = null;
  try {
    system = await runSystem(join(folder, 'state'));
    const { url, demo } = system;
    const port = Number(new URL(url).port);
    const hq = new HqClient(url, demo.admins[0]?.token ?? '');
    const { code } = await openShop(hq, store);
    const till = new SellingTill(store, { url, activationCode: code, data: join(folder, 'till') });
    // Activated and signed on while everything is there.
    await till.sell(1, async () => true);
    for (let round = 0; round < count; round++) {
      const selling = till.sellUntilKilled(KILL_WITHIN_MS * 4);
      await new Promise((wake) => setTimeout(wake, chance.below(KILL_WITHIN_MS * 4) + 400));
      await system.kill();
      await selling;
      system = await runSystem(join(folder, 'state'), undefined, { port });
    }
    await till.sell(1, async () => (await missing(hq, store, till.printed)).length === 0);
    return { rounds: count, printed: till.printed.length, faults: await inspected(hq, store, till.printed) };
  } finally {
    await system?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function bookedReceipts(hq: HqClient, store: string): Promise<string[]> {
  const receipts: string[] = [];
  for await (const { receiptId } of hq.all<{ receiptId: string }>(`/v1/sales?store=${store}`))
    receipts.push(receiptId);
  return receipts;
}

async function missing(hq: HqClient, store: string, printed: readonly string[]): Promise<string[]> {
  const booked = new Set(await bookedReceipts(hq, store));
  return printed.filter((receipt) => !booked.has(receipt));
}

async function inspected(hq: HqClient, store: string, printed: readonly string[]): Promise<string[]> {
  const booked = await bookedReceipts(hq, store);
  const faults = (await missing(hq, store, printed)).map(
    (receipt) => `receipt ${receipt} was printed and is lost`,
  );
  if (new Set(booked).size !== booked.length) faults.push('a receipt is booked twice');
  if (new Set(printed).size !== printed.length) faults.push('a receipt was printed twice');
  const audit = await auditRecords(store, hq.all<ExportedRecord>(`/v1/journal-records?store=${store}`, 1));
  return [...faults, ...audit.faults];
}
