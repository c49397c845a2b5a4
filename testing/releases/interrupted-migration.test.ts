import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import { migrate } from '../../db/channel/migrate.ts';
import { channelMigrations } from '../../db/channel/migrations.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import { openNodeClient } from '../../pos-client/replica/node-client.ts';
import { rowsOf } from '../contract/test-till.ts';
import { prepareRegister } from '../kills/inspect-register.ts';

/** Steps of the schema that a register of protocol 2 had. */
const OLD_STEPS = 2;
const steps = channelMigrations.slice(OLD_STEPS);
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evertill-migration-'));
  await onFile('old.db', async (database) => {
    await migrate(database, 'migration', channelMigrations.slice(0, OLD_STEPS));
    await prepareRegister(database);
    await database.commit([
      {
        sql: `INSERT INTO product (stream, row_key, since, until, sku, name, tax_code, stocked, variant_of, variant)
          VALUES ('global', 'HEART', 1, NULL, 'HEART', 'White heart holder', 'STANDARD', 1, NULL, '{}')`,
        params: [],
      },
      { sql: `INSERT INTO cart_step (position, detail) VALUES (0, '{}')`, params: [] },
      { sql: `INSERT INTO note (name, detail) VALUES ('deviceToken', '"kept"')`, params: [] },
    ]);
    // One file to copy, and nothing beside it.
    await rowsOf(database, 'PRAGMA wal_checkpoint(TRUNCATE)');
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

async function onFile(name: string, use: (database: SqlDatabase) => Promise<void>): Promise<void> {
  const client = await openNodeClient({ file: join(folder, name) });
  try {
    await use(libsqlDatabase(client));
  } finally {
    await client.close();
  }
}

/** Upgrades the file in a process of its own, which is killed after so many statements of the steps, uncommitted or not. */
async function killedAfter(statements: number, file: string): Promise<NodeJS.Signals | null> {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      'testing/releases/migrate-and-die.ts',
      file,
      String(statements),
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return signal;
}

const schemaOf = (database: SqlDatabase) =>
  rowsOf(database, `SELECT type, name, sql FROM sqlite_schema ORDER BY type, name`);

test('killed between any two statements, an upgrade goes on at the next start and keeps every row', async () => {
  let whole: unknown[][] = [];
  await onFile('whole.db', async (database) => {
    await migrate(database);
    whole = await schemaOf(database);
  });
  const count = steps.reduce((sum, { statements }) => sum + statements.length + 1, 0);
  for (let statements = 0; statements <= count; statements++) {
    const file = `killed-${statements}.db`;
    copyFileSync(join(folder, 'old.db'), join(folder, file));
    expect(await killedAfter(statements, join(folder, file))).toBe('SIGKILL');
    await onFile(file, async (database) => {
      await migrate(database);
      expect({ statements, schema: await schemaOf(database) }).toEqual({ statements, schema: whole });
      expect(await rowsOf(database, 'SELECT id FROM migration ORDER BY id')).toEqual(
        channelMigrations.map(({ id }) => [id]),
      );
      expect(await rowsOf(database, 'SELECT sku, name FROM product')).toEqual([
        ['HEART', 'White heart holder'],
      ]);
      expect(
        await rowsOf(database, `SELECT rowid FROM product_search WHERE product_search MATCH 'hea*'`),
      ).toHaveLength(1);
      expect(await rowsOf(database, 'SELECT detail FROM cart_step')).toEqual([['{}']]);
      expect(await rowsOf(database, `SELECT detail FROM note WHERE name = 'deviceToken'`)).toEqual([
        ['"kept"'],
      ]);
      expect(await rowsOf(database, 'SELECT store, terminal FROM device')).toEqual([['S1', '1']]);
      expect(await rowsOf(database, 'PRAGMA integrity_check')).toEqual([['ok']]);
    });
  }
}, 120_000);
