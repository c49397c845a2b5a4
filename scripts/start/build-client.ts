import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitStatus, stop } from '../exit.ts';

const out = 'dist/client';
const stamp = join(out, '.built');
const configs = [
  'workers/api/back-office/vite.config.ts',
  'workers/api/docs-page/vite.config.ts',
  'pos-client/vite.config.ts',
];
const sources = [
  'pos-client',
  'workers/api/back-office',
  'workers/api/docs-page',
  'docs/api.md',
  'commerce',
  'protocol',
  'db/channel',
  'package-lock.json',
];

/** Builds the back office and the register's page when a source is newer than the last build. */
export function buildClientIfStale(): void {
  if (existsSync(stamp) && newest(sources) <= statSync(stamp).mtimeMs) return;
  for (const config of configs) {
    const { status } = spawnSync('vite', ['build', '--config', config, '--logLevel', 'error'], {
      stdio: ['ignore', 2, 'inherit'],
      shell: process.platform === 'win32',
    });
    if (status !== 0) stop(exitStatus.environment, 'A page could not be built. See the message above.');
  }
  mkdirSync(out, { recursive: true });
  writeFileSync(stamp, '');
}

function newest(paths: readonly string[]): number {
  let latest = 0;
  for (const path of paths) {
    if (!existsSync(path)) continue;
    const stat = statSync(path);
    const here = stat.isDirectory()
      ? newest(readdirSync(path).map((name) => join(path, name)))
      : stat.mtimeMs;
    latest = Math.max(latest, here);
  }
  return latest;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildClientIfStale();
