import { canSell } from '../../commerce/distribution/shown-versions.ts';
import { err, ok, type Result } from '../../commerce/result.ts';
import type { ChannelPort, Snapshot } from '../../commerce/runtime/channel-port.ts';
import type { Command } from '../../commerce/runtime/command.ts';
import { openRuntime, type Runtime } from '../../commerce/runtime/runtime.ts';
import { channelPort } from '../../db/channel/channel-port.ts';
import { migrate } from '../../db/channel/migrate.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import { type SyncStore, syncStore } from '../../db/channel/sync-store.ts';
import { randomSecret } from '../../protocol/bytes.ts';
import { PROTOCOL } from '../../protocol/protocol-number.ts';
import { hashRecord } from '../../protocol/record-hash.ts';
import { storeMoment } from '../../protocol/store-moment.ts';
import type { PaymentConnector } from '../devices/payment-connector.ts';
import { cartState } from '../model/cart-state.ts';
import type {
  RegisterAnswer,
  RegisterError,
  RegisterHost,
  RegisterRequest,
  RegisterState,
} from '../model/register-host.ts';
import { startingState } from '../model/starting-state.ts';
import { activate } from '../sync/activate.ts';
import type { DeviceKeys } from '../sync/device-keys.ts';
import { Foreground } from '../sync/foreground.ts';
import { type AskGateway, Unreachable } from '../sync/gateway-link.ts';
import { lookUpCode } from '../sync/look-up.ts';
import { reportedProblems } from '../sync/reported-problems.ts';
import { offlineEmployees, verifyEmployee } from '../sync/sign-on.ts';
import { singleFlight } from '../sync/single-flight.ts';
import { type StorageReserve, withReserve } from '../sync/storage-reserve.ts';
import { claimTransaction, waitingTransactions } from '../sync/suspended.ts';
import { SyncLoop } from '../sync/sync-loop.ts';
import { CardPayments } from './card-payments.ts';
import { productTiles } from './product-tiles.ts';
import { simulatorOf } from './simulated-terminal.ts';

export interface CorePorts {
  readonly url: string;
  readonly database: SqlDatabase;
  readonly keys: DeviceKeys;
  /** Room that packages leave to sales; a host that has none keeps none. */
  readonly reserve?: StorageReserve | undefined;
  readonly nowMs: () => number;
  readonly appVersion: string;
  readonly storagePersisted: () => Promise<boolean | null>;
  /** The card terminal; the simulated one where there is none. */
  readonly terminal?: PaymentConnector | undefined;
}

const DEFAULT_OFFLINE_HOURS = 24;
const beginsTransaction: ReadonlySet<string> = new Set([
  'scan',
  'return',
  'returnLine',
  'adjustStock',
  'openShift',
  'recall',
]);

/** Packages must not step back for what waits for them. */
const waitsForSync: ReadonlySet<string> = new Set([
  'activate',
  'signOn',
  'setConnection',
  'syncNow',
  'askCard',
  'cancelCard',
  'approved',
]);

/** A register without its screen: the commerce runtime, the sync, and the one state that both make. */
export class RegisterCore implements RegisterHost {
  readonly #ports: CorePorts;
  readonly #store: SyncStore;
  readonly #channel: ChannelPort;
  readonly #card: CardPayments<RegisterAnswer, RegisterError>;
  readonly #listeners = new Set<(state: RegisterState) => void>();
  #runtime: Runtime | null = null;
  #sync: SyncLoop | null = null;
  readonly #publish = singleFlight(() => this.#publishNow());
  readonly #foreground = new Foreground();
  #tradingAt: string | null = null;
  /** Once a register could sell, it always can. */
  #firstLoadDone = false;

