import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type * as runtime from '../../commerce/runtime/runtime.ts';
import type * as port from '../../db/channel/channel-port.ts';
import type * as libsql from '../../db/channel/libsql-database.ts';
import type * as migration from '../../db/channel/migrate.ts';
import type * as sync from '../../db/channel/sync-store.ts';
import type * as client from '../../pos-client/replica/node-client.ts';
import type * as pull from '../../pos-client/sync/pull-packages.ts';
import type * as hash from '../../protocol/record-hash.ts';

/** What a register is made of, whichever release it is of: what these tests call has not changed its shape. */
export type Release = Pick<typeof runtime, 'openRuntime'> &
  Pick<typeof port, 'channelPort'> &
  Pick<typeof libsql, 'libsqlDatabase'> &
  Pick<typeof migration, 'migrate'> &
  Pick<typeof sync, 'syncStore'> &
  Pick<typeof client, 'openNodeClient'> &
  Pick<typeof pull, 'pullPackages'> &
  Pick<typeof hash, 'hashRecord'>;

/**
 * A register of before as `scripts/releases/pack-register.ts` packed it, code and libraries. `register-protocol-2` is
 * of commit 05eff92.
 */
export async function oldRelease(name: string): Promise<Release> {
  // Beside the packages: it brings all of its own but the native library.
  const folder = join('node_modules/.cache/evertill-releases');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}-${process.pid}.mjs`);
  writeFileSync(file, gunzipSync(readFileSync(join(import.meta.dirname, `${name}.mjs.gz`))));
  try {
    return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Release;
  } finally {
    rmSync(file);
  }
}
