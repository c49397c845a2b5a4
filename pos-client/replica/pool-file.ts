import { LibsqlError } from '@libsql/core/api';
import init, { type Database, type SAHPoolUtil, type Sqlite3Static } from '@sqlite.org/sqlite-wasm';

// A tab that is closed or reloaded lets go of its lock and of its file handles a moment later.
const TAKEOVER_MS = 1000;
const POOL_ATTEMPTS = 20;
const POOL_PAUSE_MS = 50;

export type PoolFile = {
  sqlite3: Sqlite3Static;
  database: Database;
  /** After the database has been closed: gives the file handles and the lock to the next owner. */
  letGo(): void;
};

/**
 * Opens a database file in a pool of OPFS access handles (VFS opfs-sahpool), as its only owner among the tabs of this
 * origin. Rejects with DB_OWNED when somebody else keeps it, and DB_UNAVAILABLE when it cannot be opened at all.
 */
export async function openPoolFile(options: {
  name: string;
  directory: string;
  lockName: string;
}): Promise<PoolFile> {
  try {
    return await open(options);
  } catch (error) {
    throw error instanceof LibsqlError ? error : openError('DB_UNAVAILABLE', String(error), error);
  }
}

async function open(options: { name: string; directory: string; lockName: string }): Promise<PoolFile> {
  const unlock = await holdWebLock(options.lockName);
  let pool: SAHPoolUtil | undefined;
  const letGo = () => {
    try {
      pool?.pauseVfs();
    } finally {
      unlock();
    }
  };
  try {
    const sqlite3 = await loadSqlite();
    pool = await openPool(sqlite3, options.directory);
    return { sqlite3, database: new pool.OpfsSAHPoolDb(`/${options.name}`), letGo };
  } catch (error) {
    letGo();
    throw error;
  }
}

/** Resolves to the function that releases. The browser releases it too when this Worker ends in whatever way. */
function holdWebLock(lockName: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const held = () => new Promise<void>((release) => resolve(release));
    navigator.locks
      .request(lockName, { signal: AbortSignal.timeout(TAKEOVER_MS) }, held)
      .catch((error: unknown) => reject(isNamed(error, 'TimeoutError') ? ownedError(error) : error));
  });
}

let loading: Promise<Sqlite3Static> | undefined;

function loadSqlite(): Promise<Sqlite3Static> {
  loading ??= initSqlite().catch((error: unknown) => {
    loading = undefined; // the next call tries again
    throw error;
  });
  return loading;
}

async function initSqlite(): Promise<Sqlite3Static> {
  // The library takes its settings from this global alone, and deletes it. Without them it would print every failed
  // statement, and start a Worker for file systems that nobody uses here.
  const disable = { vfs: { opfs: true, 'opfs-vfs': true, 'opfs-wl': true } };
  Object.assign(globalThis, { sqlite3ApiConfig: { warn: () => {}, disable } });
  return init();
}

async function openPool(sqlite3: Sqlite3Static, directory: string): Promise<SAHPoolUtil> {
  const options = {
    name: `sahpool:${directory}`,
    directory,
    initialCapacity: 16, // the file, its WAL, its journal, and room to spare
    verbosity: 0,
    forceReinitIfPreviouslyFailed: true,
    preserveOnInitFailure: true, // else the library DELETES the whole pool when it cannot open one of its files
  };
  for (let attempt = 1; ; attempt++) {
    try {
      const pool = await sqlite3.installOpfsSAHPoolVfs(options);
      if (pool.isPaused()) await pool.unpauseVfs();
      return pool;
    } catch (error) {
      // The second one is what desktop Safari gives now and then; it goes away by trying again.
      if (!isNamed(error, 'NoModificationAllowedError', 'InvalidStateError')) throw error;
      if (attempt === POOL_ATTEMPTS) throw ownedError(error);
      await new Promise((resolve) => setTimeout(resolve, POOL_PAUSE_MS));
    }
  }
}

function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

function ownedError(cause: unknown): LibsqlError {
  return openError('DB_OWNED', 'Another tab or window owns the database', cause);
}

function openError(code: string, message: string, cause: unknown): LibsqlError {
  return new LibsqlError(message, code, undefined, undefined, cause instanceof Error ? cause : undefined);
}
