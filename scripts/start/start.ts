import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { sha256Hex } from '../../protocol/bytes.ts';
import { exitStatus, stop } from '../exit.ts';
import { HqClient } from '../hq-client.ts';
import { buildClientIfStale } from './build-client.ts';
import type { Demo } from './demo.ts';
import { demoEmployees, demoMasters } from './demo-masters.ts';
import { newPin } from './new-pin.ts';
import { makeLocalSecrets } from './secrets.ts';
import { applyMigrations, executeSql, startWorkers } from './wrangler.ts';

const port = Number(process.env.PORT ?? 8787);
const state = resolve(process.env.EVERTILL_STATE ?? '.wrangler/state');
const url = `http://127.0.0.1:${port}`;
const demoFile = join(state, 'demo.json');
/** Nothing but the two admins: a seed brings its own retailer. */
const withoutDemo = process.argv.includes('--without-demo');
const READY_MS = 60_000;
const CRON_MS = 60_000;
const WEEK_MINUTES = 7 * 24 * 60;

if (!Number.isInteger(port) || port < 1 || port > 65_535)
  stop(exitStatus.badUsage, `PORT is ${process.env.PORT}; it has to be a port number.`);
if (!(await portIsFree())) {
  stop(
    exitStatus.environment,
    `Port ${port} is in use. Stop what listens there, or choose another one: PORT=8790 npm start`,
  );
}
mkdirSync(state, { recursive: true });
await makeLocalSecrets();
buildClientIfStale();
applyMigrations(state);
const firstRun = !existsSync(demoFile);
const demo = firstRun ? await newDemo() : (JSON.parse(readFileSync(demoFile, 'utf8')) as Demo);

const workers = startWorkers(port, state, process.argv.includes('--verbose'));
// wrangler's own lines go to standard error: standard output is for the summary below.
workers.stdout?.pipe(process.stderr);
workers.stderr?.pipe(process.stderr);
let stopping = false;
let exitWith = 0;
const parent = process.ppid;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => shutDown());
// A parent that was killed cannot pass the signal on.
setInterval(() => process.ppid !== parent && shutDown(), 1000).unref();
workers.on('exit', (code) => {
  killGroup();
  if (!stopping) console.error(`The workers stopped (status ${code}).`);
  process.exit(stopping ? exitWith : exitStatus.environment);
});

process.on('uncaughtException', (problem) => {
  console.error(problem);
  shutDown(exitStatus.environment);
});

await whenReady();
const hq = new HqClient(url, demo.admins[0]?.token ?? '');
if (firstRun && !withoutDemo) await loadDemo(hq);
// A seed that has not ended has no job yet: there is nothing whole to publish.
if (await hq.find('distribution-jobs', 'all')) await hq.publish();
await issueCodes(hq);
writeDemo();
setInterval(fireCron, CRON_MS);
report();

async function newDemo(): Promise<Demo> {
  const secret = () => randomBytes(24).toString('base64url');
  const admins = [
    { id: 'ada', name: 'Ada Fenn', role: 'admin', token: `hq_${secret()}` },
    { id: 'ben', name: 'Ben Okafor', role: 'admin', token: `hq_${secret()}` },
  ];
  const rows: string[] = [];
  for (const { id, name, role, token } of admins)
    rows.push(`('${id}', '${name}', '${role}', '${await sha256Hex(token)}')`);
  const file = join(state, 'admins.sql');
  writeFileSync(
    file,
    `INSERT OR REPLACE INTO admin (id, name, role, token_hash) VALUES ${rows.join(', ')};\n`,
    { mode: 0o600 },
  );
  executeSql(state, 'MASTERS', file);
  rmSync(file);
  return {
    url,
    backOffice: `${url}/hq/`,
    register: `${url}/pos/`,
    api: `${url}/v1`,
    admins: admins.map(({ name, role, token }) => ({ name, role, token })),
    employees: (withoutDemo ? [] : demoEmployees).map(({ number, store, permissionGroup }) => ({
      number,
      pin: newPin(),
      store,
      permissionGroup,
    })),
    registers: [],
  };
}

async function loadDemo(client: HqClient): Promise<void> {
  console.error('Loading the demo retailer …');
  for (const { noun, items } of demoMasters()) await client.putAll(noun, items);
  for (const { number, pin } of demo.employees)
    await client.request('PUT', `/v1/employees/${number}/pin`, { pin });
}

async function issueCodes(client: HqClient): Promise<void> {
  const registers: Demo['registers'] = [];
  for await (const { id, store, terminal } of client.all<{ id: string; store: string; terminal: string }>(
    '/v1/registers',
  )) {
    if (registers.length >= 20) break;
    const { code } = await client.request<{ code: string }>('POST', `/v1/registers/${id}/activation-codes`, {
      expiresInMinutes: WEEK_MINUTES,
    });
    registers.push({ store, terminal, activationCode: code });
  }
  demo.registers = registers;
}

function writeDemo(): void {
  Object.assign(demo, { url, backOffice: `${url}/hq/`, register: `${url}/pos/`, api: `${url}/v1` });
  writeFileSync(demoFile, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
}

function report(): void {
  const lines = [
    '',
    `Back office  ${demo.backOffice}`,
    `Register     ${demo.register}`,
    `API          ${demo.api}`,
    '',
    ...demo.admins.map(({ name, role, token }) => `Admin        ${name} (${role}), token ${token}`),
    ...demo.employees.map(
      ({ number, pin, store, permissionGroup }) =>
        `Employee     ${number}, PIN ${pin} (${permissionGroup} in ${store})`,
    ),
    ...demo.registers.map(
      ({ store, terminal, activationCode }) =>
        `Till ${store}-${terminal}    activation code ${activationCode}`,
    ),
    '',
    `evertill ready ${url}`,
  ];
  console.log(lines.join('\n'));
}

async function whenReady(): Promise<void> {
  const until = Date.now() + READY_MS;
  while (Date.now() < until) {
    try {
      if ((await fetch(`${url}/readyz`)).ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((wake) => setTimeout(wake, 100));
  }
  console.error(`The workers did not answer within ${READY_MS / 1000} s.`);
  shutDown(exitStatus.environment);
}

/** Locally crons never fire by themselves. */
async function fireCron(): Promise<void> {
  await fetch(`${url}/cdn-cgi/local/explorer/api/local/scheduled?worker=evertill-scheduler`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ cron: '* * * * *' }),
  }).catch((problem) => console.error('cron:', String(problem)));
}

function portIsFree(): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer();
    probe.once('error', () => answer(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => answer(true)));
  });
}

function shutDown(status = 0): void {
  if (stopping) return;
  stopping = true;
  exitWith = status;
  workers.kill('SIGTERM');
  setTimeout(killGroup, 5000).unref();
}

/** workerd is a child of wrangler: whatever is left of the group goes. */
function killGroup(): void {
  try {
    if (workers.pid) process.kill(-workers.pid, 'SIGKILL');
  } catch {
    // All gone.
  }
}
