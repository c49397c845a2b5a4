import { isDeepStrictEqual } from 'node:util';
import { Chance } from '../../db/demo/profiles/chance.ts';
import { Chain, scope } from './chain.ts';
import { nextEdit } from './edit.ts';
import { ReplicaFile } from './replica-file.ts';

export const EDITS = 500;
/** Between them everything is published and every register is compared. */
const EDITS_A_STRETCH = 125;

export interface PlayedHistory {
  readonly seed: number;
  /** Writes and removals that headquarters took; those against its rules are not counted. */
  readonly edits: number;
  readonly compared: number;
  readonly rows: number;
  /** Each a sentence: which register, and which rows. */
  readonly differences: readonly string[];
}

/**
 * A history of a chain: its edits, runs that are cut short, registers that fetch now and then. At each rest every
 * register's database file, those of stores that fetched seldom and one that is new among them, holds exactly the rows that
 * headquarters' one definition gives its store.
 */
export async function playHistory(seed: number, edits = EDITS): Promise<PlayedHistory> {
  const chance = new Chance(seed, 11);
  const chain = await Chain.found();
  const from = { packages: chain.packages, trustedKeys: { [chain.key.keyId]: chain.key.publicKey } };
  const replicas = await Promise.all(scope.stores.map((store) => ReplicaFile.open(store, from)));
  const played = { seed, edits: 0, compared: 0, rows: 0, differences: [] as string[] };
  try {
    while (played.edits < edits && played.differences.length === 0) {
      const end = Math.min(edits, played.edits + EDITS_A_STRETCH);
      while (played.edits < end) played.edits += await play(chain, replicas, nextEdit(chance));
      await compare(chain, replicas, from, played);
    }
    return played;
  } finally {
    for (const replica of replicas) await replica.close();
    chain.close();
  }
}

/** How many edits it was: 1 where headquarters took it. */
async function play(chain: Chain, replicas: readonly ReplicaFile[], edit: ReturnType<typeof nextEdit>) {
  switch (edit.type) {
    case 'put':
      if ((await chain.faults(edit.noun, edit.row)) > 0) return 0;
      await chain.write(edit.noun, edit.row);
      return 1;
    case 'remove':
      return (await chain.remove(edit.noun, edit.key)) ? 1 : 0;
    case 'publish':
      await chain.publish(edit.statementsMax);
      return 0;
    case 'pull':
      for (const replica of replicas) if (edit.stores.includes(replica.store)) await replica.pull();
      return 0;
  }
}

async function compare(
  chain: Chain,
  replicas: readonly ReplicaFile[],
  from: Parameters<typeof ReplicaFile.open>[1],
  played: { compared: number; rows: number; differences: string[] },
): Promise<void> {
  while (!(await chain.publish()));
  const expected = await chain.expected();
  const newcomer = await ReplicaFile.open(scope.stores[0], from);
  for (const replica of [...replicas, newcomer]) {
    const problems = await replica.pull();
    const [holds, shall] = [await replica.rows(), expected(replica.store)];
    played.compared += 1;
    played.rows += holds.size;
    const who = `${replica === newcomer ? 'a new register of ' : ''}${replica.store}`;
    for (const { code, subject, detail } of problems)
      played.differences.push(`${who}: ${code} ${subject} ${detail}`);
    for (const key of new Set([...holds.keys(), ...shall.keys()])) {
      const [held, wanted] = [holds.get(key), shall.get(key)];
      if (!isDeepStrictEqual(held, wanted))
        played.differences.push(`${who}: ${key} is ${JSON.stringify(held)}, not ${JSON.stringify(wanted)}`);
    }
  }
  await newcomer.close();
}
