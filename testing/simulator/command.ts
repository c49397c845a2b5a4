import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readPlan, writePlan } from './plan-file.ts';
import { plantedFaults } from './planted-faults.ts';
import { shrink } from './shrink.ts';
import { type Failure, runHistory, simulate } from './simulate.ts';

const usage = `usage: npm run -s simulate -- --seed S --store-days N [--json]
       npm run -s simulate -- --replay FILE [--json]
       npm run -s simulate -- --bugs [--json]
S is a whole number; the same seed gives the same run. N store-days of at least 3 registers and 300 transactions.`;

/** No planted fault may take longer than this to be found. */
const FIND_MS = 60_000;
const FIND_STORE_DAYS = 2000;

const say = (text: string) => console.error(text);

function options() {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string', default: '1' },
        'store-days': { type: 'string', default: '100' },
        replay: { type: 'string' },
        bugs: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        'until-failure': { type: 'boolean', default: false },
      },
    });
    const whole = (name: 'seed' | 'store-days', least: number) => {
      const value = Number(values[name]);
      if (!Number.isSafeInteger(value) || value < least)
        throw new RangeError(`--${name} is ${values[name]}; give a whole number from ${least} on`);
      return value;
    };
    return { ...values, seed: whole('seed', 0), storeDays: whole('store-days', 1) };
  } catch (problem) {
    say(`${problem instanceof Error ? problem.message : String(problem)}\n${usage}`);
    process.exit(2);
  }
}

const chosen = options();
if (chosen.bugs) bugs();
else if (chosen.replay !== undefined) replay(chosen.replay);
else run();

function run(): void {
  const began = performance.now();
  let first: Failure | null = null;
  let said = began;
  const onFailure = (failure: Failure) => {
    first ??= failure;
    say(`seed ${chosen.seed}, history ${failure.history}: ${failure.sentences[0]}`);
  };
  const stop = (done: number) => {
    if (performance.now() - said > 10_000) {
      said = performance.now();
      say(`${done} of ${chosen.storeDays} store-days`);
    }
    return chosen['until-failure'] && first !== null;
  };
  const result = simulate(chosen.seed, chosen.storeDays, onFailure, stop);
  const seconds = Math.round(performance.now() - began) / 1000;
  if (chosen.json) console.log(JSON.stringify({ ...result, seconds }));
  else {
    const { storeDays, transactions, faults, lost, duplicated, failures } = result;
    console.log(
      `${storeDays} store-days, ${transactions} transactions, ${faults} faults: ${lost} lost, ${duplicated} twice, ${failures} histories failed (${seconds} s)`,
    );
  }
  if (first === null) return;
  process.exitCode = 1;
  if (!chosen['until-failure']) keep(first);
}

/** The smallest history that still fails, in a file that plays it again. */
function keep({ history, plan }: Failure): void {
  say('Looking for a smaller history that fails …');
  const smallest = shrink(plan);
  const path = `simulation-${chosen.seed}.json`;
  const { failures } = runHistory(smallest);
  writePlan(path, { seed: chosen.seed, history, failures: [...failures], plan: smallest });
  say(
    `${path}: ${smallest.days.length} days, ${smallest.faults.length} faults. npm run -s simulate -- --replay ${path}`,
  );
}

function replay(path: string): void {
  const { seed, history, plan } = readPlan(path);
  const began = performance.now();
  const { failures, faultKinds, ...result } = runHistory(plan);
  for (const sentence of failures) say(sentence);
  const seconds = Math.round(performance.now() - began) / 1000;
  const shown = {
    seed,
    history,
    storeDays: plan.days.length,
    ...result,
    faultKinds,
    failures: failures.length,
    seconds,
  };
  console.log(chosen.json ? JSON.stringify(shown) : `${failures.length} invariants broken`);
  if (failures.length > 0) process.exitCode = 1;
}

/** Plants one fault after the other and counts those that the simulator finds. */
function bugs(): void {
  const missed: string[] = [];
  for (const { name, breaks } of plantedFaults) {
    const began = performance.now();
    const command = fileURLToPath(import.meta.url);
    const plant = fileURLToPath(new URL('plant.ts', import.meta.url));
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        '--import',
        plant,
        command,
        ...['--seed', String(chosen.seed), '--store-days', String(FIND_STORE_DAYS), '--until-failure'],
      ],
      { env: { ...process.env, PLANTED_FAULT: name }, encoding: 'utf8', timeout: FIND_MS },
    );
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const sentence = stderr.split('\n').find((line) => line.startsWith('seed ')) ?? stderr.split('\n')[0];
    const found = status === 1 && stderr.includes('history ');
    if (!found) missed.push(name);
    say(
      `${found ? 'found' : 'MISSED'} ${name} (${breaks}) in ${seconds} s: ${found ? sentence : (sentence ?? '')}`,
    );
  }
  const found = plantedFaults.length - missed.length;
  console.log(
    chosen.json
      ? JSON.stringify({ planted: plantedFaults.length, found, missed })
      : `${found} of ${plantedFaults.length} found`,
  );
  if (missed.length > 0) process.exitCode = 1;
}
