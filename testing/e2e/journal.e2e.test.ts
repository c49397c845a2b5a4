import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RegisterCommand } from '../../scripts/replay/invoice-commands.ts';
import type { RegisterAnswer } from '../../scripts/replay/register-answer.ts';
import { RegisterProcess } from '../../scripts/replay/register-process.ts';
import { checkJournal } from '../checker/check-journal.ts';
import { system, until } from './system.ts';

/** A terminal's journal through everything that happens to its device; in the end an auditor finds it sound. */
const STORE = 'J1';
const PIN = '482915';
const { url, hq, state } = system();
const folder = mkdtempSync(join(tmpdir(), 'evertill-journal-'));
const data = (name: string) => join(folder, name);
const running: RegisterProcess[] = [];
const receipts: number[] = [];

async function send(register: RegisterProcess, command: object): Promise<RegisterAnswer> {
  const [answer] = register.send([command as RegisterCommand]);
  if (!answer) throw new Error('a command is answered');
  return answer;
}
async function start(name: string, code = ''): Promise<RegisterProcess> {
  const register = new RegisterProcess({ name, url, activationCode: code, data: data(name) });
  running.push(register);
  await register.ready;
  await until(
    'the register may sell',
    async () => (await send(register, { type: 'signOn', employee: 'J100', pin: PIN })).ok,
  );
  return register;
}
async function sell(register: RegisterProcess): Promise<void> {
  expect(await send(register, { type: 'scan', code: 'JOURNAL-A' })).toMatchObject({ ok: true });
  const paid = await send(register, { type: 'pay', tenderType: 'CASH' });
  expect(paid).toMatchObject({ ok: true });
  receipts.push((paid as unknown as { receipt: { receiptNumber: number } }).receipt.receiptNumber);
}
const newCode = async () =>
  (await hq.request<{ code: string }>('POST', `/v1/registers/${STORE}-1/activation-codes`, {})).code;
interface Journal {
  readonly epoch: number;
  readonly branch: number;
  readonly seq: number;
}
const sales = async () => {
  const found: object[] = [];
  for await (const sale of hq.all<object>(`/v1/sales?store=${STORE}`)) found.push(sale);
  return found.length;
};
const allBooked = () => until('everything is booked', async () => (await sales()) === receipts.length);
const incidents = async () =>
  (await hq.get<{ items: { type: string; detail: object }[] }>(`/v1/incidents?store=${STORE}`)).items;

function audit(...args: string[]): { status: number | null; figures: Record<string, unknown>; told: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'scripts/audit/audit.ts', ...args, '--json'],
    { encoding: 'utf8', env: { ...process.env, EVERTILL_STATE: state } },
  );
  return { status, figures: stdout ? (JSON.parse(stdout) as Record<string, unknown>) : {}, told: stderr };
}

beforeAll(async () => {
  const [s1] = (await hq.get<{ items: Record<string, unknown>[] }>('/v1/stores?limit=1')).items;
  await hq.putAll('assortments', [{ id: 'journal', name: 'Journal' }]);
  await hq.putAll('products', [
    { sku: 'JOURNAL-A', name: 'Ledger', taxCode: 'STANDARD', stocked: true, assortments: ['journal'] },
  ]);
  await hq.putAll('stores', [
    { ...s1, store: STORE, name: 'Journals', assortment: 'journal', priceGroups: [] },
  ]);
  await hq.putAll('registers', [
    { id: `${STORE}-1`, store: STORE, terminal: '1', name: 'Till', offlineProfile: 'standard' },
  ]);
  await hq.putAll('employees', [
    { number: 'J100', name: 'Jo', permissionGroup: 'supervisor', employeeGroup: s1?.employeeGroup },
  ]);
  await hq.request('PUT', '/v1/employees/J100/pin', { pin: PIN });
  await hq.putAll('prices', [
    { id: 'JOURNAL-A@1', sku: 'JOURNAL-A', currency: 'GBP', validFrom: '2020-01-01', amountMinor: 500 },
  ]);
  await hq.publish();
});
afterAll(async () => {
  for (const register of running) await register.kill();
  rmSync(folder, { recursive: true, force: true });
});

