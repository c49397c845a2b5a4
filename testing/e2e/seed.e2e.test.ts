import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../scripts/free-port.ts';
import { HqClient } from '../../scripts/hq-client.ts';
import type { SeedReport } from '../../scripts/seed/seed-database.ts';
import { type RunningSystem, runSystem } from '../../scripts/start/run-system.ts';

/** `npm run seed` as somebody types it, on a state folder of its own. */
const state = mkdtempSync(join(tmpdir(), 'evertill-seed-'));
let running: RunningSystem | undefined;

afterAll(async () => {
  await running?.stop();
  rmSync(state, { recursive: true, force: true });
});

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly said: string;
}

async function seed(port: number, ...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['scripts/run.mjs', 'seed', ...args], {
    env: { ...process.env, PORT: String(port), EVERTILL_STATE: state },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, said] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  return new Promise((ended) => child.once('close', (status) => ended({ status, out, said })));
}
const reportOf = ({ out }: Ended) => JSON.parse(out) as SeedReport;

test('on a fresh state folder the command starts the system, writes a kiosk, publishes it and stops', async () => {
  const port = await freePort();
  const ended = await seed(port, '--profile', 'kiosk', '--json');
  expect({ ...ended, out: '' }).toMatchObject({ status: 0, said: expect.stringContaining('starting it on') });
  expect(reportOf(ended)).toMatchObject({
    ...{ profile: 'kiosk', seed: 1, products: 300, stores: 1, registers: 1, found: 0, resumed: false },
    published: { rows: expect.any(Number) },
  });
  await expect(fetch(`http://127.0.0.1:${port}/readyz`)).rejects.toThrow();
});

describe('on what it has written', () => {
  let hq: HqClient;
  let port: number;
  const count = async (noun: string) => {
    let rows = 0;
    for await (const _ of hq.all(`/v1/${noun}`)) rows += 1;
    return rows;
  };
  const newestChange = async () =>
    (await hq.get<{ items: { version: number }[] }>('/v1/audit?limit=1')).items[0]?.version;

  beforeAll(async () => {
    port = await freePort();
    running = await runSystem(state, undefined, { port, withoutDemo: true });
    hq = new HqClient(running.url, running.demo.admins[0]?.token ?? '');
  });

  test('a second run finds everything and writes nothing', async () => {
    const before = await newestChange();
    const ended = await seed(port, '--profile', 'kiosk', '--json');
    expect(ended.status).toBe(0);
    expect(reportOf(ended)).toMatchObject({ written: 0, resumed: false, published: null });
    expect(reportOf(ended).found).toBeGreaterThan(300);
    expect(await newestChange()).toBe(before);
    expect(await count('products')).toBe(300);
    expect((await seed(port, '--profile', 'kiosk')).out).toContain('Nothing was written.');
  });

  test('another seed of it, and another profile, are refused in words, with nothing written', async () => {
    const before = await newestChange();
    const otherSeed = await seed(port, '--profile', 'kiosk', '--seed', '2', '--force');
    expect(otherSeed).toMatchObject({
      status: 1,
      said: expect.stringMatching(/Use that seed, or an empty database/),
    });
    const other = await seed(port, '--profile', 'gift-shop');
    expect(other).toMatchObject({
      status: 1,
      said: expect.stringMatching(/The database is not empty.*--force/),
    });
    expect(await newestChange()).toBe(before);
  });

  test('--force adds another profile beside it', async () => {
    const ended = await seed(port, '--profile', 'gift-shop', '--force', '--json');
    expect({ ...ended, out: '' }).toMatchObject({ status: 0 });
    expect(await count('products')).toBe(300 + reportOf(ended).products);
    expect(await count('stores')).toBe(1 + reportOf(ended).stores);
  });
});
