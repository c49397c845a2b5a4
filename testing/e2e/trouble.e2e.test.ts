import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import { nodeKeys } from '../../pos-client/app/node-keys.ts';
import { RegisterCore } from '../../pos-client/app/register-core.ts';
import { openNodeClient } from '../../pos-client/replica/node-client.ts';
import { product, smallRetailer } from '../contract/hq-fixture.ts';
import { type Masters, rowsOfStore } from '../contract/hq-rows.ts';
import { visibleRows } from '../contract/visible-rows.ts';
import { system, until } from './system.ts';
import { type LineState, TcpProxy } from './tcp-proxy.ts';

const { url, hq } = system();
const STORE = 'T1';
const PIN = '482915';
const temporary = mkdtempSync(join(tmpdir(), 'evertill-trouble-'));
const running = new Set<HeadlessRegister>();
const lines = new Set<TcpProxy>();

interface Said {
  readonly ok: boolean;
  readonly receipt?: { receiptId: string; receiptNumber: number; connection: string; grossMinor: number };
  readonly connection?: string;
  readonly waiting?: number;
  readonly problems?: { code: string; detail: string }[];
  readonly message?: string;
}
interface Sale {
  readonly id: string;
  readonly receiptId: string;
  readonly connection: string;
  readonly lineCount: number;
}

/** A register without a screen, as a process of its own: a command a line, an answer a line. */
class HeadlessRegister {
  readonly process: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  complaint = '';

  constructor(address: string, data: string, code?: string) {
    const options = [
      '--headless',
      '--url',
      address,
      '--data',
      data,
      ...(code === undefined ? [] : ['--code', code]),
    ];
    const program = ['--disable-warning=ExperimentalWarning', 'pos-client/app/headless.ts'];
    this.process = spawn(process.execPath, [...program, ...options], { stdio: 'pipe' });
    running.add(this);
    this.process.stderr?.on('data', (chunk) => {
      this.complaint += String(chunk);
    });
    const { stdout } = this.process;
    if (!stdout) throw new Error('the register has no output');
    this.#answers = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  async heard(): Promise<Said> {
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`the register ended: ${this.complaint}`);
    return JSON.parse(value) as Said;
  }

  ask(command: object): Promise<Said> {
    this.process.stdin?.write(`${JSON.stringify(command)}\n`);
    return this.heard();
  }

  async do(...commands: object[]): Promise<Said> {
    let last: Said = { ok: true };
    for (const command of commands) {
      last = await this.ask(command);
      expect([command, last.ok, last.message]).toEqual([command, true, undefined]);
    }
    return last;
  }

  async sell(...codes: string[]) {
    const scans = codes.map((code) => ({ type: 'scan', code }));
    const { receipt } = await this.do(...scans, { type: 'pay' });
    if (!receipt) throw new Error('the sale has no receipt');
    return receipt;
  }

  becomes(connection: string): Promise<Said> {
    return until(`the register is ${connection}`, async () => {
      const status = await this.ask({ type: 'status' });
      return status.connection === connection && status;
    });
  }

  async ended(): Promise<number | null> {
    const { process: child } = this;
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.exitCode;
  }

  async stop(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ended();
    running.delete(this);
  }
}

let folders = 0;
const newFolder = () => join(temporary, String(++folders));
async function newCode(terminal: string, store = STORE): Promise<string> {
  const path = `/v1/registers/${store}-${terminal}/activation-codes`;
  return (await hq.request<{ code: string }>('POST', path, {})).code;
}
async function newLine(): Promise<TcpProxy> {
  const line = await TcpProxy.to(url);
  lines.add(line);
  return line;
}

/** A register that is activated, loaded and signed on. */
async function startRegister(
  address: string,
  terminal: string,
  data = newFolder(),
): Promise<HeadlessRegister> {
  const register = new HeadlessRegister(address, data, await newCode(terminal));
  expect(await register.heard()).toMatchObject({ ok: true, ready: true });
  await register.do({ type: 'signOn', employee: '9001', pin: PIN });
  return register;
}

const salesOf = async (receiptId: string) =>
  (await hq.get<{ items: Sale[] }>(`/v1/sales?receiptId=${encodeURIComponent(receiptId)}`)).items;
const booked = (receiptId: string) =>
  until(`${receiptId} is booked`, async () => {
    const [sale] = await salesOf(receiptId);
    return sale;
  });

