import { resolvePrice } from '../../commerce/pricing/resolve-price.ts';
import { err, ok, type Result } from '../../commerce/result.ts';
import { openRuntime, type Runtime } from '../../commerce/runtime/runtime.ts';
import { CardPayments } from '../../pos-client/app/card-payments.ts';
import type { CardAnswer } from '../../pos-client/devices/payment-connector.ts';
import { terminalSimulator } from '../../pos-client/devices/terminal-simulator.ts';
import { cartState } from '../../pos-client/model/cart-state.ts';
import type {
  ProductTile,
  RegisterAnswer,
  RegisterError,
  RegisterHost,
  RegisterRequest,
  RegisterState,
  SyncState,
} from '../../pos-client/model/register-host.ts';
import { startingState } from '../../pos-client/model/starting-state.ts';
import { catalogue } from './catalogue.ts';
import { employees, memoryChannel } from './memory-channel.ts';

/** A register in memory over the real rules, whose phase and connection a test sets as it likes. */
export interface FakeHost extends RegisterHost {
  set(change: Partial<Pick<RegisterState, 'phase' | 'failure' | 'offlineEmployees'>>): void;
  setSync(change: Partial<SyncState>): void;
  /** Puts `count` lines into the basket; answers how many it holds. */
  fill(count: number): Promise<number>;
  readonly requests: readonly RegisterRequest[];
}

export const goodCode = 'QUAY-2207';

