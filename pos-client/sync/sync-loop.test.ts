import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decideIngest } from '../../commerce/journal/ingest.ts';
import { genesisHash, type RecordHeader } from '../../commerce/journal/journal-record.ts';
import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import { helloRequest, journalBatch, type WireRecord } from '../../protocol/journal-messages.ts';
import { put, storeRows } from '../../testing/contract/channel-fixture.ts';
import { PackageShelf, testSigningKey } from '../../testing/contract/package-shelf.ts';
import { until } from '../../testing/e2e/system.ts';
import { nodeKeys } from '../app/node-keys.ts';
import { RegisterCore } from '../app/register-core.ts';
import type { RegisterRequest, SyncProblem } from '../model/register-host.ts';
import { openNodeClient } from '../replica/node-client.ts';

interface Answer {
  readonly status: number;
  readonly body: string | Uint8Array;
}
const answer = (status: number, body: unknown): Answer => ({ status, body: JSON.stringify(body) });

/** A gateway that holds what it is sent and can be told to behave badly. It speaks HTTP only: sockets are refused. */
class FakeGateway {
  serverTime = () => new Date().toISOString();
  held: WireRecord[] = [];
  /** How far it says it is, where that is not the truth. */
  saysSeq: number | null = null;
  /** Called before the gateway answers; what it gives back is answered instead. `null` cuts the line without an answer. */
  before: (call: string, body: string) => Promise<Answer | null | undefined> = async () => undefined;
  /** The same, when it has done what was asked and is about to say so. */
  after: (call: string) => Promise<Answer | null | undefined> = async () => undefined;
  readonly #shelf: PackageShelf;
  readonly #server: Server;

  constructor(shelf: PackageShelf) {
    this.#shelf = shelf;
    this.#server = createServer(async (request, response) => {
      const call = (request.url ?? '').split('/').slice(2).join('/').replace('S1/', '');
      let body = '';
      for await (const chunk of request) body += String(chunk);
      let given = await this.before(call, body);
      if (given === undefined) {
        given = this.#answer(call, body);
        const instead = await this.after(call);
        if (instead !== undefined) given = instead;
      }
      if (given === null) return void request.socket.destroy();
      response.writeHead(given.status).end(given.body);
    });
    this.#server.on('upgrade', (_, socket) => socket.destroy());
  }

  async listen(): Promise<string> {
    await new Promise<void>((ready) => this.#server.listen(0, '127.0.0.1', ready));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  get watermarks() {
    return { epoch: 1, gatewaySeq: this.saysSeq ?? this.held.length, hqSeq: 0 };
  }

  #answer(call: string, body: string): Answer {
    if (call.startsWith('blobs/')) {
      const bytes = this.#shelf.blobs.get(call.slice('blobs/'.length));
      return bytes ? { status: 200, body: bytes } : answer(404, {});
    }
    switch (call) {
      case 'activations':
        return answer(201, {
          store: 'S1',
          terminal: '1',
          deviceToken: 'token',
          epoch: 1,
          predecessor: { epoch: 0, seq: 0, hash: genesisHash },
          nextReceiptNumber: 1,
          perpetualMinor: 0,
          trustedKeys: { [this.#shelf.key.keyId]: this.#shelf.key.publicKey },
        });
      case 'hello':
        return this.#hello(body);
      case 'journal':
        return this.#journal(body);
      case 'packages':
        return { status: 200, body: this.#shelf.answer() };
      case 'sign-ons':
        return answer(200, { employee: '1' });
      default:
        return answer(404, {});
    }
  }

  #hello(body: string): Answer {
    const request = helloRequest.safeParse(JSON.parse(body));
    if (!request.success) return answer(422, {});
    const { seq, hash } = request.data.head;
    const own = this.held[seq - 1]?.hash;
    const verdict = seq < this.held.length ? 'behind' : own !== undefined && own !== hash ? 'fork' : 'ok';
    return answer(200, { verdict, watermarks: this.watermarks, serverTime: this.serverTime() });
  }

  #journal(body: string): Answer {
    const records = journalBatch.parse(JSON.parse(body)).records.map((record) => {
      const { prev } = JSON.parse(record.header) as RecordHeader;
      return { ...record, prev };
    });
    const cursor = { seq: this.held.length, hash: this.held.at(-1)?.hash ?? genesisHash };
    const decided = decideIngest(cursor, records, (seq) => this.held[seq - 1]?.hash);
    this.held.push(...decided.accepted.map(({ prev: _, ...record }) => record));
    const { result, duplicates } = decided;
    return answer(result === 'stored' ? 200 : 409, { result, watermarks: this.watermarks, duplicates });
  }
}