beforeAll(async () => {
  const of = (noun: string, at = 0) => ({ ...smallRetailer.find((write) => write.noun === noun)?.items[at] });
  const impatient = { requestTimeoutMs: 1500, reconnectIntervalMs: 200, healthCheckIntervalMs: 300 };
  await hq.putAll(
    'assortments',
    ['th-a', 'th-b'].map((id) => ({ id, name: id })),
  );
  await hq.putAll(
    'price-groups',
    ['th-a', 'th-b'].map((id) => ({ id, name: id })),
  );
  await hq.putAll('employee-groups', [{ id: 'th', name: 'Trouble' }]);
  await hq.putAll('customer-groups', [{ id: 'th', name: 'Trouble' }]);
  await hq.putAll('offline-profiles', [{ ...of('offline-profiles'), id: 'impatient', ...impatient }]);
  const stores = [STORE, 'T2'].map((store) => ({
    ...of('stores'),
    store,
    assortment: 'th-a',
    priceGroups: ['th-a'],
    employeeGroup: 'th',
    customerGroup: 'th',
  }));
  await hq.putAll('stores', stores);
  const register = (store: string, terminal: string) => ({
    id: `${store}-${terminal}`,
    store,
    terminal,
    name: `Till ${terminal}`,
    offlineProfile: 'impatient',
  });
  await hq.putAll('registers', [
    ...['1', '2', '3', '4'].map((terminal) => register(STORE, terminal)),
    register('T2', '1'),
  ]);
  await hq.putAll('employees', [
    { number: '9001', name: 'Maya Osei', permissionGroup: 'cashier', employeeGroup: 'th' },
  ]);
  await hq.request('PUT', '/v1/employees/9001/pin', { pin: PIN });
  await hq.putAll('products', [
    product('th-heart', 'Heart', ['th-1'], ['th-a']),
    product('th-lamp', 'Lamp', [], ['th-a']),
  ]);
  await hq.putAll('prices', [
    { ...of('prices'), id: 'th-heart@1', sku: 'th-heart' },
    { ...of('prices'), id: 'th-lamp@1', sku: 'th-lamp', amountMinor: 1250 },
  ]);
  await hq.publish();
});
afterEach(async () => {
  for (const register of running) await register.stop();
  for (const line of lines) await line.close();
  lines.clear();
});
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

