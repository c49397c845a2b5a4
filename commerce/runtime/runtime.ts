import { assert } from '../assert.ts';
import { BasketSearch, type SearchEffort } from '../basket/basket-search.ts';
import { type BasketExplanation, explainBasket } from '../basket/explain-basket.ts';
import { type Cart, type CartProduct, foldCart } from '../cart/cart.ts';
import { type CartPricing, cartBasket, priceCart, workOutCart } from '../cart/price-cart.ts';
import type { PricedCart } from '../cart/priced-cart.ts';
import { epochStart, type GrantedEpoch } from '../journal/epoch-start.ts';
import { headAfter, type JournalRecord, nextHeader, type RecordDraft } from '../journal/journal-record.ts';
import { err, ok, type Result } from '../result.ts';
import type { Shift, ShiftClose } from '../shift/shift.ts';
import type { ConnectionState, RetailTransaction, TradingMoment } from '../transaction/retail-transaction.ts';
import { decideApproved } from './approve.ts';
import type { Change, ChannelPort, ChannelSetup, ConcludedTransaction, Snapshot } from './channel-port.ts';
import type { Command, CommandError } from './command.ts';
import { channelPricing, PricingCache } from './pricing-cache.ts';
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
  /**
   * Load, decide, commit. Commands queue up: nothing interleaves with one. `approvedBy` is who was asked to approve it,
   * where the employee's own right does not suffice; the caller has verified who that is.
   */
  execute(command: Command, approvedBy?: string | null): Promise<Result<Outcome, CommandError>>;
  /** Null before the device is activated, or while the store's setup has not arrived. */
  view(): TillView | null;
  /** Why each line of the open cart costs what it costs. Null where `view` is. */
  explain(): BasketExplanation | null;
  /** Goes on in a new epoch, from its first record on. One that is not newer than the journal's own changes nothing. */
  beginEpoch(grant: GrantedEpoch): Promise<void>;
  /** Reads again what packages or an activation have changed. An open cart keeps the versions it began with. */
  refresh(): Promise<void>;
}

interface Loaded {
  readonly till: Till;
  readonly snapshot: Snapshot;
  readonly setup: ChannelSetup | null;
  /** Read under the snapshot and kept while it lasts, because rows of a version never change. */
  readonly products: Map<string, CartProduct>;
  readonly pricing: PricingCache;
  /** Remembers what it found for the parts of a basket that stay as they are. */
  readonly search: BasketSearch;
  /** The best price was searched in full since the cart changed: the customer was told the total. */
  readonly isSubtotal: boolean;
  readonly made: { value: { cart: Cart; effort: SearchEffort; priced: PricedCart } | null };
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

  async function run(command: Command, approvedBy: string | null): Promise<Result<Outcome, CommandError>> {
    if (!loaded) loaded = await load(channel);
    if (!loaded) return err({ type: 'notActivated' });
    if (loaded.till.cart.steps === 0) loaded = { ...(await current(channel, loaded)), till: loaded.till };
    if (!loaded.setup) return err({ type: 'notReady' });
    const facts = await loadFacts(ports, loaded, loaded.setup, command);
    const approver = approvedBy === null ? null : await channel.employee(approvedBy, loaded.snapshot);
    if (approvedBy !== null && !approver) return err({ type: 'unknownEmployee', employee: approvedBy });
    const decided = decideApproved(loaded.till, command, facts, approver);
    if (!decided.ok) return decided;
    const { till, changes, drafts, transaction, shiftClose, line } = decided.value;
    const chained = await chain(ports, till, drafts, transaction);
    try {
      if (changes.length + chained.changes.length > 0) await channel.commit([...changes, ...chained.changes]);
    } catch (problem) {
      // Whether it was written is for the database to say: what is held in memory is read again.
      loaded = await load(channel);
      throw problem;
    }
    // Whoever paid a part has been told the total too.
    const isTold = command.type === 'subtotal' || command.type === 'pay';
    const isSubtotal = isTold || (loaded.isSubtotal && till.cart === loaded.till.cart);
    loaded = { ...loaded, till: { ...till, head: chained.head }, isSubtotal };
    return ok({ line, transaction, shiftClose, records: drafts.length });
  }

