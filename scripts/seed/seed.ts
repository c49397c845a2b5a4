import { join } from 'node:path';
import { profileOf } from '../../db/demo/profiles/profile-of.ts';
import type { SeedProfile } from '../../db/demo/profiles/retailer.ts';
import { retailers } from '../../db/demo/profiles/retailers.ts';
import { exitStatus, stop } from '../exit.ts';
import { HqClient, HqRefusal } from '../hq-client.ts';
import { stopOnSignal } from '../stop-on-signal.ts';
import { giftShop } from './gift-shop.ts';
import { openSystem } from './open-system.ts';
import { readOptions, usage } from './options.ts';
import { SeedRefusal, type SeedReport, seedDatabase } from './seed-database.ts';

const say = (line: string) => console.error(line);
const own = new AsyncDisposableStack();
const isStopping = stopOnSignal(own, () => say('seed: stopped; the same command goes on where it was'));

const profiles = [...retailers.map(({ profile }) => profile), 'gift-shop'];
const options = readOptions(process.argv.slice(2), profiles);
if (typeof options === 'string') stop(exitStatus.badUsage, `${options}\n${usage(profiles)}`);
const { seed, force, json } = options;
const state = process.env.EVERTILL_STATE ?? '.wrangler/state';
const demoFile = join(state, 'demo.json');
const surroundings = {
  ...{ url: options.url, token: process.env.EVERTILL_TOKEN, state, demoFile },
  port: Number(process.env.PORT ?? 8787),
};

try {
  const system = await openSystem(surroundings, own, say);
  const hq = new HqClient(system.url, system.token);
  const report = await seedDatabase(hq, { profile: chosen(options.profile), seed, force, demoFile }, say);
  await own.disposeAsync();
  console.log(json ? JSON.stringify(report) : sentences(report));
  if (system.isOwn) say('seed: npm start serves it, and prints sign-ins and activation codes');
} catch (problem) {
  // Stopped by a signal, everything fails; its handler ends the process.
  if (isStopping()) await new Promise(() => undefined);
  await own.disposeAsync();
  stop(statusOf(problem), `seed: ${problem instanceof Error ? problem.message : String(problem)}`);
}

function chosen(name: string): SeedProfile {
  const retailer = retailers.find(({ profile }) => profile === name);
  return retailer ? profileOf(retailer, seed) : giftShop();
}

/** Refused by a rule or by headquarters is a failed check; everything else is that there is nobody to ask. */
function statusOf(problem: unknown): number {
  if (problem instanceof SeedRefusal) return exitStatus.disagreement;
  const isRefused = problem instanceof HqRefusal && problem.status < 500 && problem.status !== 401;
  return isRefused ? exitStatus.disagreement : exitStatus.environment;
}

function sentences(report: SeedReport): string {
  const { profile, products, variants, prices, stores, registers, written, published, seconds } = report;
  const size = `${products} products (${variants} of them variants), ${prices} prices, ${stores} stores, ${registers} registers`;
  if (written === 0 && !published) return `${profile}: everything is there: ${size}. Nothing was written.`;
  const how = `${written} rows in ${seconds.write} s, published in ${seconds.publish} s`;
  return `${profile}: ${size}: ${how}${report.resumed ? ', going on where an earlier run was' : ''}.`;
}
