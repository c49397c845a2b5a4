import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitStatus, stop } from '../scripts/exit.ts';
import { HqClient } from '../scripts/hq-client.ts';
import { runSystem } from '../scripts/start/run-system.ts';
import { playHistories } from './histories/play-histories.ts';
import { type KilledRounds, killApplying } from './kills/kill-applying.ts';
import { killInChromium } from './kills/kill-in-chromium.ts';
import { type KilledSelling, killRegisters, killWorkers } from './kills/kill-selling.ts';
import { playStoreDays } from './simulator/play-store-days.ts';

/** Tests that take longer than anybody waits for. Each prints what it did, with its seed; status 1 when one fails. */
const parts = {
  /** Registers killed while they apply packages: on Node about a second each, and a tenth as often in Chromium. */
  kills: { run: killed, count: 200 },
  /** Registers killed while they sell, about a second each, and a tenth as often the workers, about ten seconds. */
  selling: { run: killedSelling, count: 1000 },
  /** Histories of a chain against registers' database files; about 7 s each. */
  histories: { run: playHistories, count: 200 },
  /** Days of stores with every kind of fault; several a second. */
  simulator: { run: playStoreDays, count: 20_000 },
};
type Part = keyof typeof parts;

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string' }, count: { type: 'string' } },
  allowPositionals: true,
});
const named = positionals.length > 0 ? positionals : Object.keys(parts);
const unknown = named.find((name) => !Object.hasOwn(parts, name));
if (unknown)
  stop(
    exitStatus.badUsage,
    `usage: npm run test:long -- [${Object.keys(parts).join('|')}] [--count N] [--seed S]`,
  );
let failed = 0;
for (const name of named) {
  const { run, count } = parts[name as Part];
  const seed = wholeNumber('seed') ?? crypto.getRandomValues(new Uint16Array(1))[0] ?? 1;
  failed += await run({ seed, count: wholeNumber('count') ?? count }, (line) =>
    console.log(`${name}: ${line}`),
  );
}
process.exit(failed === 0 ? 0 : exitStatus.disagreement);

async function killed({ seed, count }: { seed: number; count: number }, say: (line: string) => void) {
  const told = (host: string, { rounds, midway, faults }: KilledRounds) => {
    for (const fault of faults) say(`${host}: ${fault}`);
    say(`${host}: seed ${seed}: killed ${rounds} times, ${midway} of them midway, ${faults.length} faults`);
    return faults.length;
  };
  const onNode = told('Node', await killApplying({ seed, count }));
  return onNode + told('Chromium', await killInChromium({ seed, count: Math.ceil(count / 10) }));
}

async function killedSelling({ seed, count }: { seed: number; count: number }, say: (line: string) => void) {
  const told = (what: string, { rounds, printed, faults }: KilledSelling) => {
    for (const fault of faults) say(`${what}: ${fault}`);
    say(
      `${what}: seed ${seed}: killed ${rounds} times, ${printed} receipts printed, ${faults.length} faults`,
    );
    return faults.length;
  };
  const folder = mkdtempSync(join(tmpdir(), 'evertill-long-'));
  const system = await runSystem(join(folder, 'state'));
  try {
    const hq = new HqClient(system.url, system.demo.admins[0]?.token ?? '');
    const registers = told('registers', await killRegisters(system.url, hq, { seed, count }));
    return registers + told('workers', await killWorkers({ seed, count: Math.ceil(count / 10) }));
  } finally {
    await system.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function wholeNumber(name: 'seed' | 'count'): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  if (!/^\d{1,10}$/.test(text))
    stop(exitStatus.badUsage, `--${name} is ${text}; it has to be a whole number`);
  return Number(text);
}
