import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const FOLDER = 'scripts/mutation';
const USAGE = `usage: npm run mutation -- FILES…
Changes these files of commerce/ in every small way and says which changes no test notices. Names or patterns,
such as commerce/tax/add-up.ts or 'commerce/pricing/*.ts'. Takes from minutes to hours; it uses one processor.`;

const files = process.argv.slice(2);
if (files.length === 0 || files.some((file) => file.startsWith('-'))) {
  console.error(USAGE);
  process.exit(2);
}
// In a folder of its own: it needs an older TypeScript than the project's.
if (!existsSync(`${FOLDER}/node_modules`))
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: FOLDER,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
const stryker = `${FOLDER}/node_modules/@stryker-mutator/core/bin/stryker.js`;
const mutate = [...files, '!**/*.test.ts'].join();
const { status } = spawnSync(
  process.execPath,
  [stryker, 'run', `${FOLDER}/stryker.config.json`, '--mutate', mutate],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
