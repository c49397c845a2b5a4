import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitStatus, stop } from '../exit.ts';

const configs = ['wrangler.toml', 'workers/store-gateway/wrangler.toml', 'workers/scheduler/wrangler.toml'];
const program = join('node_modules', 'wrangler', 'bin', 'wrangler.js');

const databases = [
  { binding: 'MASTERS', migrations: 'db/hq/masters-migrations' },
  { binding: 'BOOKS', migrations: 'db/hq/books-migrations' },
];

/** Applies D1 migrations to the state folder; skipped when it has them all already. */
export function applyMigrations(state: string): void {
  const wanted = JSON.stringify(databases.map(({ migrations }) => readdirSync(migrations).sort()));
  const stamp = join(state, 'migrations.json');
  try {
    if (readFileSync(stamp, 'utf8') === wanted) return;
  } catch {
    // First run.
  }
  for (const { binding } of databases)
    run(['d1', 'migrations', 'apply', binding, '--local', '-c', 'wrangler.toml', '--persist-to', state]);
  writeFileSync(stamp, wanted);
}

/** Runs SQL on a database of the state folder, before the workers have it open. */
export function executeSql(state: string, binding: string, file: string): void {
  run([
    'd1',
    'execute',
    binding,
    '--local',
    '-c',
    'wrangler.toml',
    '--persist-to',
    state,
    '--file',
    file,
    '--yes',
  ]);
}

function run(args: string[]): void {
  const result = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (result.status !== 0)
    stop(
      exitStatus.environment,
      `wrangler ${args.slice(0, 3).join(' ')} failed:\n${result.stdout}${result.stderr}`,
    );
}

/** All three workers in one process, on one port. Its own process group, so that nothing of it is left behind. */
export function startWorkers(port: number, state: string, verbose: boolean): ChildProcess {
  return spawn(
    process.execPath,
    [
      program,
      'dev',
      ...configs.flatMap((config) => ['-c', config]),
      '--persist-to',
      state,
      '--port',
      String(port),
      '--ip',
      '127.0.0.1',
      '--inspector-port',
      '0',
      '--show-interactive-dev-session=false',
      '--log-level',
      verbose ? 'info' : 'warn',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
}
