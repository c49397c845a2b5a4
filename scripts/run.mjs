// The one entry of every command. Runs on any Node from 20 on and needs nothing installed: it installs what is
// missing and hands over to the project's own Node 24, with the command's arguments and exit status.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const BAD_USAGE = 2;
const ENVIRONMENT = 3;
const commands = {
  dev: 'scripts/start/start.ts',
  test: 'scripts/test.ts',
  'test-long': 'testing/test-long.ts',
  check: 'scripts/check.ts',
  fix: 'scripts/fix.ts',
  build: 'scripts/start/build-client.ts',
  'build-sdk': 'scripts/sdk/build-sdk.ts',
  replay: 'scripts/replay/replay.ts',
  register: 'pos-client/app/headless.ts',
  seed: 'scripts/seed/seed.ts',
  bench: 'scripts/bench/bench.ts',
  'bench-peers': 'scripts/bench/bench-peers.ts',
  conformance: 'scripts/conformance/conformance.ts',
  simulate: 'testing/simulator/command.ts',
  audit: 'scripts/audit/audit.ts',
  mutation: 'scripts/mutation/mutation.ts',
  import: 'scripts/exchange/import.ts',
  export: 'scripts/exchange/export.ts',
};

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const [command, ...args] = process.argv.slice(2);
const script = commands[command];
if (!script) stop(BAD_USAGE, `usage: node scripts/run.mjs ${Object.keys(commands).join('|')} [arguments]`);

const major = Number(process.versions.node.split('.')[0]);
if (major < 20)
  stop(
    ENVIRONMENT,
    `evertill needs Node 20 or newer to start (it brings its own Node 24). This is ${process.version}.`,
  );

install();
process.env.PATH = resolve('node_modules/.bin') + delimiter + process.env.PATH;
process.env.WRANGLER_SEND_METRICS ??= 'false';
process.env.CLOUDFLARE_CF_FETCH_ENABLED ??= 'false';

const version = spawnSync('node', ['-v'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
}).stdout?.trim();
if (!version?.startsWith('v24.')) {
  stop(
    ENVIRONMENT,
    `The project's own Node 24 is missing (found ${version}): its install script did not run. Run: npm rebuild node`,
  );
}

const child = spawn('node', ['--disable-warning=ExperimentalWarning', script, ...args], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)));

/** A tree without its lock stamp, or older than the lock file, is half-installed: install it anew. */
function install() {
  const stamp = 'node_modules/.package-lock.json';
  const whole =
    existsSync(stamp) && existsSync('node_modules/.bin/wrangler') && existsSync('node_modules/.bin/node');
  if (whole && statSync(stamp).mtimeMs >= statSync('package-lock.json').mtimeMs) return;
  console.error('Installing packages (npm ci) …');
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 2, 'inherit'],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) stop(ENVIRONMENT, 'npm ci failed. See its message above.');
}

function stop(status, message) {
  console.error(message);
  process.exit(status);
}
