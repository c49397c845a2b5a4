import { assert } from '../assert.ts';
import { type CartProduct, foldCart } from '../cart/cart.ts';
import { type PricedCart, type PricingData, priceCart } from '../cart/price-cart.ts';
import { headAfter, type JournalRecord, nextHeader, type RecordDraft } from '../journal/journal-record.ts';
import type { PriceAgreement } from '../pricing/resolve-price.ts';
import { err, ok, type Result } from '../result.ts';
import type { ShiftClose } from '../shift/shift.ts';
import type { ConnectionState, RetailTransaction, TradingMoment } from '../transaction/retail-transaction.ts';
import type { Change, ChannelPort, ChannelSetup, Snapshot } from './channel-port.ts';
import type { Command, CommandError } from './command.ts';
import { decide } from './decide.ts';
import type { Facts, Till } from './till.ts';

/** What the runtime is given by its host. */
export interface RuntimePorts {
  readonly channel: ChannelPort;
  readonly hashRecord: (prev: string, header: string, body: string) => Promise<string>;
  /** Trading time, in the store's zone. A replay of old days sets it; nothing else follows it. */
  readonly tradingMoment: (timeZone: string) => TradingMoment;
  /** Machine time, ISO 8601 UTC. */
  readonly machineTime: () => string;
  readonly connection: () => ConnectionState;
}

export interface Outcome {
  /** The line that was added or changed. */
  readonly line: number | null;
  /** What was concluded: durable when the outcome is known, so a receipt may print. */
  readonly transaction: RetailTransaction | null;
  readonly shiftClose: ShiftClose | null;
  /** Journal records that it wrote: something to send. */
  readonly records: number;
}

/** What can be shown of the till at any time. */
export interface TillView {
  readonly till: Till;
  readonly setup: ChannelSetup;
  readonly priced: PricedCart;
}

export interface Runtime {
  /** Load, decide, commit. Commands queue up: nothing interleaves with one. */
  execute(command: Command): Promise<Result<Outcome, CommandError>>;
  /** Null before the device is activated, or while the store's setup has not arrived. */
  view(): TillView | null;
  /** Reads again what packages or an activation have changed. An open cart keeps the versions it began with. */
  refresh(): Promise<void>;
}

interface Loaded {
  readonly till: Till;
  readonly snapshot: Snapshot;
  readonly setup: ChannelSetup | null;
  /** Read under the snapshot and kept while it lasts, because rows of a version never change. */
  readonly products: Map<string, CartProduct>;
  readonly agreements: Map<string, readonly PriceAgreement[]>;
}

/** Products kept between transactions. More are forgotten, so that memory does not grow with the assortment. */
const KEPT_MAX = 2000;

export async function openRuntime(ports: RuntimePorts): Promise<Runtime> {
  const { channel } = ports;
  let loaded = await load(channel);
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  };

  async function run(command: Command): Promise<Result<Outcome, CommandError>> {
    if (!loaded) loaded = await load(channel);
    if (!loaded) return err({ type: 'notActivated' });
    if (loaded.till.cart.steps === 0) loaded = { ...(await current(channel, loaded)), till: loaded.till };
    if (!loaded.setup) return err({ type: 'notReady' });
    const facts = await loadFacts(ports, loaded, loaded.setup, command);
    const decided = decide(loaded.till, command, facts);
    if (!decided.ok) return decided;
    const { till, changes, drafts, transaction, shiftClose, line } = decided.value;
    const chained = await chain(ports, till, drafts, transaction);
    try {
      await channel.commit([...changes, ...chained.changes]);
    } catch (problem) {
      // Whether it was written is for the database to say: what is held in memory is read again.
      loaded = await load(channel);
      throw problem;
    }
    loaded = { ...loaded, till: { ...till, head: chained.head } };
    return ok({ line, transaction, shiftClose, records: drafts.length });
  }

  return {
    execute: (command) => inTurn(() => run(command)),
    view() {
      if (!loaded?.setup) return null;
      return { till: loaded.till, setup: loaded.setup, priced: price(loaded, loaded.setup) };
    },
    refresh: () =>
      inTurn(async () => {
        if (!loaded || loaded.till.cart.steps === 0) loaded = await load(channel, loaded?.till.lastReceipt);
      }),
  };
}

async function load(
  channel: ChannelPort,
  lastReceipt: RetailTransaction | null = null,
): Promise<Loaded | null> {
  const stored = await channel.stored();
  if (!stored) return null;
  const { cartSteps, cartSnapshot, ...state } = stored;
  const till: Till = {
    ...state,
    cart: foldCart(cartSteps),
    lastReceipt: lastReceipt ?? (await newestReceipt(channel)),
  };
  const snapshot = cartSnapshot ?? (await channel.snapshot());
  const setup = await channel.setup(snapshot);
  const loaded = { till, snapshot, setup, products: new Map(), agreements: new Map() };
  await keepAgreements(
    channel,
    loaded,
    till.cart.lines.map((line) => line.product.sku),
  );
  return loaded;
}

