import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hashRecord } from '../../protocol/record-hash.ts';
import failedSeeds from './failed-seeds.json' with { type: 'json' };
import { hashOf } from './messages.ts';
import { plantedFaults } from './planted-faults.ts';
import { planHistory, runHistory, simulate } from './simulate.ts';

/** As many histories as fit in this. */
const STORE_DAYS_MS = 10_000;

const failuresOf = (seed: number, history: number) => runHistory(planHistory(seed, history, 3)).failures;

describe('store-days', () => {
  test('nothing is lost, doubled or unnoticed', () => {
    const seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
    const untilMs = performance.now() + STORE_DAYS_MS;
    const failed: string[] = [];
    const result = simulate(
      seed,
      100,
      ({ history, sentences }) => failed.push(`history ${history}: ${sentences[0]}`),
      () => performance.now() > untilMs,
    );
    console.log(`seed ${seed}: ${result.storeDays} store-days, ${result.transactions} transactions`);
    expect({ seed, failed }).toEqual({ seed, failed: [] });
  }, 120_000);

  test.each(failedSeeds as [number, number][])('seed %i, history %i, which failed once', (seed, history) => {
    expect(failuresOf(seed, history)).toEqual([]);
  });

  test('the same seed is the same run', () => {
    const run = () => JSON.stringify(runHistory(planHistory(7, 3, 1)));
    expect(run()).toBe(run());
  });

  test('records are hashed as they are everywhere else', async () => {
    const [prev, header, body] = ['ab'.repeat(32), '{"seq":1,"name":"Käse"}', '{"total":1}'];
    expect(hashOf(prev, header, body)).toBe(await hashRecord(prev, header, body));
  });
});

describe('planted faults', () => {
  test.each(plantedFaults)('$name changes one place of what is shipped, and is documented', (fault) => {
    const source = readFileSync(fault.file, 'utf8');
    expect(source.split(fault.find)).toHaveLength(2);
    expect(readFileSync('docs/simulator.md', 'utf8')).toContain(`\`${fault.name}\``);
  });

  test('one of them is found', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        ...['--disable-warning=ExperimentalWarning', '--import', './testing/simulator/plant.ts'],
        ...['testing/simulator/command.ts', '--store-days', '5', '--until-failure'],
      ],
      { env: { ...process.env, PLANTED_FAULT: 'ackBeforeCommit' }, encoding: 'utf8' },
    );
    expect(stderr).toContain('which is not stored');
    expect(status).toBe(1);
  });
});
