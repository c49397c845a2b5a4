import type { InValue } from '@libsql/core/api';
import { type ClientCase, createItems, insertItem, query, valuesOf } from './client-case.ts';
import { drizzleCases } from './client-contract-drizzle.ts';
import { transactionCases } from './client-contract-transactions.ts';
import { expectEqual, expectRejects } from './expect.ts';

const BULK_ROWS = 5000;
const DISTINCT_STATEMENTS = 450; // more than any statement cache holds

const statementCases: readonly ClientCase[] = [
  {
    name: 'opens with WAL, a flush for every commit, and foreign keys',
    async run(open) {
      const client = await open();
      expectEqual(client.protocol, 'file');
      expectEqual(client.closed, false);
      const settings = ['journal_mode', 'synchronous', 'foreign_keys'].map((name) => `PRAGMA ${name}`);
      expectEqual((await client.batch(settings, 'write')).map(valuesOf), [[['wal']], [[2]], [[1]]]);
      expectEqual(await query(client, 'PRAGMA foreign_keys'), [[1]]);
      await client.close();
    },
  },
  {
    name: 'a batch that is not flushed is whole or not at all, and the next one is flushed again',
    async run(open) {
      const client = await open();
      await client.execute(createItems);
      await client.batchUnflushed?.([insertItem('a'), insertItem('b')]);
      expectEqual(await query(client, 'PRAGMA synchronous'), [[2]]);
      const twice = async () => client.batchUnflushed?.([insertItem('c'), insertItem('a')]);
      await expectRejects(twice(), { code: 'SQLITE_CONSTRAINT' });
      expectEqual(await query(client, 'PRAGMA synchronous'), [[2]]);
      expectEqual(await query(client, 'SELECT id FROM items'), [['a'], ['b']]);
      await client.close();
      const again = await open();
      expectEqual(await query(again, 'SELECT count(*) FROM items'), [[2]]);
      await again.close();
    },
  },
  {
    name: 'rows are read by index and by column name',
    async run(open) {
      const client = await open();
      const result = await client.execute("SELECT 1 AS a, 'x' AS b, NULL AS c, 2 AS a");
      const row = result.rows[0];
      expectEqual(result.columns, ['a', 'b', 'c', 'a']);
      expectEqual([row?.length, row?.[0], row?.[1], row?.[2], row?.[3]], [4, 1, 'x', null, 2]);
      expectEqual({ ...row }, { a: 1, b: 'x', c: null }, 'the first column of a name');
      expectEqual(result.toJSON().rows, [[1, 'x', null, 2]]);
      await client.execute(createItems);
      const empty = await client.execute('SELECT id, priceMinor FROM items');
      expectEqual(
        [empty.columns, empty.columnTypes, empty.rows.length],
        [['id', 'priceMinor'], ['TEXT', 'INTEGER'], 0],
      );
      await client.close();
    },
  },
  {
    name: 'rowsAffected and lastInsertRowid',
    async run(open) {
      const client = await open();
      await client.execute('CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER)');
      const inserted = await client.execute('INSERT INTO t(n) VALUES(1), (2), (3)');
      expectEqual([inserted.rowsAffected, inserted.lastInsertRowid], [3, 3n]);
      expectEqual((await client.execute('UPDATE t SET n = 0 WHERE id < 3')).rowsAffected, 2);
      expectEqual((await client.execute('UPDATE t SET n = 0 WHERE id = 9')).rowsAffected, 0);
      expectEqual((await client.execute('SELECT * FROM t')).rowsAffected, 0);
      await client.close();
    },
  },
  {
    name: 'rows in bulk through json_each',
    async run(open) {
      const client = await open();
      await client.execute(createItems);
      const rows = Array.from({ length: BULK_ROWS }, (_, index) => [`i${index}`, `Tee ${index} "ä"`, index]);
      const sql = 'INSERT INTO items SELECT value->>0, value->>1, value->>2 FROM json_each(?)';
      const [inserted] = await client.batch([{ sql, args: [JSON.stringify(rows)] }], 'write');
      expectEqual(inserted?.rowsAffected, BULK_ROWS);
      const expected = (BULK_ROWS * (BULK_ROWS - 1)) / 2;
      expectEqual(await query(client, 'SELECT count(*), sum(priceMinor) FROM items'), [
        [BULK_ROWS, expected],
      ]);
      expectEqual(await query(client, "SELECT name FROM items WHERE id = 'i7'"), [['Tee 7 "ä"']]);
      await client.close();
    },
  },
  {
    name: 'a duplicate key has code, extended code and number',
    async run(open) {
      const client = await open();
      await client.execute(createItems);
      await client.execute(insertItem('a'));
      await expectRejects(client.execute(insertItem('a')), {
        name: 'LibsqlError',
        code: 'SQLITE_CONSTRAINT',
        extendedCode: 'SQLITE_CONSTRAINT_PRIMARYKEY',
        rawCode: 1555,
        message: 'SQLITE_CONSTRAINT: UNIQUE constraint failed: items.id',
      });
      expectEqual(await query(client, 'SELECT count(*) FROM items'), [[1]]);
      await client.close();
    },
  },
  {
    name: 'a syntax error',
    async run(open) {
      const client = await open();
      await expectRejects(client.execute('SELEC 1'), {
        code: 'SQLITE_ERROR',
        rawCode: 1,
        message: 'near "SELEC"',
      });
      await expectRejects(client.executeMultiple('SELECT 1; SELEC 2'), { code: 'SQLITE_ERROR' });
      await expectRejects(client.execute('SELECT * FROM nowhere'), { message: 'no such table: nowhere' });
      expectEqual(await query(client, 'SELECT 1'), [[1]]);
      await client.close();
    },
  },
  {
    name: 'a blob comes back as an ArrayBuffer',
    async run(open) {
      const client = await open();
      await client.execute('CREATE TABLE blobs(id INTEGER PRIMARY KEY, bytes BLOB)');
      const bytes = new Uint8Array([9, 0, 1, 255, 9]);
      const args: InValue[] = [bytes.subarray(1, 4), bytes.buffer, new Uint8Array(0)];
      await client.execute({ sql: 'INSERT INTO blobs(bytes) VALUES(?), (?), (?)', args });
      const blobs = [bytes.slice(1, 4).buffer, bytes.buffer, new ArrayBuffer(0)];
      expectEqual((await query(client, 'SELECT bytes FROM blobs ORDER BY id')).flat(), blobs);
      await client.close();
    },
  },
  {
    name: 'int64: a bigint beyond 2^53, a number within',
    async run(open) {
      const client = await open();
      const exact = [0, -1, 2 ** 31, 2 ** 53 - 1, -(2 ** 53 - 1)];
      const big = [2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)];
      await client.execute('CREATE TABLE numbers(position INTEGER PRIMARY KEY, n INTEGER) STRICT');
      for (const n of [...exact, ...big])
        await client.execute({ sql: 'INSERT INTO numbers(n) VALUES(?)', args: [n] });
      expectEqual((await query(client, 'SELECT n FROM numbers ORDER BY position')).flat(), [
        ...exact,
        ...big,
      ]);
      const small = await client.execute({ sql: 'SELECT ?', args: [5n] });
      expectEqual(valuesOf(small), [[5]]);
      await expectRejects(client.execute({ sql: 'SELECT ?', args: [2n ** 63n] }), {});
      await client.close();
    },
  },
  {
    name: 'whole numbers bind as INTEGER, so that SQL divides and stores them so',
    async run(open) {
      const client = await open();
      const args = [5, 2 ** 40, 5.5, true, new Date(1_700_000_000_000), 'x', null];
      const sql = 'SELECT typeof(?), typeof(?), typeof(?), typeof(?), typeof(?), typeof(?), typeof(?)';
      const types = ['integer', 'integer', 'real', 'integer', 'integer', 'text', 'null'];
      expectEqual(valuesOf(await client.execute({ sql, args })), [types]);
      const used = await client.execute({
        sql: "SELECT ? / 2, json_object('n', ?), ?, ?",
        args: [5, 7, ...args.slice(3, 5)],
      });
      expectEqual(valuesOf(used), [[2, '{"n":7}', 1, 1_700_000_000_000]]);
      await client.close();
    },
  },
  {
    name: 'what SQLite would silently store as NULL is refused',
    async run(open) {
      const client = await open();
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
        await expectRejects(client.execute({ sql: 'SELECT ?', args: [value] }), { name: 'RangeError' });
      }
      const forgotten = [undefined] as unknown as InValue[];
      await expectRejects(client.execute({ sql: 'SELECT ?', args: forgotten }), { name: 'TypeError' });
      await client.close();
    },
  },
  {
    name: 'named arguments with and without their prefix',
    async run(open) {
      const client = await open();
      const sql = 'SELECT :a, @b, $c, :a';
      expectEqual(valuesOf(await client.execute({ sql, args: { a: 1, b: 'x', c: null } })), [
        [1, 'x', null, 1],
      ]);
      expectEqual(valuesOf(await client.execute({ sql, args: { ':a': 2, '@b': 'y', $c: 3 } })), [
        [2, 'y', 3, 2],
      ]);
      expectEqual(
        valuesOf(await client.execute({ sql, args: { a: 4 } })),
        [[4, null, null, 4]],
        'no leftovers',
      );
      await client.close();
    },
  },
  {
    name: 'a cached statement follows a change of the schema',
    async run(open) {
      const client = await open();
      await client.execute(createItems);
      await client.execute(insertItem('a'));
      const before = await client.execute('SELECT * FROM items');
      expectEqual(before.columns, ['id', 'name', 'priceMinor']);
      await client.execute("ALTER TABLE items ADD COLUMN unit TEXT NOT NULL DEFAULT 'each'");
      const after = await client.execute('SELECT * FROM items');
      expectEqual(after.columns, ['id', 'name', 'priceMinor', 'unit']);
      expectEqual(valuesOf(after), [['a', 'tea', 250, 'each']]);
      await client.execute('DROP TABLE items');
      await expectRejects(client.execute('SELECT * FROM items'), { message: 'no such table' });
      await client.execute('CREATE TABLE items(only TEXT)');
      expectEqual((await client.execute('SELECT * FROM items')).columns, ['only']);
      await client.close();
    },
  },
  {
    name: 'more distinct statements than a cache holds',
    async run(open) {
      const client = await open();
      for (let round = 0; round < 2; round++) {
        for (let n = 0; n < DISTINCT_STATEMENTS; n++) expectEqual(await query(client, `SELECT ${n}`), [[n]]);
      }
      await client.close();
    },
  },
  {
    name: 'data stays when it is closed and opened again',
    async run(open) {
      const first = await open();
      await first.batch([createItems, insertItem('a'), insertItem('b')], 'write');
      await first.close();
      expectEqual(first.closed, true);
      await expectRejects(first.execute('SELECT 1'), { code: 'CLIENT_CLOSED' });
      await expectRejects(first.batch(['SELECT 1']), { code: 'CLIENT_CLOSED' });
      await expectRejects(first.transaction(), { code: 'CLIENT_CLOSED' });
      const second = await open();
      expectEqual(await query(second, 'SELECT id FROM items ORDER BY id'), [['a'], ['b']]);
      expectEqual(await query(second, 'PRAGMA integrity_check'), [['ok']]);
      await second.close();
    },
  },
  {
    name: 'calls made before close are served, and reconnect opens again',
    async run(open) {
      const client = await open();
      await client.execute(createItems);
      const pending = [client.execute(insertItem('a')), client.batch([insertItem('b')], 'write')];
      client.close();
      await Promise.all(pending);
      await expectRejects(client.execute('SELECT 1'), { code: 'CLIENT_CLOSED' });
      client.reconnect();
      expectEqual(client.closed, false);
      expectEqual(await query(client, 'SELECT count(*) FROM items'), [[2]]);
      expectEqual(await query(client, 'PRAGMA synchronous'), [[2]], 'settings after reconnect');
      client.reconnect();
      expectEqual(await query(client, 'SELECT count(*) FROM items'), [[2]]);
      await client.close();
    },
  },
  {
    name: 'only one owner',
    async run(open) {
      const first = await open();
      await expectRejects(open(), { name: 'LibsqlError', code: 'DB_OWNED' });
      expectEqual(await query(first, 'SELECT 1'), [[1]]);
      await first.close();
      const second = await open();
      await second.close();
    },
  },
  {
    name: 'sync is not the database’s part',
    async run(open) {
      const client = await open();
      await expectRejects(client.sync(), { code: 'SYNC_NOT_SUPPORTED' });
      await client.close();
    },
  },
];

export const clientCases: readonly ClientCase[] = [...statementCases, ...transactionCases, ...drizzleCases];
