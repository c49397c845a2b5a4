import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { exitStatus, stop } from '../exit.ts';

/**
 * Packs what a register of an earlier commit is made of, with its libraries, into one file for tests of old registers:
 * `node scripts/releases/pack-register.ts COMMIT FILE`. Only the native library is left out.
 */
const [commit, file] = process.argv.slice(2);
if (!commit || !file) stop(exitStatus.badUsage, 'usage: node scripts/releases/pack-register.ts COMMIT FILE');

const ENTRY = `
export { openRuntime } from './commerce/runtime/runtime.ts';
export { channelPort } from './db/channel/channel-port.ts';
export { libsqlDatabase } from './db/channel/libsql-database.ts';
export { migrate } from './db/channel/migrate.ts';
export { syncStore } from './db/channel/sync-store.ts';
export { openNodeClient } from './pos-client/replica/node-client.ts';
export { pullPackages } from './pos-client/sync/pull-packages.ts';
export { hashRecord } from './protocol/record-hash.ts';
`;
const folder = mkdtempSync(join(tmpdir(), 'evertill-release-'));
const tree = join(folder, 'tree');
execFileSync('git', ['worktree', 'add', '--quiet', '--detach', tree, commit]);
try {
  symlinkSync(resolve('node_modules'), join(tree, 'node_modules'));
  writeFileSync(join(tree, 'entry.ts'), ENTRY);
  await build({
    ...{ root: tree, configFile: false, publicDir: false, logLevel: 'error' },
    ssr: { noExternal: true },
    build: {
      ...{ ssr: 'entry.ts', outDir: join(folder, 'out'), target: 'esnext', minify: true },
      rolldownOptions: { external: [/^@libsql/, /^node:/], output: { entryFileNames: 'register.mjs' } },
    },
  });
  const packed = gzipSync(readFileSync(join(folder, 'out/register.mjs')), { level: 9 });
  writeFileSync(file, packed);
  console.log(`${file}: ${packed.length} bytes, the register of ${commit}`);
} finally {
  execFileSync('git', ['worktree', 'remove', '--force', tree]);
  rmSync(folder, { recursive: true, force: true });
}
