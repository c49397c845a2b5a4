import { readdirSync, readFileSync } from 'node:fs';
import { type MasterRow, masterStore } from '../../db/hq/master-store.ts';
import { type MasterTable, masterTables } from '../../db/hq/master-tables.ts';
import { publishStore } from '../../db/hq/publish-store.ts';
import { type Bytes, utf8 } from '../../protocol/bytes.ts';
import type { SigningKey } from '../../protocol/signed-document.ts';
import { publish } from '../../workers/scheduler/src/publish.ts';
import { smallRetailer } from '../contract/hq-fixture.ts';
import { type Masters, rowsOfStore } from '../contract/hq-rows.ts';
import { testSigningKey } from '../contract/package-shelf.ts';
import { sqliteD1 } from './sqlite-d1.ts';

const MIGRATIONS = 'db/hq/masters-migrations';

/** What edits may name: few enough that they meet. */
export const scope = {
  stores: ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7'],
  assortments: ['gifts', 'toys', 'outlet'],
  priceGroups: ['members', 'trade', 'city'],
  taxRegions: ['UK', 'IE'],
  customerGroups: ['customers', 'others'],
  employeeGroups: ['staff', 'flying'],
} as const;

/** What lies in R2. */
export type Packages = Map<string, Bytes>;

/** Headquarters of a small chain: its own code for masters and publishing. */
export class Chain {
  readonly packages: Packages = new Map();
  readonly key: SigningKey;
  readonly #database: D1Database;
  readonly #store: ReturnType<typeof masterStore>;
  readonly #close: () => void;

  private constructor({ database, close }: ReturnType<typeof sqliteD1>, key: SigningKey) {
    this.key = key;
    this.#database = database;
    this.#store = masterStore(database);
    this.#close = close;
  }

  static async found(): Promise<Chain> {
    const migrations = readdirSync(MIGRATIONS).sort();
    const database = sqliteD1(migrations.map((file) => readFileSync(`${MIGRATIONS}/${file}`, 'utf8')));
    const chain = new Chain(database, await testSigningKey());
    await chain.#open();
    return chain;
  }

  async #open(): Promise<void> {
    const names = (ids: readonly string[]) => ids.map((id) => ({ id, name: id }));
    const lists = [
      ['assortments', scope.assortments],
      ['price-groups', scope.priceGroups],
      ['tax-regions', scope.taxRegions],
      ['customer-groups', scope.customerGroups],
      ['employee-groups', scope.employeeGroups],
    ] as const;
    const added = new Map<string, object[]>(lists.map(([noun, ids]) => [noun, names(ids)]));
    for (const { noun, items } of smallRetailer) {
      const more = noun === 'stores' ? scope.stores.map((store) => ({ ...items[0], store })) : [];
      await this.write(noun, ...items, ...(added.get(noun) ?? []), ...more);
    }
  }

  async write(noun: string, ...rows: object[]): Promise<void> {
    const table = master(noun);
    const parsed = rows.map((row) => table.shape.parse(row) as MasterRow);
    await this.#store.put(table, parsed, 'history');
  }

  /** What is wrong with a row beside the others, by the rules of the API; nothing is written. */
  async faults(noun: string, row: object): Promise<number> {
    const table = master(noun);
    const parsed = table.shape.safeParse(row);
    return parsed.success ? (await this.#store.faults(table, [parsed.data as MasterRow])).length : 1;
  }

  /** False where something still needs it. */
  async remove(noun: string, key: string): Promise<boolean> {
    return this.#store.remove(master(noun), key, 'history').then(
      () => true,
      (problem) => {
        if (/FOREIGN KEY/.test(String(problem))) return false;
        throw problem;
      },
    );
  }

  /** One run, at most so many statements; what it does not reach stays due. */
  async publish(statementsMax = 700): Promise<boolean> {
    const masters = publishStore(this.#database);
    const packages = {
      head: async (name: string) => (this.packages.has(name) ? {} : null),
      put: async (name: string, value: Bytes | string) =>
        void this.packages.set(name, typeof value === 'string' ? utf8(value) : value),
    };
    const { isDone } = await publish({
      ...{ masters, packages: packages as never, key: this.key, notify: async () => undefined },
      now: () => new Date().toISOString(),
      isSpent: () => masters.statements > statementsMax,
    });
    return isDone;
  }

  /** The rows that each store must hold now, by the one definition. */
  async expected(): Promise<(store: string) => Map<string, unknown>> {
    const masters: Record<string, MasterRow[]> = {};
    for (const table of masterTables) {
      const listed = await this.#store.list(table, { limit: 10_000 });
      // Lists leave an offer's lines out.
      const whole = async (row: MasterRow) =>
        table.noun === 'offers' ? ((await this.#store.get(table, String(row.id))) ?? row) : row;
      masters[table.noun] = await Promise.all(listed.map(whole));
    }
    return (store) => rowsOfStore(masters as Masters, store);
  }

  close(): void {
    this.#close();
  }
}

function master(noun: string): MasterTable {
  const found = masterTables.find((table) => table.noun === noun);
  if (!found) throw new Error(`there is no master ${noun}`);
  return found;
}