describe('a journal', () => {
  test('of a device whose profile is copied: the copy goes on in an epoch of its own, the first one is fenced', async () => {
    const first = await start('till', await newCode());
    for (let sale = 0; sale < 3; sale++) await sell(first);
    await allBooked();
    await first.kill();
    cpSync(data('till'), data('copy'), { recursive: true });
    const again = await start('till');
    await sell(again);
    await allBooked();
    await again.kill();
    const copy = await start('copy');
    await until('the copy has an epoch of its own', async () => {
      const { items } = await hq.get<{ items: Journal[] }>(`/v1/watermarks?store=${STORE}`);
      return items.some(({ epoch }) => epoch === 2);
    });
    await sell(copy);
    await allBooked();
    const fenced = await start('till');
    await until(
      'the first device is fenced',
      async () => !(await send(fenced, { type: 'scan', code: 'JOURNAL-A' })).ok,
    );
    await fenced.kill();
    await copy.kill();
  });

  test('of a device that is wiped: the next epoch begins beyond every number that was seen', async () => {
    rmSync(data('copy'), { recursive: true });
    const wiped = await start('copy', await newCode());
    await sell(wiped);
    await sell(wiped);
    await allBooked();
    await until('headquarters has heard of it', async () =>
      (await incidents()).some(
        ({ type, detail }) => type === 'epochEnded' && (detail as { epoch: number }).epoch === 2,
      ),
    );
    await wiped.kill();
  });

  test('is found sound by the audit: of the running system, of the file alone, and by a checker that shares nothing with it', () => {
    expect(new Set(receipts).size).toBe(receipts.length);
    const file = join(folder, 'journal.ndjson');
    const found = audit('--url', url, '--store', STORE, '--save', file);
    expect(found).toMatchObject({
      status: 0,
      figures: {
        ...{ store: STORE, epochs: 3, receipts: receipts.length, gaps: 0, chainErrors: 0, totalsErrors: 0 },
        ok: true,
      },
    });
    expect(found.figures.explainedGaps).toBeGreaterThanOrEqual(2000);
    expect(audit('--file', file)).toMatchObject({ status: 0, figures: found.figures });
    const { faults, records } = checkJournal(readFileSync(file, 'utf8'));
    expect([faults, records]).toEqual([[], found.figures.records]);
  });

  test('that was altered is not', () => {
    const file = join(folder, 'journal.ndjson');
    const lines = readFileSync(file, 'utf8').split('\n');
    const tampered = join(folder, 'tampered.ndjson');
    writeFileSync(
      tampered,
      lines.map((line, at) => (at === 4 ? line.replace('500', '400') : line)).join('\n'),
    );
    expect(audit('--file', tampered)).toMatchObject({ status: 1, figures: { ok: false } });
    expect(checkJournal(readFileSync(tampered, 'utf8')).faults).not.toEqual([]);
    writeFileSync(tampered, lines.filter((_, at) => at !== 4).join('\n'));
    expect(audit('--file', tampered)).toMatchObject({
      status: 1,
      told: expect.stringContaining('follows place'),
    });
    expect(checkJournal(readFileSync(tampered, 'utf8')).faults).not.toEqual([]);
  });

  test.each([
    ['no address', ['--store', STORE]],
    ['a store that is not there', ['--url', url, '--store', 'NOWHERE']],
    ['a file that is not there', ['--file', 'nowhere.ndjson']],
    ['a file that is no journal', ['--file', 'package.json']],
  ])('%s ends with status 2 and says why', (_, args) => {
    const { status, told } = audit(...args);
    expect([status, told]).toEqual([2, expect.stringMatching(/\w/)]);
  });
});
