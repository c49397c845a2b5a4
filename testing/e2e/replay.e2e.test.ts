import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { system } from './system.ts';

/** Start-up of a system of its own included, on a machine that others use too. */
const TIMEOUT_MS = 180_000;
const folder = mkdtempSync(join(tmpdir(), 'replay-e2e-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command; what it leaves in the temporary folder is counted too. */
function replay(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('node', ['scripts/run.mjs', 'replay', ...args], {
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: folder },
  });
  const left = readdirSync(folder).filter((name) => name.startsWith('evertill-replay-'));
  return { status, stdout, stderr, left };
}

test(
  'a small file with everything in it agrees, half of it rung up while cut',
  () => {
    const { status, stdout, stderr, left } = replay(
      ...['--csv', 'scripts/replay/testdata/small.csv', '--offline', '0.5', '--json'],
    );
    expect(status, stderr).toBe(0);
    expect(left).toEqual([]);
    expect(JSON.parse(stdout)).toEqual({
      ...{ files: 1, rows: 21, skippedRows: 3, skippedInvoices: 2 },
      ...{ transactions: 6, sales: 3, returns: 1, adjustments: 2, lines: 18 },
      ...{ grossMinor: 9120, vatMinor: 724, quantity: 59, overriddenLines: 1, offlineTransactions: 3 },
      ...{ cuts: 3, midSaleCuts: 2, restartsWhileCut: 2, shiftsClosed: 5 },
      hq: {
        ...{ transactions: 6, lines: 18, grossMinor: 9120, vatMinor: 724, quantity: 59 },
        offlineTransactions: 3,
      },
      ledger: { debitMinor: 10_142, creditMinor: 10_142 },
      ...{ lost: 0, duplicated: 0, stockMismatches: 0 },
      seconds: { startUp: expect.any(Number), catalogue: expect.any(Number), replay: expect.any(Number) },
      engine: {
        wrangler: expect.any(String),
        workerd: expect.any(String),
        node: process.versions.node,
      },
    });
  },
  TIMEOUT_MS,
);

test(
  'the beginning of December agrees, on a system that runs already and for the second time too',
  () => {
    const { url, state } = system();
    const december = 'db/demo/online-retail-2010-12.csv.gz';
    const args = ['--csv', december, '--offline', '0.3', '--limit', '30', '--stores', '1', '--json'];
    for (const seed of ['1', '2']) {
      const { status, stdout, stderr } = replay(...args, '--seed', seed, '--url', url, '--state', state);
      expect(status, stderr).toBe(0);
      expect(stderr).toMatch(/replay: 30 of 30 transactions/);
      const figures = JSON.parse(stdout);
      const { transactions, lines, grossMinor, vatMinor, quantity, offlineTransactions } = figures;
      const figuresOfHq = { transactions, lines, grossMinor, vatMinor, quantity, offlineTransactions };
      expect(figures.hq).toEqual(figuresOfHq);
      expect(figures).toMatchObject({ rows: 42_481, transactions: 30, lost: 0, duplicated: 0 });
      expect(figures.stockMismatches).toBe(0);
      expect(figures.overriddenLines / lines).toBeLessThan(0.35);
      expect(figures.restartsWhileCut).toBe(1);
      expect(figures.midSaleCuts).toBeGreaterThanOrEqual(2);
      expect(figures.ledger.debitMinor).toBe(figures.ledger.creditMinor);
    }
  },
  TIMEOUT_MS,
);

test('a malformed row stops it before anything is started', () => {
  const file = join(folder, 'bad.csv');
  const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
  const rows = [
    '536365,85123A,LANTERN,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom',
    '536366,85123A,LANTERN,six,2010-12-01 08:26:00,2.55,17850.0,United Kingdom',
  ];
  writeFileSync(file, `${[header, ...rows].join('\n')}\n`);
  const { status, stdout, stderr, left } = replay('--csv', file, '--json');
  expect([status, stdout, left]).toEqual([2, '', []]);
  expect(stderr).toBe(
    `${file}:3: Quantity is "six": write a whole number other than 0, a million at most, such as 6 or -2\n`,
  );
});

test.each([
  [[], '--csv FILE is missing'],
  [['--csv', 'nowhere.csv'], 'nowhere.csv: cannot be read'],
  [
    ['--csv', 'scripts/replay/testdata/small.csv', '--url', 'http://127.0.0.1:1', '--state', 'nowhere'],
    'demo.json',
  ],
])('bad usage ends with status 2: %j', (args, message) => {
  const { status, stdout, stderr, left } = replay(...args);
  expect([status, stdout, left]).toEqual([2, '', []]);
  expect(stderr).toContain(message);
});
