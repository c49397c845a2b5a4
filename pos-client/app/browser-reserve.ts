import { RESERVE_BYTES, type StorageReserve } from '../sync/storage-reserve.ts';

/** A file of the origin's private file system, for whoever owns the register's database: only inside its Worker. */
export function browserReserve(name: string): StorageReserve {
  const folder = () => navigator.storage.getDirectory();
  // Not kept open: what a browser has counted for an open file it gives back when that is closed.
  const release = async () => (await folder()).removeEntry(name).catch(() => undefined);
  return {
    async restore() {
      const entry = await (await folder()).getFileHandle(name, { create: true });
      if ((await entry.getFile()).size >= RESERVE_BYTES) return true;
      const file = await entry.createSyncAccessHandle();
      try {
        file.truncate(RESERVE_BYTES);
        return true;
      } catch {
        return false;
      } finally {
        file.close();
        if ((await entry.getFile()).size < RESERVE_BYTES) await release();
      }
    },
    release,
  };
}
