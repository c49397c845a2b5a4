import { libsqlDatabase } from '../../db/channel/libsql-database.ts';
import { migrate } from '../../db/channel/migrate.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import { openNodeClient } from '../../pos-client/replica/node-client.ts';

/** A process to be killed: upgrades the database file, and dies after so many statements of the steps. */
const [file = '', statementsLeft = '0'] = process.argv.slice(2);
const client = await openNodeClient({ file });
let left = Number(statementsLeft);
const mortal: SqlDatabase = {
  ...libsqlDatabase(client),
  async commit(statements) {
    const transaction = await client.transaction('write');
    for (const { sql, params } of statements) {
      if (!sql.startsWith('CREATE TABLE IF NOT EXISTS')) dieUnless(left-- > 0);
      await transaction.execute({ sql, args: params as string[] });
    }
    await transaction.commit();
  },
};
await migrate(mortal);
dieUnless(false);

function dieUnless(alive: boolean): void {
  if (!alive) process.kill(process.pid, 'SIGKILL');
}