describe('the line fails', () => {
  test('in every way that lines fail: selling goes on, and each sale is booked once when it is back', async () => {
    const line = await newLine();
    const register = await startRegister(line.url, '1');
    await register.becomes('online');
    const online = await register.sell('th-1');
    const receipts: string[] = [];
    for (const state of ['refused', 'hanging', 'failing'] satisfies LineState[]) {
      await line.become(state);
      const { problems } = await register.becomes('offline');
      expect([state, problems?.map(({ code }) => code)]).toEqual([state, ['unreachable']]);
      const receipt = await register.sell('th-1', 'th-lamp');
      expect([state, receipt]).toMatchObject([state, { connection: 'offline', grossMinor: 295 + 1250 }]);
      receipts.push(receipt.receiptId);
      expect((await register.ask({ type: 'status' })).waiting).toBeGreaterThan(0);
      await line.become('whole');
      await register.becomes('online');
      expect(await register.do({ type: 'drain' })).toMatchObject({ waiting: 0, problems: [] });
    }
    expect(await booked(online.receiptId)).toMatchObject({ connection: 'online' });
    for (const receipt of receipts) await booked(receipt);
    for (const receipt of receipts) expect(await salesOf(receipt)).toHaveLength(1);
    expect((await booked(receipts.at(-1) ?? '')).connection).toBe('offline');
    const numbers = [online.receiptId, ...receipts].map((receipt) => Number(receipt.split('-').at(-1)));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  test('after the gateway has stored and before it has said so: the answer is not needed, nothing is booked twice', async () => {
    const line = await newLine();
    const register = await startRegister(line.url, '1');
    await register.becomes('online');
    await register.sell('th-1');
    await register.do({ type: 'drain' });
    await line.become('mute');
    const { receiptId } = await register.sell('th-1');
    await booked(receiptId);
    expect((await register.ask({ type: 'status' })).waiting).toBeGreaterThan(0);
    const { problems } = await register.becomes('offline');
    expect(problems?.[0]?.detail).toMatch(/no answer within 1500 ms|due to timeout|the line was cut/);
    await line.become('whole');
    await register.becomes('online');
    expect(await register.do({ type: 'drain' })).toMatchObject({ waiting: 0, problems: [] });
    await booked((await register.sell('th-1')).receiptId);
    expect(await salesOf(receiptId)).toHaveLength(1);
  });

  test('and carries no sockets: everything goes over HTTP', async () => {
    const line = await newLine();
    await line.become('socketless');
    const register = await startRegister(line.url, '2');
    await register.becomes('online');
    const { receiptId } = await register.sell('th-1');
    expect(await register.do({ type: 'drain' })).toMatchObject({ waiting: 0, problems: [] });
    expect(await booked(receiptId)).toMatchObject({ connection: 'online' });
  });
});

describe('one register', () => {
  test('a second process on its data is told so, with status 3, and the first one sells on', async () => {
    const data = newFolder();
    const register = await startRegister(url, '3', data);
    const second = new HeadlessRegister(url, data);
    expect(await second.ended()).toBe(3);
    expect(second.complaint).toContain(`Another process has the register in ${data}.`);
    await booked((await register.sell('th-1')).receiptId);
  });

  test('a code that was used, or that nobody issued: status 3, in words, and nothing is made', async () => {
    for (const code of ['AAAA-BBBB-CCCC-DDDD', await usedCode()]) {
      const register = new HeadlessRegister(url, newFolder(), code);
      expect(await register.ended()).toBe(3);
      expect(register.complaint).toMatch(/code/);
    }
    async function usedCode(): Promise<string> {
      const code = await newCode('3');
      const body = { code, installId: 'an install that is not here', publicKey: 'x'.repeat(122) };
      const answer = await fetch(`${url}/store/activations`, { method: 'POST', body: JSON.stringify(body) });
      expect(answer.status).toBe(201);
      return code;
    }
  });

  test('a sale of 2,000 lines goes from the register into the books', async () => {
    const register = await startRegister(url, '3');
    for (let line = 0; line < 2000; line++)
      register.process.stdin?.write('{"type":"scan","code":"th-1","quantityThousandths":1000}\n');
    for (let line = 0; line < 2000; line++) expect(await register.heard()).toMatchObject({ ok: true });
    const receipt = await register.sell();
    expect(receipt).toMatchObject({ grossMinor: 2000 * 295 });
    const { id, lineCount } = await booked(receipt.receiptId);
    expect(lineCount).toBe(2000);
    const sale = await hq.get<{ lines: unknown[]; ledger: { debitMinor: number; creditMinor: number }[] }>(
      `/v1/sales/${id}`,
    );
    expect(sale.lines).toHaveLength(2000);
    expect(sale.ledger.reduce((sum, { debitMinor, creditMinor }) => sum + debitMinor - creditMinor, 0)).toBe(
      0,
    );
  });

  test('taken over by another device: the first is told, what it had sold is booked, no receipt comes twice', async () => {
    const line = await newLine();
    const first = await startRegister(line.url, '4');
    const before = await first.sell('th-1');
    await first.do({ type: 'drain' });
    await line.become('refused');
    await first.becomes('offline');
    const stranded = await first.sell('th-1');
    const second = await startRegister(url, '4');
    const after = await second.sell('th-1');
    expect(after.receiptNumber).toBeGreaterThan(stranded.receiptNumber + 900);
    await line.become('whole');
    const told = await until('the first device is told', async () => {
      const { problems } = await first.ask({ type: 'status' });
      return problems?.find(({ code }) => code === 'revoked');
    });
    expect(told.detail).toBe('this terminal was activated on another device');
    expect(await first.ask({ type: 'scan', code: 'th-1' })).toMatchObject({ ok: false });
    const epochs = await Promise.all(
      [before, stranded, after].map(async ({ receiptId }) =>
        Number((await booked(receiptId)).id.split('.')[2]),
      ),
    );
    expect(epochs).toEqual([1, 1, 2]);
  });
});

test('the ledger of the store balances, and nothing is in suspense', async () => {
  const { debitMinor, creditMinor } = await hq.get<{ debitMinor: number; creditMinor: number }>(
    `/v1/ledger/balances?store=${STORE}`,
  );
  expect(debitMinor).toBeGreaterThan(2000 * 295);
  expect(debitMinor).toBe(creditMinor);
  const { items } = await hq.get<{ items: { store: string }[] }>('/v1/suspense');
  expect(items.filter(({ store }) => store === STORE)).toEqual([]);
});

describe('any history of masters', () => {
  const edits = fc.oneof(
    fc.record({
      noun: fc.constant('products'),
      sku: fc.constantFrom('th-heart', 'th-lamp', 'th-cup'),
      name: fc.constantFrom('One', 'Two'),
      barcodes: fc.subarray(['th-1', 'th-2', 'th-3']),
      assortments: fc.subarray(['th-a', 'th-b']),
    }),
    fc.record({
      noun: fc.constant('prices'),
      id: fc.constantFrom('th-p1', 'th-p2', 'th-p3'),
      sku: fc.constantFrom('th-heart', 'th-lamp', 'th-cup'),
      priceGroup: fc.constantFrom(null, 'th-a', 'th-b'),
      amountMinor: fc.nat(5),
    }),
    fc.record({
      noun: fc.constant('stores'),
      store: fc.constant('T2'),
      assortment: fc.constantFrom('th-a', 'th-b'),
      priceGroups: fc.subarray(['th-a', 'th-b']),
    }),
    fc.record({
      noun: fc.constant('customers'),
      number: fc.constantFrom('th-c1', 'th-c2'),
      name: fc.constantFrom('A', 'B'),
    }),
    fc.record({
      remove: fc.constantFrom('products/th-cup', 'products/th-lamp', 'prices/th-p1', 'customers/th-c1'),
    }),
  );
  const base: Record<string, object> = {
    products: product('', '', [], []),
    prices: { currency: 'GBP', validFrom: '2010-12-01' },
    customers: { country: 'France', customerGroup: 'th' },
  };

  async function make(edit: Record<string, unknown>): Promise<void> {
    const { noun, remove, ...fields } = edit;
    const work = remove
      ? hq.request('DELETE', `/v1/${remove}`)
      : hq.putAll(String(noun), [{ ...base[String(noun)], ...fields }]);
    // A price of a product that is gone, or a second removal, is refused; the history goes on.
    await work.catch((problem) => expect(String(problem)).toMatch(/ 404 | 422 /));
  }

  async function masters(): Promise<Masters> {
    const read = async (noun: string, search = '') => {
      const rows: Record<string, unknown>[] = [];
      for await (const row of hq.all<Record<string, unknown>>(`/v1/${noun}?search=${search}`)) rows.push(row);
      return [noun, rows] as const;
    };
    const whole = [
      'stores',
      'registers',
      'offline-profiles',
      'tender-types',
      'reason-codes',
      'permission-groups',
      'tax-codes',
      'categories',
      'affiliations',
      'loyalty-tiers',
      'loyalty-cards',
      'price-groups',
      'offers',
      'coupons',
    ];
    const lists = await Promise.all([
      ...[...whole, 'tax-rates', 'employees'].map((noun) => read(noun)),
      ...['products', 'prices', 'customers'].map((noun) => read(noun, 'th-')),
    ]);
    return Object.fromEntries(lists);
  }

  test('30 edits, published at random: the register holds exactly the rows of headquarters', async () => {
    const [store] = (await masters()).stores?.filter((row) => row.store === 'T2') ?? [];
    base.stores = { ...store };
    const folder = mkdtempSync(join(temporary, 'replica-'));
    const client = await openNodeClient({ file: join(folder, 'register.db') });
    const database = libsqlDatabase(client);
    const core = await RegisterCore.open({
      url,
      database,
      keys: await nodeKeys(join(folder, 'device-key.json')),
      nowMs: () => Date.now(),
      appVersion: '0',
      storagePersisted: async () => true,
    });
    try {
      await core.request({ type: 'activate', code: await newCode('1', 'T2') });
      const seed = Date.now();
      const history = fc.sample(fc.tuple(edits, fc.nat(4)), { numRuns: 30, seed });
      for (const [edit, then] of history) {
        await make(edit);
        if (then === 0) await hq.publish();
        if (then === 1) await core.request({ type: 'syncNow' });
      }
      await hq.publish();
      await core.request({ type: 'syncNow' });
      const expected = rowsOfStore(await masters(), 'T2');
      expect({ seed, rows: await visibleRows(database) }).toEqual({ seed, rows: expected });
      expect(expected.size).toBeGreaterThan(10);
      expect((await core.state()).sync.problems).toEqual([]);
    } finally {
      core.stop();
      await core.request({ type: 'syncNow' });
      await client.close();
    }
  });
});
