import { spawnSync } from 'node:child_process';
import { buildClientIfStale } from './start/build-client.ts';

/** Every test: Node, workerd, and end to end on the built bundles in a real Chromium. Arguments go to the runner. */
buildClientIfStale();
const result = spawnSync('vitest', ['run', ...process.argv.slice(2)], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exit(result.status ?? 1);
