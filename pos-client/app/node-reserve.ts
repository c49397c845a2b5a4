import { rm, stat, writeFile } from 'node:fs/promises';
import { RESERVE_BYTES, type StorageReserve } from '../sync/storage-reserve.ts';

/** A file on the disk of the register's database. */
export function nodeReserve(file: string): StorageReserve {
  const release = () => rm(file, { force: true });
  return {
    async restore() {
      const size = await stat(file).then(
        (found) => found.size,
        () => 0,
      );
      if (size === RESERVE_BYTES) return true;
      try {
        // Written, not only made as long: a hole takes no room.
        await writeFile(file, new Uint8Array(RESERVE_BYTES));
        return true;
      } catch {
        await release();
        return false;
      }
    },
    release,
  };
}