const profile = {
  terminal: '1',
  supportOffline: true,
  requestTimeoutMs: 2000,
  reconnectIntervalMs: 100,
  healthCheckIntervalMs: 60_000,
  manualSwitch: true,
  offlineHoursMax: 72,
  persistentStorage: 'warn',
  pauseSync: false,
};

let folder: string;
let client: Awaited<ReturnType<typeof openNodeClient>>;
let shelf: PackageShelf;
let gateway: FakeGateway;
let core: RegisterCore;
/** Every problem that was ever shown. */
let shown: Set<string>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evertill-sync-'));
  shelf = new PackageShelf(await testSigningKey());
  await shelf.release('store:S1', [
    await shelf.blob([...storeRows, ['offlineProfile', profile] as const].map(put)),
  ]);
  await shelf.follow(['store:S1']);
  gateway = new FakeGateway(shelf);
  client = await openNodeClient({ file: join(folder, 'register.db') });
  core = await RegisterCore.open({
    url: await gateway.listen(),
    database: libsqlDatabase(client),
    keys: await nodeKeys(join(folder, 'device-key.json')),
    nowMs: () => Date.now(),
    appVersion: '0',
    storagePersisted: async () => true,
  });
  shown = new Set();
  core.subscribe(({ sync }) => {
    for (const { code } of sync.problems) shown.add(code);
  });
  await ask({ type: 'activate', code: 'CODE' });
  await until('the store is loaded', async () => (await core.state()).phase === 'signedOff');
  await ask({ type: 'signOn', employee: '1', pin: '482915' });
});
afterEach(async () => {
  core.stop();
  await gateway.close();
  // What was under way when the register stopped ends before its database does.
  await until('the register is at rest', async () => (await core.request({ type: 'syncNow' })).ok);
  await client.close();
  rmSync(folder, { recursive: true });
});

async function ask(request: RegisterRequest): Promise<void> {
  expect(await core.request(request)).toMatchObject({ ok: true });
}
async function sell(): Promise<void> {
  await ask({ type: 'scan', code: '85123A' });
  await ask({ type: 'pay', tenderType: 'CASH' });
}
const sync = async () => (await core.state()).sync;
const connectionIs = (state: string) =>
  until(`it is ${state}`, async () => (await sync()).connection === state);
const problems = async (code: SyncProblem['code']) =>
  (await sync()).problems.filter((found) => found.code === code);
const told = (code: SyncProblem['code']) =>
  until(`${code} is told`, async () => {
    const [found] = await problems(code);
    return found;
  });
const journal = async () =>
  (await client.execute('SELECT hash FROM journal ORDER BY seq')).rows.map((row) => String(row[0]));
const allSent = () =>
  until('the gateway holds everything', async () => {
    const hashes = gateway.held.map(({ hash }) => hash);
    return JSON.stringify(hashes) === JSON.stringify(await journal()) && (await sync()).waiting === 0;
  });

