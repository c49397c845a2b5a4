/** A small retailer as writes of headquarters' API, in an order in which every reference exists. */
const rights = {
  overridePrice: true,
  negativePrice: false,
  returnGoods: true,
  voidTransaction: true,
  exemptTax: false,
  adjustStock: false,
  closeShift: true,
  openDrawer: true,
  manageCash: true,
  lineDiscountMaxBasisPoints: 2000,
  saleDiscountMaxBasisPoints: 1000,
};
const profile = {
  supportOffline: true,
  requestTimeoutMs: 5000,
  reconnectIntervalMs: 5000,
  healthCheckIntervalMs: 10_000,
  manualSwitch: true,
  offlineHoursMax: 72,
  persistentStorage: 'warn',
  pauseSync: false,
};
const store = {
  receiptLines: ['12 Northgate'],
  currency: 'GBP',
  timeZone: 'Europe/London',
  country: 'United Kingdom',
  pricesIncludeTax: true,
  taxRegion: 'UK',
  assortment: 'gifts',
  priceGroups: ['members'],
  employeeGroup: 'staff',
  customerGroup: 'customers',
};
const price = {
  priceGroup: null,
  currency: 'GBP',
  minQuantityThousandths: 1000,
  amountMinor: 295,
  priceUnitThousandths: 1000,
  validFrom: '2010-12-01',
  validTo: null,
};

export const smallRetailer: readonly { noun: string; items: Record<string, unknown>[] }[] = [
  {
    noun: 'assortments',
    items: [
      { id: 'gifts', name: 'Gifts' },
      { id: 'toys', name: 'Toys' },
    ],
  },
  {
    noun: 'price-groups',
    items: [
      { id: 'members', name: 'Members', priority: 1 },
      { id: 'trade', name: 'Trade' },
    ],
  },
  { noun: 'tax-regions', items: [{ id: 'UK', name: 'United Kingdom' }] },
  { noun: 'tax-codes', items: [{ id: 'STANDARD', name: 'Standard rate' }] },
  { noun: 'employee-groups', items: [{ id: 'staff', name: 'Staff' }] },
  { noun: 'customer-groups', items: [{ id: 'customers', name: 'Customers' }] },
  { noun: 'offline-profiles', items: [{ id: 'standard', name: 'Sells offline', ...profile }] },
  { noun: 'stores', items: [{ store: 'S1', name: 'Northgate Gifts', ...store }] },
  {
    noun: 'registers',
    items: [{ id: 'S1-1', store: 'S1', terminal: '1', name: 'Till 1', offlineProfile: 'standard' }],
  },
  { noun: 'permission-groups', items: [{ id: 'cashier', name: 'Cashier', ...rights }] },
  {
    noun: 'employees',
    items: [{ number: '1001', name: 'Maya Osei', permissionGroup: 'cashier', employeeGroup: 'staff' }],
  },
  {
    noun: 'products',
    items: [
      product('HEART', 'White heart holder', ['2000000000015'], ['gifts']),
      product('LAMP', 'Red lamp', ['2000000000022'], ['gifts', 'toys']),
      product('BEAR', 'Brown bear', [], ['toys']),
    ],
  },
  {
    noun: 'prices',
    items: [
      { id: 'HEART@1', sku: 'HEART', ...price },
      { id: 'LAMP@1', sku: 'LAMP', ...price, amountMinor: 1250 },
      { id: 'LAMP@members', sku: 'LAMP', ...price, amountMinor: 1100, priceGroup: 'members' },
      { id: 'BEAR@1', sku: 'BEAR', ...price, amountMinor: 795 },
    ],
  },
  {
    noun: 'tax-rates',
    items: [{ id: 'UK-2010', region: 'UK', taxCode: 'STANDARD', validFrom: '2010-01-01', ratePpm: 175_000 }],
  },
  {
    noun: 'tender-types',
    items: [{ id: 'CASH', name: 'Cash', kind: 'cash', givesChange: true, opensDrawer: true }],
  },
  { noun: 'reason-codes', items: [{ id: 'AGREED', text: 'Agreed', usage: 'priceOverride' }] },
  {
    noun: 'customers',
    items: [{ number: '17850', name: 'Customer 17850', country: 'France', customerGroup: 'customers' }],
  },
  {
    noun: 'categories',
    items: [
      { id: 'decoration', name: 'Decoration' },
      { id: 'lights', name: 'Lights', parent: 'decoration' },
    ],
  },
  {
    noun: 'offers',
    items: [
      {
        id: 'LIGHTS10',
        name: '10 % off lights',
        currency: 'GBP',
        validFrom: '2026-01-01',
        priceGroups: ['members'],
        couponNeeded: true,
        rule: { type: 'simple', reward: { type: 'percent', basisPoints: 1000 } },
        lines: [{ target: 'category:lights' }, { target: 'label:clearance', exclude: true }],
      },
    ],
  },
  { noun: 'coupons', items: [{ code: 'ADVENT', offer: 'LIGHTS10', validFrom: '2026-01-01', usesMax: 100 }] },
  { noun: 'affiliations', items: [{ id: 'staff', name: 'Staff', priceGroups: ['trade'] }] },
  { noun: 'loyalty-tiers', items: [{ id: 'gold', name: 'Gold', priceGroups: ['members'] }] },
  {
    noun: 'loyalty-cards',
    items: [{ card: '7001', tier: 'gold', customer: '17850', customerGroup: 'customers' }],
  },
  { noun: 'distribution-jobs', items: [{ id: 'all', name: 'Everything', everyMinutes: 1 }] },
];

export function product(sku: string, name: string, barcodes: string[], assortments: string[]) {
  return {
    sku,
    name,
    taxCode: 'STANDARD',
    stocked: true,
    variantOf: null,
    variant: {},
    barcodes,
    assortments,
  };
}

export interface HqAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON. */
  readonly body: unknown;
}

/** Headquarters' API without a network. A body that is a text is sent as it is. */
export class TestHq {
  readonly #fetch: (request: Request) => Response | Promise<Response>;

  constructor(fetch: (request: Request) => Response | Promise<Response>) {
    this.#fetch = fetch;
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = bearer('ada-token'),
  ): Promise<HqAnswer> {
    const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const request = new Request(`http://hq${path}`, {
      method,
      headers,
      ...(sent === undefined ? {} : { body: sent }),
    });
    const response = await this.#fetch(request);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  /** Writes masters that are known to be right. */
  async put(noun: string, items: readonly object[]): Promise<void> {
    const { status, body } = await this.send('PUT', `/v1/${noun}`, { items });
    if (status !== 200) throw new Error(`${noun}: ${JSON.stringify(body)}`);
  }
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** Two admins and a viewer: id, name, role, token. */
export const testAdmins = [
  ['ada', 'Ada Fenn', 'admin', 'ada-token'],
  ['ben', 'Ben Okafor', 'admin', 'ben-token'],
  ['vic', 'Vic Lund', 'viewer', 'vic-token'],
] as const;
