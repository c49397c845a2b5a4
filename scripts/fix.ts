import { spawnSync } from 'node:child_process';

/** Formats everything, and mends what the linter can mend by itself. */
const { status } = spawnSync('biome', ['check', '--write', '.'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exit(status ?? 1);