describe('sending', () => {
  test('an answer that gets lost after the gateway has stored: nothing is missing, nothing comes twice', async () => {
    await sell();
    await allSent();
    let lost = 2;
    gateway.after = async (call) => (call === 'journal' && lost-- > 0 ? null : undefined);
    await sell();
    await until('an answer is lost', () => lost <= 1);
    await sell();
    await until('another answer is lost', () => lost <= 0);
    await allSent();
    expect(shown).toContain('unreachable');
    await until('the trouble is over', async () => (await sync()).problems.length === 0);
  });

  test('a gateway that was restored and holds less than it did: what it lost is sent again', async () => {
    for (let sale = 0; sale < 3; sale++) await sell();
    await allSent();
    gateway.held = gateway.held.slice(0, 2);
    await ask({ type: 'syncNow' });
    await allSent();
    gateway.held = [];
    await sell();
    await allSent();
    expect((await sync()).problems).toEqual([]);
  });

  test('a batch that is refused: told with the reason, selling goes on, and it goes when the gateway takes it', async () => {
    const detail = 'record 2 has a header that is not one.';
    gateway.before = async (call) => (call === 'journal' ? answer(422, { detail }) : undefined);
    await sell();
    expect(await told('gatewayRefused')).toMatchObject({
      subject: 'journal',
      detail: expect.stringContaining(detail),
    });
    await sell();
    expect(await sync()).toMatchObject({ connection: 'online' });
    expect((await sync()).waiting).toBeGreaterThan(0);
    gateway.before = async () => undefined;
    await ask({ type: 'syncNow' });
    await allSent();
    expect(await problems('gatewayRefused')).toEqual([]);
  });

  test('another record at the same place: told once, however often it is met, and nothing is overwritten', async () => {
    await sell();
    await allSent();
    const [first, second, ...rest] = gateway.held as [WireRecord, WireRecord, ...WireRecord[]];
    gateway.held = [first, second, ...rest, { ...second, hash: 'f'.repeat(64) }];
    // Its hello does not tell: what is met when a record is sent counts.
    gateway.saysSeq = rest.length + 2;
    gateway.before = async (call) =>
      call === 'hello'
        ? answer(200, { verdict: 'ok', watermarks: gateway.watermarks, serverTime: '' })
        : undefined;
    for (let attempt = 0; attempt < 3; attempt++) {
      await sell();
      await ask({ type: 'syncNow' });
    }
    await told('fork');
    expect(await problems('fork')).toHaveLength(1);
    expect(gateway.held.at(-1)?.hash).toBe('f'.repeat(64));
  });
});

describe('the state of the line', () => {
  test('a register whose database was restored is told so and stays on the line', async () => {
    await sell();
    await allSent();
    const [{ hash: _, ...last }] = gateway.held.slice(-1) as [WireRecord];
    gateway.held.push({ ...last, hash: 'a'.repeat(64) }, { ...last, hash: 'b'.repeat(64) });
    await ask({ type: 'syncNow' });
    await told('behind');
    for (let attempt = 0; attempt < 2; attempt++) await ask({ type: 'syncNow' });
    expect(await sync()).toMatchObject({ connection: 'online', waiting: 0 });
    expect(await problems('unreachable')).toEqual([]);
  });

  test('a sale that goes up while the register says hello is no sign of a restored database', async () => {
    await sell();
    await allSent();
    let met = false;
    gateway.before = async (call) => {
      if (call !== 'hello' || met) return undefined;
      met = true;
      await sell();
      await allSent();
      return undefined;
    };
    await ask({ type: 'syncNow' });
    expect(met).toBe(true);
    expect((await sync()).problems).toEqual([]);
  });

  test('a cashier who disconnects while the register connects stays disconnected', async () => {
    let asked = () => {};
    let goOn = () => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const mayGoOn = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    gateway.before = async (call) => {
      if (call !== 'hello') return undefined;
      asked();
      await mayGoOn;
      return undefined;
    };
    const syncing = ask({ type: 'syncNow' });
    await isAsked;
    await ask({ type: 'setConnection', connected: false });
    goOn();
    await syncing;
    expect((await sync()).connection).toBe('manual');
    const before = gateway.held.length;
    await sell();
    await ask({ type: 'syncNow' });
    expect(gateway.held).toHaveLength(before);
    await ask({ type: 'setConnection', connected: true });
    await connectionIs('online');
    await allSent();
  });

  test('a device that the gateway does not know any more is told so, and signs on and sells with what it has', async () => {
    gateway.before = async () => answer(401, { type: 'urn:evertill:problem:unknown-device' });
    await ask({ type: 'syncNow' });
    expect(await told('revoked')).toMatchObject({ detail: 'the gateway does not know this device' });
    await ask({ type: 'endSession' });
    await ask({ type: 'signOn', employee: '1', pin: '482915' });
    await sell();
    expect((await sync()).waiting).toBeGreaterThan(0);
  });

  test('packages that cannot be had: told by name; the line stays up, and sales go up it', async () => {
    const reference = await shelf.blob([put(['customer', { number: '1', name: 'One', country: 'France' }])]);
    shelf.blobs.delete(reference.sha256);
    await shelf.release('store:S1', [reference]);
    await ask({ type: 'syncNow' });
    expect(await told('unreadableBlob')).toMatchObject({
      subject: `store:S1 blob ${reference.sha256.slice(0, 12)}`,
    });
    expect((await sync()).connection).toBe('online');
    await sell();
    await allSent();
    expect((await sync()).connection).toBe('online');
  });
});
