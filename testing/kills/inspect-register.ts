import { genesisHash } from '../../commerce/journal/journal-record.ts';
import type { Command } from '../../commerce/runtime/command.ts';
import { openRuntime } from '../../commerce/runtime/runtime.ts';
import { channelPort } from '../../db/channel/channel-port.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import { hashRecord } from '../../protocol/record-hash.ts';
import { BIG_STREAM, PRODUCTS, SMALL_STREAM } from './big-shelf.ts';

export interface Inspected {
  /** The version of the big assortment that is visible. */
  readonly shown: number;
  /** Stopped in the middle of a version. */
  readonly isMidway: boolean;
  /** What is wrong, as sentences. */
  readonly faults: readonly string[];
}

/** Makes an empty channel database one of an activated register. */
export async function prepareRegister(database: SqlDatabase): Promise<void> {
  await database.commit([
    {
      sql: `INSERT OR IGNORE INTO device VALUES (1, 'S1', '1', 'install', '{}', '2010-12-01T00:00:00Z')`,
      params: [],
    },
    { sql: 'INSERT OR IGNORE INTO journal_head VALUES (1, 1, 0, ?, 1, 0)', params: [genesisHash] },
  ]);
}

/** A register as it is after a kill: the file is sound, shows one version whole, and sells. */
export async function inspectRegister(database: SqlDatabase): Promise<Inspected> {
  const rows = (sql: string) => database.query({ sql, params: [] });
  const faults: string[] = [];
  const [integrity] = await rows('PRAGMA integrity_check');
  if (integrity?.[0] !== 'ok') faults.push(`the file is damaged: ${integrity?.[0]}`);
  const [cursor] = await rows(
    `SELECT version, applying, blob, row FROM stream_cursor WHERE stream = '${BIG_STREAM}'`,
  );
  const [shown = 0, applying = 0, blob = 0, row = 0] = (cursor ?? []).map(Number);
  const versions = await rows(
    `SELECT p.name, count(*) FROM product p WHERE p.stream = '${BIG_STREAM}' AND p.since <= ${shown}
      AND (p.until IS NULL OR p.until > ${shown}) GROUP BY p.name`,
  );
  const whole = shown === 0 ? [] : [[`version ${shown}`, PRODUCTS]];
  if (JSON.stringify(versions) !== JSON.stringify(whole))
    faults.push(`version ${shown} is shown as ${JSON.stringify(versions)}`);
  const [store] = await rows(`SELECT version FROM stream_cursor WHERE stream = '${SMALL_STREAM}'`);
  if (Number(store?.[0]) > 0) faults.push(...(await sell(database)));
  return { shown, isMidway: applying > shown && blob + row > 0, faults };
}

const TRADING_AT = '2010-12-01T08:26:00.000Z';
const sale: readonly Command[] = [
  { type: 'startSession', employee: '1' },
  { type: 'scan', code: '85123A' },
  { type: 'pay', tenderType: 'CASH' },
];

async function sell(database: SqlDatabase): Promise<string[]> {
  const runtime = await openRuntime({
    channel: channelPort(database),
    hashRecord,
    tradingMoment: () => ({ at: TRADING_AT, date: TRADING_AT.slice(0, 10), minuteOfDay: 8 * 60 + 26 }),
    machineTime: () => new Date().toISOString(),
    connection: () => 'offline',
  });
  for (const command of sale) {
    const done = await runtime.execute(command);
    if (!done.ok) return [`${command.type} was refused: ${JSON.stringify(done.error)}`];
    const cost = done.value.transaction?.totals.grossMinor;
    if (command.type === 'pay' && cost !== 295) return [`a sale cost ${cost}`];
  }
  return [];
}