  return {
    execute: (command, approvedBy = null) => inTurn(() => run(command, approvedBy)),
    view() {
      if (!loaded?.setup) return null;
      return { till: loaded.till, setup: loaded.setup, priced: price(loaded, loaded.setup) };
    },
    explain() {
      if (!loaded?.setup) return null;
      const { cart } = loaded.till;
      const pricing = cartPricing(loaded, loaded.setup, cart, 'full');
      const { channel: prices, data, solve } = pricing;
      return explainBasket(workOutCart(cart, pricing), cartBasket(cart, pricing), prices, data, solve);
    },
    beginEpoch: (grant) =>
      inTurn(async () => {
        if (!loaded) loaded = await load(channel);
        assert(loaded, 'an epoch is granted to an activated device');
        if (loaded.till.head.epoch >= grant.epoch) return;
        const { at } = ports.tradingMoment(loaded.setup?.timeZone ?? 'UTC');
        const { draft, head } = epochStart(grant, at);
        const chained = await chain(ports, { ...loaded.till, head }, [draft], null);
        await channel.commit([{ type: 'epoch', head }, ...chained.changes]);
        loaded = { ...loaded, till: { ...loaded.till, head: chained.head } };
      }),
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
  const pricing = new PricingCache(channel, snapshot);
  await keepFor(till.cart, pricing);
  return { till, snapshot, setup, pricing, ...nothingMade() };
}

async function newestReceipt(channel: ChannelPort): Promise<RetailTransaction | null> {
  const [newest] = await channel.transactions(1);
  return newest ? ((await channel.concluded(newest.receiptId))?.transaction ?? null) : null;
}

/** Reads what prices the cart. */
async function keepFor(cart: Cart, pricing: PricingCache): Promise<void> {
  await pricing.keepProducts(cart.lines.map((line) => line.product.sku));
  for (const coupon of cart.coupons) await pricing.keepCoupon(coupon);
  if (cart.customer !== null) await pricing.keepBuyer(cart.customer);
}

/** Between transactions: the newest versions, read again only when one has moved. */
async function current(channel: ChannelPort, loaded: Loaded): Promise<Loaded> {
  const snapshot = await channel.snapshot();
  const isSame = sameSnapshot(snapshot, loaded.snapshot) && loaded.setup;
  if (isSame && loaded.pricing.size < KEPT_MAX && loaded.products.size < KEPT_MAX) return loaded;
  const setup = isSame ? loaded.setup : await channel.setup(snapshot);
  return { ...loaded, snapshot, setup, pricing: new PricingCache(channel, snapshot), ...nothingMade() };
}

function nothingMade(): Pick<Loaded, 'products' | 'search' | 'isSubtotal' | 'made'> {
  return { products: new Map(), search: new BasketSearch(), isSubtotal: false, made: { value: null } };
}

function sameSnapshot(a: Snapshot, b: Snapshot): boolean {
  const streams = Object.keys(a);
  return streams.length === Object.keys(b).length && streams.every((stream) => a[stream] === b[stream]);
}

async function keptProduct(channel: ChannelPort, loaded: Loaded, code: string): Promise<CartProduct | null> {
  const { snapshot, products, pricing } = loaded;
  const product = products.get(code) ?? (await channel.productByCode(code, snapshot));
  if (!product) return null;
  products.set(code, product);
  await pricing.keepProducts([product.sku]);
  return product;
}

async function loadFacts(
  ports: RuntimePorts,
  loaded: Loaded,
  setup: ChannelSetup,
  command: Command,
): Promise<Facts> {
  const { channel } = ports;
  const { snapshot, pricing } = loaded;
  const product = 'code' in command ? await keptProduct(channel, loaded, command.code) : null;
  const customer = command.type === 'setCustomer' ? command.customer : null;
  const known = customer === null ? null : await pricing.keepBuyer(customer);
  // What a step back brings back was perhaps read before the last restart.
  const earlier = command.type === 'undo' ? loaded.till.cart.earlier.at(-1) : null;
  if (earlier) await keepFor(earlier, pricing);
  const suspended =
    command.type === 'recall' ? (command.from ?? (await channel.suspendedTransaction(command.id))) : null;
  if (suspended) await keepFor(foldCart(suspended.steps), pricing);
  const coupon = command.type === 'addCoupon' ? await pricing.keepCoupon(command.coupon) : null;
  return {
    moment: ports.tradingMoment(setup.timeZone),
    connection: ports.connection(),
    setup,
    snapshot,
    product,
    receipts: await receiptsFor(channel, loaded.till.cart, command),
    suspended,
    blindShift: await blindShiftFor(channel, command),
    steps: command.type === 'suspend' ? ((await channel.stored())?.cartSteps ?? []) : [],
    employee: command.type === 'startSession' ? await channel.employee(command.employee, snapshot) : null,
    customerKnown: known !== null,
    coupon,
    price: (cart) => priceCart(cart, cartPricing(loaded, setup, cart, 'full')),
  };
}

async function blindShiftFor(channel: ChannelPort, command: Command): Promise<Shift | null> {
  if (command.type !== 'closeShift' && command.type !== 'declareTenders') return null;
  const blind = command.shift == null ? [] : await channel.blindShifts();
  return blind.find(({ shift }) => shift === command.shift) ?? null;
}

/** The receipts that a cart's lines, or the line to come, take goods back of. */
async function receiptsFor(
  channel: ChannelPort,
  cart: Cart,
  command: Command,
): Promise<Map<string, ConcludedTransaction>> {
  const ids = new Set<string>();
  if (command.type === 'returnLine') ids.add(command.receiptId);
  if (command.type === 'pay')
    for (const { returned } of cart.lines) if (returned) ids.add(returned.receiptId);
  const receipts = new Map<string, ConcludedTransaction>();
  for (const id of ids) {
    const found = await channel.concluded(id);
    if (found) receipts.set(id, found);
  }
  return receipts;
}

/** Prices of the cart as it stands, made once for each state of it. */
function price(loaded: Loaded, setup: ChannelSetup): PricedCart {
  const { cart } = loaded.till;
  const effort = loaded.isSubtotal ? 'full' : 'scan';
  const made = loaded.made.value;
  if (made && made.cart === cart && made.effort === effort) return made.priced;
  const priced = priceCart(cart, cartPricing(loaded, setup, cart, effort));
  loaded.made.value = { cart, effort, priced };
  return priced;
}

function cartPricing(
  { pricing, search }: Loaded,
  setup: ChannelSetup,
  cart: Cart,
  effort: SearchEffort,
): CartPricing {
  return {
    channel: channelPricing(setup),
    data: pricing.data(setup),
    buyer: pricing.buyer(cart.customer),
    solve: search.solve(effort),
  };
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
