import { emptyPricedCart } from '../../commerce/cart/priced-cart.ts';
import type { RegisterState } from './register-host.ts';

/** Before the host has said anything. */
export const startingState: RegisterState = {
  phase: 'starting',
  failure: null,
  store: null,
  storeName: null,
  terminal: null,
  receiptLines: [],
  currency: 'GBP',
  timeZone: 'UTC',
  employee: null,
  offlineEmployees: [],
  reasonCodes: [],
  tenderTypes: [],
  cart: {
    priced: emptyPricedCart,
    purpose: 'sell',
    discount: null,
    customer: null,
    coupons: [],
    externalRef: null,
    taxExemption: null,
    tenders: [],
    undoable: false,
  },
  shift: null,
  lastReceipt: null,
  sync: {
    connection: 'offline',
    lastSyncAt: null,
    lastAttemptAt: null,
    dataAt: null,
    waiting: 0,
    unbooked: 0,
    problems: [],
    loading: null,
    storagePersisted: null,
    versions: {},
    appVersion: '',
  },
};
