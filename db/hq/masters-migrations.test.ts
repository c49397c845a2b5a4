import { readdirSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';

const FOLDER = 'db/hq/masters-migrations';

/** A database as it was after some migrations; `migrateOn` applies the others. */
function databaseAfter(last: string): { database: DatabaseSync; migrateOn: () => void } {
  const database = new DatabaseSync(':memory:');
  const files = readdirSync(FOLDER).sort();
  const apply = (names: readonly string[]) => {
    for (const file of names) database.exec(readFileSync(`${FOLDER}/${file}`, 'utf8'));
  };
  apply(files.filter((file) => file <= last));
  return { database, migrateOn: () => apply(files.filter((file) => file > last)) };
}

test('what the order in stores said of price groups, their priorities say', () => {
  const { database, migrateOn } = databaseAfter('0001_masters.sql');
  database.exec(`INSERT INTO price_group VALUES ('sale', 'Sale'), ('city', 'City'), ('web', 'Web'), ('all', 'All'), ('no', 'No');
    INSERT INTO tax_region VALUES ('UK', 'UK'); INSERT INTO assortment VALUES ('gifts', 'Gifts');
    INSERT INTO employee_group VALUES ('e', 'E'); INSERT INTO customer_group VALUES ('c', 'C');`);
  const store = database.prepare(
    `INSERT INTO store VALUES (?, 'x', '[]', 'GBP', 'Europe/London', 'UK', 1, 'UK', 'gifts', ?, 'e', 'c')`,
  );
  const lists = [['sale', 'city', 'all'], ['web', 'all'], ['sale', 'web'], ['city'], []];
  for (const [at, groups] of lists.entries()) store.run(`S${at}`, JSON.stringify(groups));
  migrateOn();
  const rows = database.prepare('SELECT id, priority FROM price_group').all() as {
    id: string;
    priority: number;
  }[];
  const priorities = new Map(rows.map(({ id, priority }) => [id, priority]));
  for (const groups of lists) {
    const of = groups.map((group) => priorities.get(group) ?? Number.NaN);
    expect(of).toEqual([...new Set(of)].sort((a, b) => b - a));
  }
  expect(priorities.get('no')).toBe(0);
  // They travel from now on, so they are published.
  expect(
    database.prepare(`SELECT count(*) AS n FROM change_log WHERE table_name = 'price_group'`).get(),
  ).toEqual({
    n: 10,
  });
});

test('orders that contradict each other end too', () => {
  const { database, migrateOn } = databaseAfter('0001_masters.sql');
  database.exec(`INSERT INTO price_group VALUES ('a', 'A'), ('b', 'B');
    INSERT INTO tax_region VALUES ('UK', 'UK'); INSERT INTO assortment VALUES ('gifts', 'Gifts');
    INSERT INTO employee_group VALUES ('e', 'E'); INSERT INTO customer_group VALUES ('c', 'C');
    INSERT INTO store VALUES ('S1', 'x', '[]', 'GBP', 'z', 'UK', 1, 'UK', 'gifts', '["a","b"]', 'e', 'c'),
      ('S2', 'x', '[]', 'GBP', 'z', 'UK', 1, 'UK', 'gifts', '["b","a"]', 'e', 'c');`);
  migrateOn();
  expect(database.prepare('SELECT count(*) AS n FROM price_group WHERE priority > 0').get()).toEqual({
    n: 2,
  });
});
