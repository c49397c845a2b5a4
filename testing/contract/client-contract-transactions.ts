import { type ClientCase, createItems, insertItem, query } from './client-case.ts';
import { expectEqual, expectRejects } from './expect.ts';

const APPEND_ONLY = `
  CREATE TRIGGER items_append_only BEFORE UPDATE ON items
  BEGIN SELECT RAISE(ABORT, 'items are append-only'); END`;

const parentAndChild = [
  'CREATE TABLE parents(id INTEGER PRIMARY KEY)',
  'CREATE TABLE children(id INTEGER PRIMARY KEY, parentId INTEGER REFERENCES parents(id) DEFERRABLE INITIALLY DEFERRED)',
];

export const transactionCases: readonly ClientCase[] = [
  {
    name: 'a failed batch rolls back and names the statement',
    async run(open) {
      const client = await open();
      await client.execute(createItems);
      await client.execute(insertItem('a'));
      await expectRejects(
        client.batch([insertItem('b'), insertItem('c'), insertItem('a'), insertItem('d')], 'write'),
        {
          name: 'LibsqlBatchError',
          statementIndex: 2,
          code: 'SQLITE_CONSTRAINT',
          extendedCode: 'SQLITE_CONSTRAINT_PRIMARYKEY',
          rawCode: 1555,
          message: 'UNIQUE constraint failed: items.id',
        },
      );
      await expectRejects(client.batch([insertItem('b'), 'SELEC 1']), {
        statementIndex: 1,
        code: 'SQLITE_ERROR',
      });
      expectEqual(await query(client, 'SELECT id FROM items'), [['a']]);
      await client.close();
    },
  },
  {
    name: 'a batch is atomic to everybody who reads meanwhile',
    async run(open) {
      const client = await open();
      await client.execute(createItems);
      const counts: unknown[] = [];
      const read = async () => counts.push((await query(client, 'SELECT count(*) FROM items'))[0]?.[0]);
      await Promise.all([
        read(),
        client.batch([insertItem('a'), insertItem('b'), insertItem('c')], 'write'),
        read(),
        client.batch([['INSERT INTO items VALUES(?, ?, ?)', ['d', 'tea', 1]], insertItem('e')], 'write'),
        read(),
      ]);
      expectEqual(counts, [0, 3, 5]);
      await client.close();
    },
  },
  {
    name: 'a trigger that raises ABORT undoes the whole batch and is quoted',
    async run(open) {
      const client = await open();
      await client.batch([createItems, APPEND_ONLY], 'write');
      await client.execute(insertItem('a'));
      await expectRejects(
        client.batch([insertItem('b'), "UPDATE items SET name = 'x'", insertItem('c')], 'write'),
        {
          name: 'LibsqlBatchError',
          statementIndex: 1,
          code: 'SQLITE_CONSTRAINT',
          extendedCode: 'SQLITE_CONSTRAINT_TRIGGER',
          message: 'items are append-only',
        },
      );
      expectEqual(await query(client, 'SELECT id, name FROM items'), [['a', 'tea']]);
      await client.close();
    },
  },
  {
    name: 'a batch that ends its own transaction fails at the next statement',
    async run(open) {
      const client = await open();
      await client.execute(createItems);
      await expectRejects(client.batch(['ROLLBACK', insertItem('a')], 'write'), {
        statementIndex: 1,
        code: 'TRANSACTION_CLOSED',
      });
      expectEqual(await query(client, 'SELECT count(*) FROM items'), [[0]]);
      await client.close();
    },
  },
  {
    name: 'a BEGIN that strayed into execute or executeMultiple poisons nothing',
    async run(open) {
      const client = await open();
      await client.execute(createItems);
      await client.execute('BEGIN');
      await client.batch([insertItem('a')], 'write');
      await client.executeMultiple("BEGIN; INSERT INTO items(id, name) VALUES('lost', 'x')");
      await client.executeMultiple(
        "INSERT INTO items(id, name) VALUES('b', 'x'); INSERT INTO items(id, name) VALUES('c', 'x')",
      );
      expectEqual(await query(client, 'SELECT id FROM items ORDER BY id'), [['a'], ['b'], ['c']]);
      await client.close();
    },
  },
  {
    name: 'migrate is a batch without foreign keys, which are back afterwards',
    async run(open) {
      const client = await open();
      await client.migrate([
        ...parentAndChild,
        'INSERT INTO children VALUES(1, 7)',
        'INSERT INTO parents VALUES(7)',
      ]);
      await client.migrate([
        'CREATE TABLE renewed(id INTEGER PRIMARY KEY, note TEXT)',
        'INSERT INTO renewed(id) SELECT id FROM parents',
        'DROP TABLE parents',
        'ALTER TABLE renewed RENAME TO parents',
      ]);
      expectEqual(await query(client, 'SELECT * FROM parents'), [[7, null]]);
      const failing = client.migrate(['CREATE TABLE half(id)', 'CREATE TABLE parents(id)']);
      await expectRejects(failing, { statementIndex: 1, message: 'already exists' });
      await expectRejects(client.execute('SELECT * FROM half'), { message: 'no such table' });
      await expectRejects(client.execute('INSERT INTO children VALUES(2, 8)'), { message: 'FOREIGN KEY' });
      await client.close();
    },
  },
  {
    name: 'competing transactions and calls run one after the other, in the order of asking',
    async run(open) {
      const client = await open();
      await client.execute('CREATE TABLE log(position INTEGER PRIMARY KEY, entry TEXT)');
      const log = (entry: string) => ({ sql: 'INSERT INTO log(entry) VALUES(?)', args: [entry] });
      const twoSteps = async (name: string) => {
        const transaction = await client.transaction('write');
        await transaction.execute(log(`${name}1`));
        await Promise.resolve();
        await transaction.batch([log(`${name}2`), log(`${name}3`)]);
        await transaction.commit();
      };
      await Promise.all([
        twoSteps('a'),
        client.execute(log('b')),
        twoSteps('c'),
        client.batch([log('d'), log('e')], 'write'),
        twoSteps('f'),
        client.executeMultiple("INSERT INTO log(entry) VALUES('g')"),
      ]);
      const entries = (await query(client, 'SELECT entry FROM log ORDER BY position')).flat();
      expectEqual(entries.join(' '), 'a1 a2 a3 b c1 c2 c3 d e f1 f2 f3 g');
      await client.close();
    },
  },
  {
    name: 'a transaction reads its own writes, and is closed by commit, rollback or close',
    async run(open) {
      const client = await open();
      await client.execute(createItems);
      const count = 'SELECT count(*) FROM items';
      for (const [end, expected] of [
        ['commit', 1],
        ['rollback', 1],
        ['close', 1],
      ] as const) {
        const transaction = await client.transaction('write');
        await transaction.execute(insertItem(end));
        expectEqual(await query(transaction, count), [[end === 'commit' ? 1 : 2]]);
        await transaction[end]();
        expectEqual(transaction.closed, true);
        await expectRejects(transaction.execute(count), { code: 'TRANSACTION_CLOSED' });
        await expectRejects(transaction.batch([count]), { code: 'TRANSACTION_CLOSED' });
        await expectRejects(transaction.executeMultiple(count), { code: 'TRANSACTION_CLOSED' });
        await expectRejects(transaction.commit(), { code: 'TRANSACTION_CLOSED' });
        await transaction.rollback();
        transaction.close();
        expectEqual(await query(client, count), [[expected]]);
      }
      await client.close();
    },
  },
  {
    name: 'a failed statement leaves its transaction open',
    async run(open) {
      const client = await open();
      await client.execute(createItems);
      const transaction = await client.transaction();
      await transaction.execute(insertItem('a'));
      await expectRejects(transaction.execute(insertItem('a')), {
        extendedCode: 'SQLITE_CONSTRAINT_PRIMARYKEY',
      });
      await expectRejects(transaction.batch([insertItem('b'), insertItem('a')]), { statementIndex: 1 });
      expectEqual(transaction.closed, false);
      await transaction.commit();
      expectEqual(await query(client, 'SELECT id FROM items'), [['a'], ['b']]);
      await client.close();
    },
  },
  {
    name: 'an abandoned transaction is rolled back and the queue goes on',
    async run(open) {
      const client = await open();
      await client.execute(createItems);
      const abandoned = await client.transaction('write');
      await abandoned.execute(insertItem('lost'));
      await client.execute(insertItem('a')); // waits for the limit
      expectEqual(abandoned.closed, true);
      await expectRejects(abandoned.execute(insertItem('b')), { code: 'TRANSACTION_CLOSED' });
      await expectRejects(abandoned.commit(), { code: 'TRANSACTION_CLOSED', message: 'rolled back' });
      await abandoned.rollback();
      expectEqual(await query(client, 'SELECT id FROM items'), [['a']]);
      await client.close();
    },
  },
  {
    name: 'a transaction that the database rolled back is closed and frees the queue',
    async run(open) {
      const client = await open();
      const veto = `CREATE TRIGGER veto BEFORE DELETE ON items BEGIN SELECT RAISE(ROLLBACK, 'no deletes'); END`;
      await client.batch([createItems, veto], 'write');
      await client.execute(insertItem('a'));
      const transaction = await client.transaction('write');
      await transaction.execute(insertItem('b'));
      await expectRejects(transaction.execute('DELETE FROM items'), { message: 'no deletes' });
      await expectRejects(transaction.execute(insertItem('c')), { code: 'TRANSACTION_CLOSED' });
      await transaction.rollback();
      expectEqual(await query(client, 'SELECT id FROM items'), [['a']]);
      await client.close();
    },
  },
  {
    name: 'a commit that fails rolls back and frees the queue',
    async run(open) {
      const client = await open();
      await client.batch(parentAndChild, 'write');
      const orphan = 'INSERT INTO children VALUES(1, 7)';
      const transaction = await client.transaction('write');
      await transaction.execute(orphan);
      await expectRejects(transaction.commit(), { extendedCode: 'SQLITE_CONSTRAINT_FOREIGNKEY' });
      expectEqual(transaction.closed, true);
      await expectRejects(client.batch([orphan], 'write'), { extendedCode: 'SQLITE_CONSTRAINT_FOREIGNKEY' });
      expectEqual(await query(client, 'SELECT count(*) FROM children'), [[0]]);
      await client.close();
    },
  },
];