async function newestReceipt(channel: ChannelPort): Promise<RetailTransaction | null> {
  const [newest] = await channel.transactions(1);
  return newest ? ((await channel.concluded(newest.receiptId))?.transaction ?? null) : null;
}

/** Between transactions: the newest versions, read again only when one has moved. */
async function current(channel: ChannelPort, loaded: Loaded): Promise<Loaded> {
  const snapshot = await channel.snapshot();
  const isSame = sameSnapshot(snapshot, loaded.snapshot) && loaded.setup;
  if (isSame && loaded.products.size < KEPT_MAX) return loaded;
  const setup = isSame ? loaded.setup : await channel.setup(snapshot);
  return { ...loaded, snapshot, setup, products: new Map(), agreements: new Map() };
}

function sameSnapshot(a: Snapshot, b: Snapshot): boolean {
  const streams = Object.keys(a);
  return streams.length === Object.keys(b).length && streams.every((stream) => a[stream] === b[stream]);
}

/** Makes sure that the agreements of the products are at hand. */
async function keepAgreements(
  channel: ChannelPort,
  { snapshot, agreements }: Pick<Loaded, 'snapshot' | 'agreements'>,
  skus: readonly string[],
): Promise<void> {
  const missing = [...new Set(skus)].filter((sku) => !agreements.has(sku));
  if (missing.length === 0) return;
  const found = Map.groupBy(await channel.agreements(missing, snapshot), ({ sku }) => sku);
  for (const sku of missing) agreements.set(sku, found.get(sku) ?? []);
}

async function keptProduct(channel: ChannelPort, loaded: Loaded, code: string): Promise<CartProduct | null> {
  const { snapshot, products } = loaded;
  const product = products.get(code) ?? (await channel.productByCode(code, snapshot));
  if (!product) return null;
  products.set(code, product);
  await keepAgreements(channel, loaded, [product.sku]);
  return product;
}

async function loadFacts(
  ports: RuntimePorts,
  loaded: Loaded,
  setup: ChannelSetup,
  command: Command,
): Promise<Facts> {
  const { channel } = ports;
  const { snapshot, agreements } = loaded;
  const product = 'code' in command ? await keptProduct(channel, loaded, command.code) : null;
  return {
    moment: ports.tradingMoment(setup.timeZone),
    connection: ports.connection(),
    setup,
    snapshot,
    product,
    receipt: command.type === 'returnLine' ? await channel.concluded(command.receiptId) : null,
    employee: command.type === 'startSession' ? await channel.employee(command.employee, snapshot) : null,
    customerKnown:
      command.type === 'setCustomer' && command.customer !== null
        ? (await channel.customer(command.customer, snapshot)) !== null
        : false,
    price: (cart) => priceCart(cart, setup, pricingData(agreements, setup, snapshot)),
  };
}

function price(loaded: Loaded, setup: ChannelSetup): PricedCart {
  return priceCart(loaded.till.cart, setup, pricingData(loaded.agreements, setup, loaded.snapshot));
}

function pricingData(
  agreements: PricingData['agreements'],
  setup: ChannelSetup,
  snapshot: Snapshot,
): PricingData {
  return { agreements, taxRates: setup.taxRates, snapshot };
}

/** Gives the drafts their place in the chain. Hashing is done before the transaction that stores them. */
async function chain(
  ports: RuntimePorts,
  till: Till,
  drafts: readonly RecordDraft[],
  transaction: RetailTransaction | null,
) {
  const changes: Change[] = [];
  let { head } = till;
  for (const draft of drafts) {
    const header = nextHeader(draft, head, till.identity, ports.machineTime());
    const headerText = JSON.stringify(header);
    const body = JSON.stringify(draft.body);
    const hash = await ports.hashRecord(head.hash, headerText, body);
    head = headAfter(head, header, hash);
    const record: JournalRecord = {
      epoch: header.epoch,
      seq: header.seq,
      kind: header.kind,
      header: headerText,
      body,
      hash,
    };
    changes.push({ type: 'record', record, head });
    if (draft.body === transaction) {
      changes.push({ type: 'transaction', transaction, epoch: header.epoch, seq: header.seq });
    }
  }
  assert(
    !transaction || changes.some((change) => change.type === 'transaction'),
    'what was concluded has its record',
  );
  return { changes, head };
}