  private constructor(ports: CorePorts) {
    this.#ports = ports;
    this.#store = syncStore(ports.database);
    const { database, reserve } = ports;
    this.#channel = channelPort(reserve ? withReserve(database, reserve) : database);
    this.#card = new CardPayments({
      connector: ports.terminal ?? simulatorOf(this.#store),
      execute: async (command) => {
        const done = await this.#execute(command);
        // The customer is at the terminal: the screen says so meanwhile.
        await this.#publish();
        return done;
      },
      pending: () => this.#runtime?.view()?.till.cart.cardIntent ?? null,
      currency: () => this.#runtime?.view()?.setup.currency ?? '',
      newIntent: randomSecret,
    });
  }

  static async open(ports: CorePorts): Promise<RegisterCore> {
    await migrate(ports.database);
    const core = new RegisterCore(ports);
    core.#runtime = await openRuntime({
      channel: core.#channel,
      hashRecord,
      tradingMoment: (timeZone) => core.#moment(timeZone),
      machineTime: () => new Date(ports.nowMs()).toISOString(),
      connection: () => core.#sync?.connection ?? 'offline',
    });
    await core.#startSync();
    // A payment that was at the terminal when the register stopped.
    if (core.#runtime.view()?.till.cart.cardIntent) void core.#card.ask().then(() => core.#publish());
    return core;
  }

  subscribe(listener: (state: RegisterState) => void): () => void {
    this.#listeners.add(listener);
    void this.#publish();
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    this.#sync?.stop();
  }

  /** `tradingAt` sets the trading time of this request (ISO, UTC): a replay of old days. Nothing else follows it. */
  async request(
    request: RegisterRequest,
    tradingAt: string | null = null,
  ): Promise<Result<RegisterAnswer, RegisterError>> {
    this.#tradingAt = tradingAt;
    const answered = async () => {
      const answer = await this.#answer(request);
      await this.#publish();
      return answer;
    };
    const isLong = waitsForSync.has(request.type) || this.#isAtTerminal(request);
    return isLong ? answered() : this.#foreground.run(answered);
  }

  async #answer(request: RegisterRequest): Promise<Result<RegisterAnswer, RegisterError>> {
    switch (request.type) {
      case 'activate':
        return this.#activate(request.code);
      case 'signOn':
        return this.#signOn(request.employee, request.pin);
      case 'setConnection':
        return this.#setConnection(request.connected);
      case 'syncNow':
        await this.#sync?.syncNow();
        return ok({});
      case 'explain':
        return ok({ explanation: this.#runtime?.explain() ?? null });
      case 'searchProducts':
        return ok({
          products: await this.#tiles((snapshot) =>
            this.#channel.searchProducts(request.text, request.limit, snapshot),
          ),
        });
      case 'browseProducts':
        return ok({
          products: await this.#tiles((snapshot) =>
            this.#channel.browseProducts(request.after, request.limit, snapshot),
          ),
        });
      case 'blindShifts':
        return ok({ blindShifts: await this.#channel.blindShifts() });
      case 'suspendedTransactions':
        return ok(await waitingTransactions({ channel: this.#channel, ask: this.#ask }));
      case 'recall': {
        // Nothing is claimed for a register that cannot go on with it.
        if ((this.#runtime?.view()?.till.cart.steps ?? 0) > 0) return err({ type: 'cartOpen' });
        const claimed = await claimTransaction(this.#ask, request.id);
        return claimed.ok ? this.#execute({ ...request, from: claimed.value }) : claimed;
      }
      case 'pay':
        return this.#isAtTerminal(request) ? this.#card.pay(request) : this.#execute(request);
      case 'approved': {
        if (this.#isAtTerminal(request.command)) return err({ type: 'notAllowed' });
        const verified = await this.#verify(request.employee, request.pin);
        return verified.ok ? this.#execute(request.command, request.employee) : verified;
      }
      case 'askCard':
        return this.#card.ask();
      case 'cancelCard':
        return this.#card.cancel();
      case 'voidTender': {
        const tender = this.#runtime?.view()?.till.cart.tenders.find(({ line }) => line === request.line);
        return tender ? this.#card.void(tender) : this.#execute(request);
      }
      case 'transactions':
        return ok({ transactions: await this.#channel.transactions(request.limit, request.before) });
      case 'receipt': {
        const found = await this.#channel.concluded(request.receiptId);
        if (!found) return err({ type: 'unknownReceipt', receiptId: request.receiptId });
        return ok({
          transaction: found.transaction,
          returnedThousandths: Object.fromEntries(found.returnedThousandths),
        });
      }
      default:
        return this.#execute(request);
    }
  }

  async #execute(
    command: Command,
    approvedBy: string | null = null,
  ): Promise<Result<RegisterAnswer, RegisterError>> {
    const runtime = this.#runtime;
    if (!runtime) return err({ type: 'notActivated' });
    // Fenced is asked first: to look at the till prices its cart.
    const { fenced = false, maySell = true } = this.#sync ?? {};
    const isBeginning = () => beginsTransaction.has(command.type) && runtime.view()?.till.cart.steps === 0;
    if (fenced && isBeginning()) return err({ type: 'notAllowed' });
    if (!maySell && isBeginning()) return err({ type: 'offlineNotSupported' });
    const looked = 'code' in command ? await this.#lookUp(command.code) : 'notNeeded';
    const done = await runtime.execute(command, approvedBy);
    if (!done.ok) {
      const { error } = done;
      const isMissed = error.type === 'unknownCode' && looked === 'missed';
      return isMissed ? err({ type: 'notLoadedYet', code: error.code }) : done;
    }
    const { records, ...answer } = done.value;
    // A line of an open cart is nothing to send.
    if (records > 0) this.#sync?.committed();
    return ok(answer);
  }

  /** Whether a tender is paid at a terminal that the register speaks to. */
  #isAtTerminal(request: { readonly type: string; readonly tenderType?: unknown }): boolean {
    const { tenderTypes = [] } = this.#runtime?.view()?.setup ?? {};
    const tender = tenderTypes.find(({ id }) => request.type === 'pay' && id === request.tenderType);
    return tender !== undefined && tender.connector !== 'none';
  }

  #lookUp(code: string) {
    const { database } = this.#ports;
    return lookUpCode({ database, store: this.#store, ask: this.#ask }, code);
  }

  readonly #ask: AskGateway = async (call, body) => {
    if (!this.#sync) throw new Unreachable('the register is not activated');
    return this.#sync.ask(call, body);
  };

  async #activate(code: string): Promise<Result<RegisterAnswer, RegisterError>> {
    const { keys, url, nowMs } = this.#ports;
    const activated = await activate(this.#store, keys, url, code, new Date(nowMs()).toISOString());
    if (!activated.ok) return activated;
    await this.#runtime?.refresh();
    await this.#startSync();
    return ok({});
  }

  async #signOn(employee: string, pin: string): Promise<Result<RegisterAnswer, RegisterError>> {
    const verified = await this.#verify(employee, pin);
    return verified.ok ? this.#execute({ type: 'startSession', employee }) : verified;
  }

  /** Who somebody is: by the gateway, or offline by what it confirmed here before. Attempts are counted. */
  async #verify(employee: string, pin: string): Promise<Result<unknown, RegisterError>> {
    const device = await this.#store.device();
    if (!device) return err({ type: 'notActivated' });
    return verifyEmployee(
      {
        store: this.#store,
        keys: this.#ports.keys,
        nowMs: this.#ports.nowMs,
        offlineHours: async () =>
          (await this.#store.offlineProfile(device.terminal))?.offlineHoursMax ?? DEFAULT_OFFLINE_HOURS,
        askGateway: this.#sync?.askGateway ?? null,
      },
      employee,
      pin,
    );
  }

  async #setConnection(connected: boolean): Promise<Result<RegisterAnswer, RegisterError>> {
    const device = await this.#store.device();
    const profile = device && (await this.#store.offlineProfile(device.terminal));
    if (profile && !profile.manualSwitch) return err({ type: 'notAllowed' });
    await this.#store.saveNote('manualOffline', !connected);
    await this.#sync?.setManual(!connected);
    return ok({});
  }

  async #startSync(): Promise<void> {
    const device = await this.#store.device();
    const token = await this.#store.note<string>('deviceToken');
    if (!device || !token || this.#sync) return;
    this.#firstLoadDone = (await this.#store.note('firstLoadAt')) !== null;
    const { url, database, keys, reserve, nowMs, appVersion, storagePersisted } = this.#ports;
    this.#sync = new SyncLoop({
      url,
      database,
      store: this.#store,
      keys,
      device,
      token,
      nowMs,
      report: async () => ({
        waiting: (await this.#store.counts()).waiting,
        versions: await this.#channel.snapshot(),
        appVersion,
        protocol: PROTOCOL,
        storagePersisted: await storagePersisted(),
        problems: reportedProblems(this.#sync?.problems ?? []),
        trustedKeyIds: Object.keys((await this.#store.device())?.trustedKeys ?? {}),
      }),
      beginEpoch: async (grant) => this.#runtime?.beginEpoch(grant),
      onApplied: async () => {
        await this.#noteFirstLoad();
        await this.#runtime?.refresh();
        await this.#publish();
      },
      onChange: () => void this.#publish(),
      reserve,
      stepBack: () => this.#foreground.idle(),
    });
    await this.#sync.start((await this.#store.note<boolean>('manualOffline')) ?? false);
  }

  async #noteFirstLoad(): Promise<void> {
    if (this.#firstLoadDone || !canSell(await this.#store.cursors())) return;
    await this.#store.saveNote('firstLoadAt', new Date(this.#ports.nowMs()).toISOString());
    this.#firstLoadDone = true;
  }

  #tiles(find: (snapshot: Snapshot) => Promise<readonly { sku: string; name: string }[]>) {
    const setup = this.#runtime?.view()?.setup ?? null;
    return productTiles(this.#channel, setup, (timeZone) => this.#moment(timeZone).date, find);
  }

  #moment(timeZone: string) {
    return storeMoment(this.#tradingAt ?? new Date(this.#ports.nowMs()).toISOString(), timeZone);
  }

  /** Makes the state anew and tells everyone. What changes while it is made brings one more round. */
  async #publishNow(): Promise<void> {
    if (this.#listeners.size === 0) return;
    const state = await this.state();
    for (const listener of this.#listeners) listener(state);
  }

  async state(): Promise<RegisterState> {
    const device = await this.#store.device();
    if (!device)
      return {
        ...startingState,
        phase: 'notActivated',
        sync: { ...startingState.sync, appVersion: this.#ports.appVersion },
      };
    const view = this.#runtime?.view() ?? null;
    const counts = await this.#store.counts();
    const cursors = await this.#store.cursors();
    const sync = this.#sync;
    const dataAtMs = Math.max(0, ...cursors.map((cursor) => cursor.visibleAtMs));
    const session = view?.till.session ?? null;
    return {
      phase: !view || !this.#firstLoadDone ? 'loading' : session ? 'ready' : 'signedOff',
      failure: null,
      store: device.store,
      storeName: view?.setup.storeName ?? null,
      terminal: device.terminal,
      receiptLines: view?.setup.receiptLines ?? [],
      currency: view?.setup.currency ?? 'GBP',
      timeZone: view?.setup.timeZone ?? 'UTC',
      employee: session?.employee ?? null,
      offlineEmployees: session ? [] : await offlineEmployees(this.#store, this.#ports.nowMs()),
      reasonCodes: view?.setup.reasonCodes ?? [],
      tenderTypes: view?.setup.tenderTypes ?? [],
      cart: view ? cartState(view) : startingState.cart,
      shift: view?.till.shift ?? null,
      lastReceipt: view?.till.lastReceipt ?? null,
      sync: {
        connection: sync?.connection ?? 'offline',
        lastSyncAt: sync?.lastSyncAt ?? null,
        lastAttemptAt: sync?.lastAttemptAt ?? null,
        dataAt: dataAtMs > 0 ? new Date(dataAtMs).toISOString() : null,
        waiting: counts.waiting,
        unbooked: counts.unbooked,
        problems: sync?.problems ?? [],
        loading: sync?.loading ?? null,
        storagePersisted: await this.#ports.storagePersisted(),
        versions: Object.fromEntries(cursors.map((cursor) => [cursor.stream, cursor.version])),
        appVersion: this.#ports.appVersion,
      },
    };
  }
}
