import { expect } from 'vitest';
import { genesisHash } from '../../commerce/journal/journal-record.ts';
import type { Command } from '../../commerce/runtime/command.ts';
import { type Outcome, openRuntime, type Runtime } from '../../commerce/runtime/runtime.ts';
import type { RetailTransaction } from '../../commerce/transaction/retail-transaction.ts';
import { channelPort } from '../../db/channel/channel-port.ts';
import { migrate } from '../../db/channel/migrate.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import { hashRecord } from '../../protocol/record-hash.ts';
import { apply, put, storeRows } from './channel-fixture.ts';

/** Lends a fresh, empty database to its callback; `reopen` gives the same one as a restarted host would find it. */
export type WithDatabase = (
  use: (database: SqlDatabase, reopen: () => Promise<SqlDatabase>) => Promise<void>,
) => Promise<void>;

/** A till of the small store, on a real database. */
export interface TestTill {
  readonly database: SqlDatabase;
  readonly runtime: Runtime;
  readonly reopened: () => Promise<TestTill>;
  /** Trading time. */
  at: string;
  do(...commands: Command[]): Promise<void>;
  /** The transaction that the command concludes. */
  concludes(command: Command): Promise<RetailTransaction>;
  refused(command: Command): Promise<object>;
}

export const withTill =
  (withDatabase: WithDatabase) => (use: (till: TestTill) => Promise<void>) => async () => {
    await withDatabase(async (database, reopen) => {
      await migrate(database);
      await apply(database, 'store:S1', 'load', 1, [storeRows.map(put)]);
      await database.commit([
        {
          sql: `INSERT INTO device VALUES (1, 'S1', '1', 'install', '{}', '2010-12-01T00:00:00Z')`,
          params: [],
        },
        { sql: 'INSERT INTO journal_head VALUES (1, 1, 0, ?, 1, 0)', params: [genesisHash] },
      ]);
      await use(await openTill(database, reopen));
    });
  };

let clock = 0;

/** A till on a database that has been one before. */
export async function openTill(database: SqlDatabase, reopen: () => Promise<SqlDatabase>): Promise<TestTill> {
  const executed = async (command: Command): Promise<Outcome> => {
    const done = await till.runtime.execute(command);
    expect({ command: command.type, ...done }).toMatchObject({ ok: true });
    return (done as { value: Outcome }).value;
  };
  const till: TestTill = {
    database,
    at: '2010-12-01T08:26:00.000Z',
    runtime: await openRuntime({
      channel: channelPort(database),
      hashRecord,
      tradingMoment: () => ({
        at: till.at,
        date: till.at.slice(0, 10),
        minuteOfDay: Number(till.at.slice(11, 13)) * 60 + Number(till.at.slice(14, 16)),
      }),
      machineTime: () => new Date(Date.UTC(2026, 0, 1) + 1000 * clock++).toISOString(),
      connection: () => 'offline',
    }),
    reopened: async () => openTill(await reopen(), reopen),
    async do(...commands) {
      for (const command of commands) await executed(command);
    },
    async concludes(command) {
      const { transaction } = await executed(command);
      if (!transaction) throw new Error(`${command.type} concluded nothing`);
      return transaction;
    },
    async refused(command) {
      const done = await till.runtime.execute(command);
      if (done.ok) throw new Error(`${command.type} was not refused`);
      return done.error;
    },
  };
  return till;
}

export const rowsOf = (database: SqlDatabase, sql: string) => database.query({ sql, params: [] });
export const signOn: Command = { type: 'startSession', employee: '1' };
export const pay: Command = { type: 'pay', tenderType: 'CASH' };
export const scan = (code: string, quantityThousandths?: number): Command => ({
  type: 'scan',
  code,
  quantityThousandths,
});
export const total = (till: TestTill) => till.runtime.view()?.priced.totals.grossMinor;
