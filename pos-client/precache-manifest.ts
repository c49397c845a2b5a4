import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Files of the SQLite package that this register never fetches. */
const unused = /sqlite3-worker1|sqlite3-opfs-async-proxy/;

/**
 * Writes into the built service worker which files it keeps, each with its digest: everything of the build, so
 * that the register opens with the network cut. Runs when all files are on disk.
 */
export function precacheManifest(outDir: string) {
  return {
    name: 'precache-manifest',
    closeBundle() {
      const worker = join(outDir, 'service-worker.js');
      const files = readdirSync(outDir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(outDir, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
        .filter((file) => file !== 'service-worker.js' && !file.startsWith('.') && !unused.test(file))
        .sort();
      const entries = files.map((file) => ({
        url: `/pos/${file}`,
        // A file below assets/ has its digest in its name.
        revision: file.startsWith('assets/')
          ? null
          : createHash('sha256')
              .update(readFileSync(join(outDir, file)))
              .digest('hex')
              .slice(0, 16),
      }));
      const code = readFileSync(worker, 'utf8');
      if (!code.includes('__PRECACHE__'))
        throw new Error('the built service worker has no place for its list of files');
      writeFileSync(worker, code.replace('__PRECACHE__', JSON.stringify(entries)));
    },
  };
}
