import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { system } from './system.ts';

/** The commands for files of masters, against real workers. */
const { url, demo, hq } = system();
const folder = mkdtempSync(join(tmpdir(), 'evertill-exchange-'));
const path = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(command: 'import' | 'export', args: string[], token = demo.admins[0]?.token ?? '') {
  const child = spawn('node', ['scripts/run.mjs', command, '--url', url, ...args], {
    env: { ...process.env, EVERTILL_TOKEN: token },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', error: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.error += chunk;
  });
  const [status] = (await once(child, 'close')) as [number];
  return { status, ...said };
}

test('what is exported is imported, and changes nothing', async () => {
  const file = path('products.csv');
  const out = await run('export', ['--kind', 'products', '--file', file, '--json']);
  expect(out.status).toBe(0);
  const { rows } = JSON.parse(out.out) as { rows: number };
  expect(rows).toBeGreaterThan(2800);
  const again = await run('import', ['--kind', 'products', '--file', file, '--json']);
  expect(again.status).toBe(0);
  expect(JSON.parse(again.out)).toMatchObject({ rows, accepted: rows, changed: 0, rejected: 0 });
  expect(again.error).toContain(`import: ${rows} of ${rows} rows, 0 rejected`);
  const shown = await run('export', ['--kind', 'products']);
  expect(shown.out).toBe(readFileSync(file, 'utf8'));
});

test('rejected rows are a file that is repaired and imported again', async () => {
  const [file, rejects] = [path('prices.csv'), path('rejects.csv')];
  const header = 'id,sku,currency,amountMinor,validFrom';
  writeFileSync(file, `${header}\nEX1,22086,GBP,1.50,2030-01-01\nEX2,22086,GBP,150,2030-01-02\n`);
  const args = ['--kind', 'prices', '--file', file, '--rejects', rejects, '--json'];
  const dry = await run('import', [...args, '--dry-run']);
  expect(dry.status).toBe(1);
  expect(JSON.parse(dry.out)).toMatchObject({ dryRun: true, accepted: 1, changed: 1, rejected: 1 });
  await expect(hq.get('/v1/prices/EX2')).rejects.toThrow('404');
  const first = await run('import', args);
  expect(first.status).toBe(1);
  expect(first.error).toContain('row 2: amountMinor is "1.50": write a whole number');
  expect(await hq.get('/v1/prices/EX2')).toMatchObject({ amountMinor: 150 });
  const rejected = readFileSync(rejects, 'utf8');
  expect(rejected).toMatch(
    /^id,sku,currency,amountMinor,validFrom,reason\nEX1,22086,GBP,1.50,2030-01-01,".*"\n$/,
  );
  writeFileSync(rejects, rejected.replace(',1.50,', ',151,'));
  const second = await run('import', ['--kind', 'prices', '--file', rejects]);
  expect(second).toMatchObject({ status: 0, out: '1 rows: 1 accepted, 1 changed, 0 rejected\n' });
  for (const id of ['EX1', 'EX2']) await hq.request('DELETE', `/v1/prices/${id}`);
});

describe('bad usage sends nothing', () => {
  const broken = path('broken.csv');
  writeFileSync(broken, 'id,name\nnever,Never\n"open,x\n');
  test.each([
    [
      'a file that is no CSV',
      ['--kind', 'assortments', '--file', broken],
      /broken\.csv:3: a quoted cell does not end/,
    ],
    ['a file that is not there', ['--kind', 'assortments', '--file', path('none')], /cannot be read/],
    ['no kind', ['--file', broken], /--kind KIND is missing/],
    [
      'rejects over the file',
      ['--kind', 'assortments', '--file', broken, '--rejects', broken],
      /name another/,
    ],
  ])('%s', async (_, args, message) => {
    const { status, out, error } = await run('import', args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(error).toMatch(message);
    await expect(hq.get('/v1/assortments/never')).rejects.toThrow('404');
  });

  test('a token that is not known', async () => {
    const { status, error } = await run('export', ['--kind', 'products'], 'nobody');
    expect(status).toBe(2);
    expect(error).toContain('The admin token is not known');
  });
});

test('headquarters that does not answer is the environment', async () => {
  const { status, error } = await run('export', ['--kind', 'products', '--url', 'http://127.0.0.1:9']);
  expect(status).toBe(3);
  expect(error).toContain('does not answer');
});
