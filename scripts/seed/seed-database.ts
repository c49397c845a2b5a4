import type { SeedProfile } from '../../db/demo/profiles/retailer.ts';
import type { HqClient } from '../hq-client.ts';
import { giveSignIns } from './give-sign-ins.ts';
import { type Figures, keyOf, planSteps } from './plan-steps.ts';
import { isPublished, type PublishedRun, publishAll } from './publish-all.ts';
import { writeSteps } from './write-steps.ts';

export interface SeedReport extends Figures {
  readonly profile: string;
  readonly seed: number;
  /** Rows that this run wrote, and rows that were there. */
  readonly written: number;
  readonly found: number;
  /** Whether an earlier run had begun and this one ended it. */
  readonly resumed: boolean;
  /** Null where everything had been published before. */
  readonly published: PublishedRun | null;
  readonly seconds: { readonly plan: number; readonly write: number; readonly publish: number };
}

/** Why a database is not seeded: a sentence for people. */
export class SeedRefusal extends Error {}

export interface SeedRequest {
  readonly profile: SeedProfile;
  readonly seed: number;
  /** Adds beside what is there. */
  readonly force: boolean;
  readonly demoFile: string;
}

/** Brings a profile's rows to headquarters and publishes them; what is there already is left as it is. */
export async function seedDatabase(
  hq: HqClient,
  { profile, seed, force, demoFile }: SeedRequest,
  say: (line: string) => void,
): Promise<SeedReport> {
  const isBegun = await wasBegun(hq, profile);
  if (!isBegun && !force) await requireEmpty(hq);
  const clock = stopWatch();
  const plan = planSteps(profile);
  const seconds = { plan: clock(), write: 0, publish: 0 };
  const { written, found } = await writeSteps(hq, plan, say);
  await giveSignIns(hq, profile, demoFile);
  seconds.write = clock();
  const isDone = written === 0 && (await isPublished(hq));
  const published = isDone ? null : await publishAll(hq, say);
  seconds.publish = clock();
  const resumed = isBegun && !isDone;
  return { profile: profile.profile, seed, ...plan.figures, written, found, resumed, published, seconds };
}

async function wasBegun(hq: HqClient, { profile, marker: { noun, row } }: SeedProfile): Promise<boolean> {
  const there = await hq.find<{ name: string }>(noun, keyOf(noun, row));
  if (there && there.name !== row.name)
    throw new SeedRefusal(
      `The database has ${profile} as "${there.name}", not as "${row.name}". Use that seed, or an empty database.`,
    );
  return there !== null;
}

async function requireEmpty(hq: HqClient): Promise<void> {
  for (const noun of ['stores', 'products']) {
    const { items } = await hq.get<{ items: Record<string, unknown>[] }>(`/v1/${noun}?limit=1`);
    if (items.length > 0)
      throw new SeedRefusal(
        `The database is not empty: it has ${noun}, such as ${keyOf(noun, items[0])}. --force adds the profile beside them; EVERTILL_STATE=DIR names another state folder.`,
      );
  }
}

/** Seconds since it was asked last, to a tenth. */
function stopWatch(): () => number {
  let lastMs = performance.now();
  return () => {
    const nowMs = performance.now();
    const seconds = Math.round((nowMs - lastMs) / 100) / 10;
    lastMs = nowMs;
    return seconds;
  };
}
