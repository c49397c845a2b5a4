import { join } from 'node:path';
import { HqClient } from '../hq-client.ts';
import type { Demo } from '../start/demo.ts';
import { assignInvoices, type Play } from './assign-invoices.ts';
import { enterCatalogue } from './catalogue.ts';
import { type Comparison, compare } from './compare.ts';
import type { Invoice } from './invoice.ts';
import { tradingTime } from './invoice-commands.ts';
import type { Options } from './options.ts';
import { planCuts, type Stretch } from './plan-cuts.ts';
import { type PlayCounts, playInvoices } from './play-invoices.ts';
import { prepareStores, type RegisterPlace } from './prepare-stores.ts';
import type { PriceAgreement } from './price-book.ts';
import { Progress } from './progress.ts';
import { type Books, readBooks, readSales, readWatermarks } from './read-back.ts';
import { ReplayRegister } from './replay-register.ts';
import { newestEpochs, untilBooked } from './until-booked.ts';

export interface ReplayPorts {
  readonly url: string;
  readonly demo: Demo;
  /** Where the registers keep their data. */
  readonly folder: string;
  /** Undoes what was started, also when the replay fails or is stopped. */
  readonly owned: Pick<AsyncDisposableStack, 'defer'>;
  readonly say: (line: string) => void;
}

export interface ReplayResult {
  readonly counts: PlayCounts;
  readonly overriddenLines: number;
  readonly comparison: Comparison;
  readonly seconds: { readonly startUp: number; readonly catalogue: number; readonly replay: number };
}

/**
 * Plays invoices through headless registers against a running system, from the first line to headquarters' last
 * watermark, and compares what it then holds. `catalogueInvoices` are all of the files', so that prices do not
 * depend on how many are played. While it runs nobody else may sell there.
 */
export async function runReplay(
  ports: ReplayPorts,
  invoices: readonly Invoice[],
  catalogueInvoices: readonly Invoice[],
  options: Options,
): Promise<ReplayResult> {
  const { demo, url, say } = ports;
  const lap = stopwatch();
  const hq = new HqClient(url, demo.admins[0]?.token ?? '');
  const before = await readBooks(hq);
  const places = await prepareStores(hq, demo, options.stores, options.registersPerStore);
  const registers = await startRegisters(ports, places, invoices[0]);
  const startUp = lap();
  const { agreements, versions } = await enterCatalogue(hq, catalogueInvoices, places, say);
  await Promise.all(registers.map((register) => register.hasVersions(versions)));
  const parts = divide(registers, invoices, agreements, options);
  const catalogue = lap();
  const progress = new Progress(invoices.length, say);
  const counted = await Promise.all(parts.map((part) => playPart(part, () => progress.advance())));
  say('replay: everything is sent; headquarters books it …');
  const journals = counted.map(({ journal }) => journal);
  if (!(await untilBooked(hq, journals))) say('replay: headquarters does not book what was sent');
  const replay = lap();
  await Promise.all(registers.map((register) => register.close()));
  say('replay: reading back …');
  const counts = addUp(counted.map((part) => part.counts));
  const played = parts.flatMap(({ register: { place }, plays }) =>
    plays.map(({ invoice }) => ({ invoice, store: place.store, terminal: place.terminal })),
  );
  const overridden = parts.flatMap(({ plays }) => plays.map(({ commands }) => commands.overriddenLines));
  return {
    counts,
    overriddenLines: sum(overridden),
    comparison: compare({ played, ...counts }, await readHeld(hq, places, before)),
    seconds: { startUp, catalogue, replay },
  };
}

/** Starts every register through its own proxy, waits for its first packages and signs its supervisor on. */
async function startRegisters(
  { url, folder, owned, say }: ReplayPorts,
  places: readonly RegisterPlace[],
  first: Invoice | undefined,
): Promise<ReplayRegister[]> {
  say(`start: ${places.length} registers`);
  return Promise.all(
    places.map(async (place) => {
      const register = await ReplayRegister.open(
        place,
        url,
        join(folder, `${place.store}-${place.terminal}`),
      );
      owned.defer(() => register.dispose());
      const status = await register.start();
      await register.online();
      if (first) await register.signOn(status, tradingTime(first.at));
      return register;
    }),
  );
}

/** One register's part of the replay. */
interface Part {
  readonly register: ReplayRegister;
  readonly plays: readonly Play[];
  readonly stretches: readonly Stretch[];
}

function divide(
  registers: readonly ReplayRegister[],
  invoices: readonly Invoice[],
  agreements: readonly PriceAgreement[],
  { seed, offline, registersPerStore }: Options,
): Part[] {
  const places = registers.map(({ place }) => place);
  const assigned = assignInvoices(invoices, places, agreements);
  const stretches = planCuts({
    seed,
    counts: assigned.map((plays) => plays.length),
    registersPerStore,
    offline,
    canCutMidSale: (register, transaction) => assigned[register]?.[transaction]?.invoice.kind === 'sale',
  });
  return registers.map((register, index) => ({
    register,
    plays: assigned[index] ?? [],
    stretches: stretches[index] ?? [],
  }));
}

/** Plays a part until the gateway holds all of it; answers also where the journal has to end. */
async function playPart({ register, plays, stretches }: Part, onPlayed: () => void) {
  const counts = await playInvoices(register, plays, stretches, onPlayed);
  await register.drain();
  const { store, terminal } = register.place;
  // The epoch's start, two records for each shift and one for each transaction.
  const lastSeq = 1 + 2 * counts.shiftsClosed + plays.length;
  return { counts, journal: { store, terminal, lastSeq } };
}

/** Only what these registers booked since they were activated: earlier replays have the same references. */
async function readHeld(hq: HqClient, places: readonly RegisterPlace[], before: Books) {
  const stores = [...new Set(places.map(({ store }) => store))];
  const epochs = newestEpochs(await readWatermarks(hq, stores));
  const played = new Set(places.map(({ store, terminal }) => `${store}-${terminal}`));
  const sales = (await readSales(hq)).filter(({ store, terminal, epoch }) => {
    const name = `${store}-${terminal}`;
    return played.has(name) && epochs.get(name)?.epoch === epoch;
  });
  return { sales, before, after: await readBooks(hq) };
}

function addUp(counted: readonly PlayCounts[]): PlayCounts {
  return {
    offlineTransactions: sum(counted.map((counts) => counts.offlineTransactions)),
    cuts: sum(counted.map(({ cuts }) => cuts)),
    midSaleCuts: sum(counted.map(({ midSaleCuts }) => midSaleCuts)),
    restartsWhileCut: sum(counted.map(({ restartsWhileCut }) => restartsWhileCut)),
    shiftsClosed: sum(counted.map(({ shiftsClosed }) => shiftsClosed)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Answers the seconds since the last call, to a tenth. */
function stopwatch(): () => number {
  let since = performance.now();
  return () => {
    const now = performance.now();
    const seconds = Math.round((now - since) / 100) / 10;
    since = now;
    return seconds;
  };
}
