import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import { describeError } from '../model/messages.ts';
import type { RegisterAnswer } from '../model/register-host.ts';
import { openNodeClient } from '../replica/node-client.ts';
import { headlessRequest } from './headless-request.ts';
import { nodeKeys } from './node-keys.ts';
import { nodeReserve } from './node-reserve.ts';
import { RegisterCore } from './register-core.ts';

const BAD_USAGE = 2;
const ENVIRONMENT = 3;
/** Longest between two turns of the event loop while commands are waiting. */
const TURN_MS = 10;
let turnedMs = 0;
const usage = 'usage: npm run -s register -- --headless --url URL --code CODE --data DIR';

const { values } = parseArgs({
  options: {
    headless: { type: 'boolean' },
    url: { type: 'string' },
    code: { type: 'string' },
    data: { type: 'string' },
    json: { type: 'boolean' },
  },
});
if (!values.headless || !values.url || !values.data) stop(BAD_USAGE, usage);
const { url, data, code } = values;
mkdirSync(data, { recursive: true });
const client = await openNodeClient({ file: join(data, 'register.db') }).catch((problem) => {
  const owned = problem?.code === 'DB_OWNED';
  return stop(
    ENVIRONMENT,
    owned ? `Another process has the register in ${data}.` : `${data}: ${String(problem)}`,
  );
});
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const core = await RegisterCore.open({
  url: url.replace(/\/$/, ''),
  database: libsqlDatabase(client),
  keys: await nodeKeys(join(data, 'device-key.json')),
  reserve: nodeReserve(join(data, 'register.reserve')),
  nowMs: () => Date.now(),
  appVersion: version,
  storagePersisted: async () => true,
});

if ((await core.state()).phase === 'notActivated') {
  if (!code) stop(BAD_USAGE, `${data} is not activated: --code CODE is needed.\n${usage}`);
  const activated = await core.request({ type: 'activate', code });
  if (!activated.ok) stop(ENVIRONMENT, describeError(activated.error));
}
await loaded();
say({ ok: true, ready: true, ...(await status()) });

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() !== '') say(await answer(line));
  if (performance.now() - turnedMs > TURN_MS) await turn();
}
core.stop();
await client.close();
await turn();
process.exit(0);

async function answer(line: string): Promise<object> {
  const parsed = headlessRequest(line);
  if (!parsed.ok) return { ok: false, error: { type: 'badRequest' }, message: parsed.error };
  const { request, at } = parsed.value;
  try {
    if (request.type === 'status') return { ok: true, ...(await status()) };
    if (request.type === 'drain') return { ok: true, ...(await drained(request.timeoutMs)) };
    const done = await core.request(request, at);
    return done.ok
      ? { ok: true, ...plain(done.value) }
      : { ok: false, error: done.error, message: describeError(done.error) };
  } catch (problem) {
    // The database refused, or a bug: said, not hidden, and the register goes on.
    console.error(problem);
    return {
      ok: false,
      error: { type: 'internal' },
      message: problem instanceof Error ? problem.message : String(problem),
    };
  }
}

function plain({ line, transaction, ...rest }: RegisterAnswer): object {
  if (!transaction) return { ...(line == null ? {} : { line }), ...rest };
  const { receiptId, receiptNumber, type, totals, tenders, externalRef, connection } = transaction;
  const changeMinor = tenders.reduce((sum, tender) => sum + tender.changeMinor, 0);
  return {
    ...rest,
    receipt: { receiptId, receiptNumber, type, ...totals, changeMinor, externalRef, connection },
  };
}

async function status(): Promise<object> {
  const state = await core.state();
  const { priced } = state.cart;
  return {
    phase: state.phase,
    store: state.store,
    terminal: state.terminal,
    employee: state.employee?.number ?? null,
    connection: state.sync.connection,
    waiting: state.sync.waiting,
    unbooked: state.sync.unbooked,
    lastSyncAt: state.sync.lastSyncAt,
    versions: state.sync.versions,
    problems: state.sync.problems,
    shift: state.shift?.shift ?? null,
    externalRef: state.cart.externalRef,
    lines: priced.lines.filter((line) => !line.voided).length,
    discountMinor: priced.totals.discountMinor,
    totalMinor: priced.totals.grossMinor,
    dueMinor: priced.dueMinor,
    lastReceipt: state.lastReceipt && {
      receiptId: state.lastReceipt.receiptId,
      externalRef: state.lastReceipt.externalRef,
    },
  };
}

/** Waits until the gateway holds everything; answers the status when it does, or when the time is up. */
async function drained(timeoutMs: number): Promise<object> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const { sync } = await core.state();
    if (sync.waiting === 0 || Date.now() >= until) return status();
    await new Promise((wake) => setTimeout(wake, 25));
  }
}

/** Without packages it waits for them, but not for ever: who started it may be gone. */
async function loaded(): Promise<void> {
  const starter = process.ppid;
  while ((await core.state()).phase === 'loading') {
    if (process.ppid !== starter) stop(ENVIRONMENT, 'The process that started this register is gone.');
    await new Promise((wake) => setTimeout(wake, 25));
  }
}

/** A turn of the event loop: commands that are piped in must not starve the line to the gateway. */
async function turn(): Promise<void> {
  await new Promise((go) => setImmediate(go));
  turnedMs = performance.now();
}

/** The answers of one turn are written together. */
function say(value: object): void {
  if (process.stdout.writableCorked === 0) {
    process.stdout.cork();
    setImmediate(() => process.stdout.uncork());
  }
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

function stop(status: number, message: string): never {
  console.error(message);
  process.exit(status);
}
