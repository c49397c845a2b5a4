import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gatewayStep } from '../../commerce/journal/gateway-end.ts';
import type { GatewayEvent, GatewayReply, Incident } from '../../commerce/journal/gateway-shapes.ts';
import { adoptedGrant } from '../../commerce/journal/grant-epoch.ts';
import type { RecordHeader } from '../../commerce/journal/journal-record.ts';
import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import {
  activationRequest,
  helloRequest,
  journalBatch,
  newEpochRequest,
  watermarksOf,
} from '../../protocol/journal-messages.ts';
import { put, storeRows } from '../../testing/contract/channel-fixture.ts';
import { PackageShelf, testSigningKey } from '../../testing/contract/package-shelf.ts';
import { until } from '../../testing/e2e/system.ts';
import { GatewayDisk } from '../../testing/simulator/gateway-disk.ts';
import type { SimRecord } from '../../testing/simulator/messages.ts';
import { nodeKeys } from '../app/node-keys.ts';
import { RegisterCore } from '../app/register-core.ts';
import { describeProblem } from '../model/messages.ts';
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
  /** What it has stored; a copy of it, put back, is a gateway that was restored. */
  disk = new GatewayDisk();
  readonly incidents: Incident[] = [];
  #granted = 0;
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

  /** Everything that it holds, branch by branch. */
  get held(): string[] {
    const branches = this.disk
      .terminal('1')
      .epochs.flatMap(({ grant, branches: of }) =>
        of.map(({ branch }) => this.disk.records('1', grant.epoch, branch, 1, 1_000_000)),
      );
    return branches.flat().map(({ hash }) => hash);
  }

  #step(event: GatewayEvent<SimRecord>): GatewayReply | undefined {
    const replies: GatewayReply[] = [];
    for (const effect of gatewayStep(this.disk.terminal('1'), event, this.disk.held('1'))) {
      if (effect.type === 'reply') replies.push(effect.reply);
      else {
        this.disk.apply('1', effect.writes, 0);
        for (const write of effect.writes) if (write.type === 'incident') this.incidents.push(write.incident);
      }
    }
    return replies[0];
  }

  #answer(call: string, body: string): Answer {
    if (call.startsWith('blobs/')) {
      const bytes = this.#shelf.blobs.get(call.slice('blobs/'.length));
      return bytes ? { status: 200, body: bytes } : answer(404, {});
    }
    switch (call) {
      case 'activations': {
        const { installId, publicKey } = activationRequest.parse(JSON.parse(body));
        const reply = this.#step({
          ...{ type: 'activate', epoch: ++this.#granted, installId, publicKey, receiptSeen: 0, paper: null },
        });
        if (reply?.type !== 'granted') return answer(409, {});
        return answer(201, {
          ...{ ...reply.grant, store: 'S1', terminal: '1', deviceToken: 'token' },
          trustedKeys: { [this.#shelf.key.keyId]: this.#shelf.key.publicKey },
        });
      }
      case 'epochs': {
        const { from, reason } = newEpochRequest.parse(JSON.parse(body));
        const epoch = ++this.#granted;
        const reply = this.#step({ type: 'newEpoch', epoch, from, reason, receiptSeen: 0, paper: null });
        return reply?.type === 'granted'
          ? answer(201, reply.grant)
          : answer(409, { type: 'urn:evertill:problem:fenced' });
      }
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
    const { epoch, head, acknowledged = { seq: 0, hash: '' } } = request.data;
    const reply = this.#step({ type: 'hello', epoch, head, acknowledged });
    if (reply?.type !== 'hello') return answer(500, {});
    const { verdict, marks, holdsAcknowledged } = reply;
    const watermarks = watermarksOf(marks);
    return answer(200, { verdict, watermarks, holdsAcknowledged, serverTime: this.serverTime() });
  }

  #journal(body: string): Answer {
    const { epoch, records: sent } = journalBatch.parse(JSON.parse(body));
    const records = sent.map((record): SimRecord => {
      const { prev, receiptNumber, totals } = JSON.parse(record.header) as RecordHeader;
      const { perpetualMinor } = totals;
      return { ...record, epoch, prev, receiptNumber, perpetualMinor, storedMs: 0 };
    });
    const [installId, publicKey] = ['lost', 'lost'];
    const first = records[0];
    const adopt =
      first && adoptedGrant(JSON.parse(first.header), JSON.parse(first.body), { installId, publicKey });
    const reply = this.#step({ type: 'batch', epoch, records, adopt: adopt ?? null });
    if (reply?.type !== 'batch') {
      const watermarks = { epoch, gatewaySeq: 0, gatewayHash: '', hqSeq: 0, hqHash: '', prunableSeq: 0 };
      return answer(409, { result: 'gap', watermarks, duplicates: 0, fenced: false, forked: false });
    }
    const { result, duplicates, fenced, forked, marks } = reply;
    const watermarks = watermarksOf(marks);
    return answer(result === 'stored' ? 200 : 409, { result, watermarks, duplicates, fenced, forked });
  }

  /** As a gateway that was restored to before it held anything beyond the first `records`. */
  async setBack(records: number): Promise<void> {
    const [epoch] = this.disk.terminal('1').epochs;
    if (!epoch) return;
    const kept = this.disk.records('1', 1, 0, 1, records);
    this.disk = new GatewayDisk();
    if (records > 0) this.#step({ type: 'batch', epoch: 1, records: kept, adopt: epoch.grant });
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
let url: string;
let core: RegisterCore;
/** How far somebody has set the register's clock. */
let clockOffMs = 0;
/** Every problem that was ever shown. */
let shown: Set<string>;

/** Opens a register on a database file, with the device's key. */
async function open(file: string): Promise<void> {
  client = await openNodeClient({ file });
  core = await RegisterCore.open({
    url,
    database: libsqlDatabase(client),
    keys: await nodeKeys(join(folder, 'device-key.json')),
    nowMs: () => Date.now() + clockOffMs,
    appVersion: '0',
    storagePersisted: async () => true,
  });
  core.subscribe(({ sync }) => {
    for (const { code } of sync.problems) shown.add(code);
  });
}

/** The register's process ends, and another one opens this file. */
async function reopen(file: string): Promise<void> {
  core.stop();
  await client.close();
  await open(file);
}

/** A copy of the register's file as it is now: a backup, or a profile copied by hand. */
async function backUp(): Promise<string> {
  const file = join(folder, 'copy.db');
  await client.execute({ sql: 'VACUUM INTO ?', args: [file] });
  return file;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evertill-sync-'));
  shelf = new PackageShelf(await testSigningKey());
  await shelf.release('store:S1', [
    await shelf.blob([...storeRows, ['offlineProfile', profile] as const].map(put)),
  ]);
  await shelf.follow(['store:S1']);
  gateway = new FakeGateway(shelf);
  url = await gateway.listen();
  shown = new Set();
  clockOffMs = 0;
  await open(join(folder, 'register.db'));
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
  (await client.execute('SELECT hash FROM journal ORDER BY epoch, seq')).rows.map((row) => String(row[0]));
const epochs = async () =>
  (await client.execute('SELECT DISTINCT epoch FROM journal')).rows.map((row) => Number(row[0]));
const receiptNumbers = async () =>
  (await client.execute(`SELECT header ->> '$.receiptNumber' FROM journal ORDER BY epoch, seq`)).rows
    .map((row) => Number(row[0]))
    .filter((number) => number > 0);
const allSent = () =>
  until('the gateway holds everything', async () => {
    return JSON.stringify(gateway.held) === JSON.stringify(await journal()) && (await sync()).waiting === 0;
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
    await gateway.setBack(2);
    await ask({ type: 'syncNow' });
    await allSent();
    expect(gateway.incidents).toContainEqual({ type: 'gatewaySetBack', epoch: 1, heldSeq: 2, saidSeq: 5 });
    await gateway.setBack(0);
    await sell();
    await ask({ type: 'syncNow' });
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

  test('a copy of this database has sold meanwhile: both lines are kept, and this one goes on in an epoch of its own', async () => {
    await sell();
    await allSent();
    await ask({ type: 'setConnection', connected: false });
    const copy = await backUp();
    await sell();
    await ask({ type: 'setConnection', connected: true });
    await allSent();
    const first = gateway.held;
    await reopen(copy);
    await sell();
    await ask({ type: 'setConnection', connected: true });
    await until('a new epoch has begun', async () => (await epochs()).length === 2);
    await sell();
    await until('all is sent', async () => (await sync()).waiting === 0);
    const here = await journal();
    expect(gateway.held).toEqual(expect.arrayContaining([...first, ...here]));
    expect(gateway.incidents).toContainEqual(expect.objectContaining({ type: 'fork', epoch: 1 }));
    expect(new Set(await receiptNumbers()).size).toBe((await receiptNumbers()).length);
    expect(await problems('fork')).toEqual([]);
  });

  test('a database that was set back: what the gateway holds beyond it is not written again, and sales go on beyond it', async () => {
    await sell();
    await allSent();
    const copy = await backUp();
    await sell();
    await sell();
    await allSent();
    const before = gateway.held;
    await reopen(copy);
    await until('a new epoch has begun', async () => (await epochs()).length === 2);
    await sell();
    await until('all is sent', async () => (await sync()).waiting === 0);
    expect(gateway.held).toEqual(expect.arrayContaining(before));
    expect(gateway.incidents).toContainEqual(
      expect.objectContaining({ type: 'epochEnded', epoch: 1, reason: 'restored' }),
    );
    const [start] = (await client.execute('SELECT body FROM journal WHERE epoch = 2 AND seq = 1')).rows.map(
      (row) => JSON.parse(String(row[0])) as { predecessor: { seq: number; hash: string } },
    );
    expect(start?.predecessor).toMatchObject({ epoch: 1, seq: before.length, hash: before.at(-1) });
    expect(Math.min(...(await receiptNumbers()).slice(-1))).toBeGreaterThan(1000);
  });
});

describe('the state of the line', () => {
  test('one request is on the way at a time: what is sold while the register says hello goes up after it', async () => {
    await sell();
    await allSent();
    let met = 0;
    gateway.before = async (call) => {
      if (call !== 'hello' || met++ > 0) return undefined;
      await sell();
      return undefined;
    };
    await ask({ type: 'syncNow' });
    await allSent();
    expect(gateway.incidents).toEqual([]);
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

  describe.each([
    { trouble: 'fails', answered: async () => answer(503, {}), detail: 'the gateway answered 503' },
    {
      trouble: 'is slow',
      answered: () => new Promise<Answer>((late) => setTimeout(late, 4000, answer(200, {}))),
      detail: 'the gateway took too long',
    },
  ])('the store of packages $trouble', ({ answered, detail }) => {
    test('told in words; the line stays up, sales go up it, and the data comes when it can be had', async () => {
      gateway.before = async (call) => (call.startsWith('blobs/') ? answered() : undefined);
      await shelf.release('store:S1', [
        await shelf.blob([put(['customer', { number: '1', name: 'One', country: 'France' }])]),
      ]);
      void core.request({ type: 'syncNow' });
      const problem = await told('notFetched');
      expect(describeProblem(problem)).toMatch(
        new RegExp(
          `^New data for store:S1 blob [0-9a-f]{12} cannot be fetched for now \\(${detail}\\). Selling goes on`,
        ),
      );
      await sell();
      await allSent();
      expect((await sync()).connection).toBe('online');
      gateway.before = async () => undefined;
      await ask({ type: 'syncNow' });
      await until('the new version is here', async () => (await sync()).versions['store:S1'] === 2);
      expect((await sync()).problems).toEqual([]);
    });
  });

  test.each([
    { set: 'ahead', days: 365, stale: 1 },
    { set: 'behind', days: -365, stale: 0 },
  ])('a clock that is a year $set is told, and sells on and syncs', async ({ set, days, stale }) => {
    clockOffMs = days * 86_400_000;
    await ask({ type: 'syncNow' });
    expect(describeProblem(await told('wrongClock'))).toBe(
      `The clock of this register is wrong (365 days ${set}). Set it, or dates on receipts and offers are wrong too.`,
    );
    // By a clock that is ahead, what headquarters signed today was signed long ago.
    await until('the heads are judged', async () => (await problems('staleHead')).length === stale);
    if (stale)
      expect(describeProblem(await told('staleHead'))).toMatch(
        /^Data for store:S1 has not been confirmed by headquarters for a long time/,
      );
    await sell();
    await shelf.release('store:S1', [
      await shelf.blob([put(['customer', { number: '1', name: 'One', country: 'France' }])]),
    ]);
    await ask({ type: 'syncNow' });
    await until('the new version is here', async () => (await sync()).versions['store:S1'] === 2);
    await allSent();
    clockOffMs = 0;
    await ask({ type: 'syncNow' });
    await until('the trouble is over', async () => (await sync()).problems.length === 0);
  });
});
