import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { brokenRules } from './check/repository-rules.ts';

/** Types, lint, format, and the repository's own rules. Everything is checked, then the faults are counted. */
let failures = 0;
const windows = process.platform === 'win32';
const run = (name: string, command: string, args: string[]) => {
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: windows });
  if (status === 0) return;
  failures += 1;
  console.error(`${name}: failed`);
};

for (const project of globSync(
  '{commerce,protocol,db,workers,pos-client,sdk,testing,scripts}/**/tsconfig*.json',
  { exclude: ['**/node_modules/**'] },
).sort()) {
  run(`types of ${project}`, 'tsc', ['--noEmit', '-p', project]);
}
run('lint and format', 'biome', ['check', '--error-on-warnings', '.']);
for (const broken of brokenRules()) {
  failures += 1;
  console.error(broken);
}
console.log(failures === 0 ? 'check: nothing to complain about' : `check: ${failures} faults`);
process.exit(failures === 0 ? 0 : 1);