export async function createFakeHost(nowMs: () => number = Date.now): Promise<FakeHost> {
  const channel = memoryChannel();
  const iso = () => new Date(nowMs()).toISOString();
  let sync: SyncState = {
    ...startingState.sync,
    connection: 'online',
    lastSyncAt: iso(),
    lastAttemptAt: iso(),
    dataAt: iso(),
    storagePersisted: true,
    versions: await channel.snapshot(),
    appVersion: '0.1.0',
  };
  const runtime = await openRuntime({
    channel,
    hashRecord: async (prev, header, body) =>
      String(prev.length + header.length + body.length).padStart(64, '0'),
    tradingMoment: () => ({ at: iso(), date: iso().slice(0, 10), minuteOfDay: 720 }),
    machineTime: iso,
    connection: () => sync.connection,
  });
  let set: Partial<RegisterState> = { phase: 'ready', offlineEmployees: ['1001', '1002'] };
  let triesLeft = 3;
  const listeners = new Set<(state: RegisterState) => void>();
  const requests: RegisterRequest[] = [];

  function state(): RegisterState {
    const view = runtime.view();
    if (!view) return startingState;
    const { till, setup, priced } = view;
    const { store, storeName, receiptLines, currency, timeZone, reasonCodes, tenderTypes } = setup;
    const known = set.phase !== 'starting' && set.phase !== 'notActivated' && set.phase !== 'openElsewhere';
    const phase = set.phase === 'ready' && !till.session ? 'signedOff' : (set.phase ?? 'ready');
    return {
      ...startingState,
      ...(known ? { store, storeName, terminal: till.identity.terminal } : {}),
      ...{ receiptLines, currency, timeZone, reasonCodes, tenderTypes, sync },
      employee: till.session?.employee ?? null,
      cart: cartState({ till, priced }),
      shift: till.shift,
      lastReceipt: till.lastReceipt,
      ...set,
      phase,
    };
  }

  /** As over a Worker: nobody shares an object with the host. */
  function publish(): void {
    for (const listener of listeners) listener(structuredClone(state()));
  }

  async function tiles(products: readonly { sku: string; name: string }[]): Promise<ProductTile[]> {
    const agreements = await channel.agreements(
      products.map(({ sku }) => sku),
      {},
    );
    return products.map(({ sku, name }) => {
      const question = {
        sku,
        currency: 'GBP',
        quantityThousandths: 1000,
        date: iso().slice(0, 10),
        priceGroups: [],
      };
      return { sku, name, price: resolvePrice(agreements, question) ?? null };
    });
  }

  async function answer(request: RegisterRequest): Promise<Result<RegisterAnswer, RegisterError>> {
    switch (request.type) {
      case 'activate':
        if (request.code === 'OFFLINE') return err({ type: 'activationRefused', reason: 'unreachable' });
        if (request.code !== goodCode) return err({ type: 'activationRefused', reason: 'unknownCode' });
        set = { ...set, phase: 'loading' };
        return ok({});
      case 'signOn':
        return signOn(request.employee, request.pin);
      case 'setConnection':
        sync = { ...sync, connection: request.connected ? 'online' : 'manual' };
        return ok({});
      case 'syncNow':
        sync = { ...sync, lastSyncAt: iso(), lastAttemptAt: iso() };
        return ok({});
      case 'explain':
        return ok({ explanation: runtime.explain() });
      case 'searchProducts':
        return ok({ products: await tiles(await channel.searchProducts(request.text, request.limit, {})) });
      case 'browseProducts':
        return ok({ products: await tiles(await channel.browseProducts(request.after, request.limit, {})) });
      case 'blindShifts':
        return ok({ blindShifts: await channel.blindShifts() });
      case 'suspendedTransactions':
        return ok({
          waiting: await channel.suspendedTransactions(100),
          ofStore: sync.connection === 'online',
        });
      case 'recall':
        return execute({ ...request, from: null });
      case 'transactions':
        return ok({ transactions: await channel.transactions(request.limit, request.before) });
      case 'receipt': {
        const found = await channel.concluded(request.receiptId);
        if (!found) return err({ type: 'unknownReceipt', receiptId: request.receiptId });
        const returnedThousandths = Object.fromEntries(found.returnedThousandths);
        return ok({ transaction: found.transaction, returnedThousandths });
      }
      case 'pay': {
        const tender = runtime.view()?.setup.tenderTypes.find(({ id }) => id === request.tenderType);
        return tender?.connector === 'terminalSimulator' ? card.pay(request) : execute(request);
      }
      case 'approved': {
        const approver = employees.find(({ number }) => number === request.employee);
        if (!approver) return err({ type: 'unknownEmployee', employee: request.employee });
        if (approver.pin !== request.pin) return err({ type: 'wrongPin', triesLeft: 2 });
        return execute(request.command, request.employee);
      }
      case 'askCard':
        return card.ask();
      case 'cancelCard':
        return card.cancel();
      case 'voidTender': {
        const tender = runtime.view()?.till.cart.tenders.find(({ line }) => line === request.line);
        return tender ? card.void(tender) : execute(request);
      }
      default:
        return execute(request);
    }
  }

  const remembered = new Map<string, CardAnswer>();
  const card = new CardPayments<RegisterAnswer, RegisterError>({
    connector: terminalSimulator({
      read: async (intent) => remembered.get(intent) ?? null,
      write: async (intent, said) => void remembered.set(intent, said),
    }),
    execute: async (command) => {
      const done = await execute(command);
      publish();
      return done;
    },
    pending: () => runtime.view()?.till.cart.cardIntent ?? null,
    currency: () => 'GBP',
    newIntent: () => `intent-${remembered.size + 1}`,
  });

  async function execute(
    command: Parameters<Runtime['execute']>[0],
    approvedBy: string | null = null,
  ): Promise<Result<RegisterAnswer, RegisterError>> {
    const done = await runtime.execute(command, approvedBy);
    if (done.ok && done.value.transaction && sync.connection !== 'online') {
      sync = { ...sync, waiting: sync.waiting + 1 };
    }
    return done;
  }

  async function signOn(number: string, pin: string): Promise<Result<RegisterAnswer, RegisterError>> {
    const employee = employees.find((one) => one.number === number);
    if (!employee) return err({ type: 'unknownEmployee', employee: number });
    if (sync.connection !== 'online' && !state().offlineEmployees.includes(number))
      return err({ type: 'cannotVerifyOffline', employee: number });
    if (triesLeft === 0) return err({ type: 'locked', lockedForMs: 30_000 });
    if (employee.pin !== pin) return err({ type: 'wrongPin', triesLeft: --triesLeft });
    triesLeft = 3;
    return execute({ type: 'startSession', employee: number });
  }

  return {
    requests,
    async request(request) {
      requests.push(request);
      const answered = await answer(request);
      publish();
      return structuredClone(answered);
    },
    subscribe(listener) {
      listeners.add(listener);
      queueMicrotask(() => listener(structuredClone(state())));
      return () => listeners.delete(listener);
    },
    async fill(count) {
      for (let line = 0; line < count; line++) {
        const { sku } = catalogue[line % catalogue.length] ?? { sku: '' };
        await execute({ type: 'scan', code: sku, quantityThousandths: 1000 });
      }
      publish();
      return state().cart.priced.lines.length;
    },
    set(change) {
      set = { ...set, ...change };
      publish();
    },
    setSync(change) {
      sync = { ...sync, ...change };
      publish();
    },
  };
}
