import type { CartStep } from '../../commerce/cart/cart.ts';
import { genesisHash, type JournalHead } from '../../commerce/journal/journal-record.ts';
import type {
  Change,
  ChannelPort,
  ChannelSetup,
  Employee,
  PermissionGroup,
  Session,
  Snapshot,
} from '../../commerce/runtime/channel-port.ts';
import type { Shift } from '../../commerce/shift/shift.ts';
import { noRules } from '../../commerce/tender/tender-cart.ts';
import type { RetailTransaction } from '../../commerce/transaction/retail-transaction.ts';
import type { SuspendedTransaction } from '../../commerce/transaction/suspended-transaction.ts';
import { usualPricingSettings } from '../../protocol/pricing-shapes.ts';
import { catalogue } from './catalogue.ts';
import { demoCoupons, demoOfferLines, demoOffers, pricingProduct } from './demo-offers.ts';

const everything: Omit<PermissionGroup, 'id' | 'name'> = {
  overridePrice: true,
  negativePrice: true,
  returnGoods: true,
  voidTransaction: true,
  exemptTax: true,
  adjustStock: true,
  closeShift: true,
  openDrawer: true,
  manageCash: true,
  lineDiscountMaxBasisPoints: 10_000,
  saleDiscountMaxBasisPoints: 10_000,
  viewReports: true,
  priceOverrideMaxBasisPoints: 10_000,
  returnMaxMinor: null,
};

export const employees: readonly (Employee & { readonly pin: string })[] = [
  {
    number: '1001',
    name: 'Maya Okafor',
    pin: '4821',
    permissions: { id: 'm', name: 'Manager', ...everything },
  },
  {
    number: '1002',
    name: 'Joe Lindqvist',
    pin: '1111',
    permissions: {
      id: 'c',
      name: 'Sales',
      ...everything,
      overridePrice: false,
      voidTransaction: false,
      returnGoods: false,
      closeShift: false,
      openDrawer: false,
      manageCash: false,
      lineDiscountMaxBasisPoints: 1000,
      saleDiscountMaxBasisPoints: 0,
    },
  },
];

const setup: ChannelSetup = {
  store: 'S014',
  storeName: 'Quay Street Gifts',
  receiptLines: ['14 Quay Street, Seaborough', 'VAT 000 0000 00'],
  timeZone: 'Europe/London',
  country: 'GB',
  currency: 'GBP',
  pricesIncludeTax: true,
  priceGroups: ['uk-retail'],
  pricing: usualPricingSettings,
  groupPriorities: new Map(),
  taxCodes: [],
  taxRates: [{ taxCode: 'STANDARD', validFrom: '2011-01-04', ratePpm: 200_000 }],
  tenderTypes: [
    ...[
      { id: 'card', name: 'Card', kind: 'card', givesChange: false, opensDrawer: false } as const,
      { id: 'voucher', name: 'Voucher', kind: 'voucher', givesChange: false, opensDrawer: true } as const,
    ].map((tender) => ({
      ...tender,
      ...noRules,
      connector: tender.id === 'card' ? ('terminalSimulator' as const) : ('none' as const),
    })),

    {
      id: 'cash',
      name: 'Cash',
      kind: 'cash',
      givesChange: true,
      opensDrawer: true,
      connector: 'none',
      ...noRules,
    },
  ],
  reasonCodes: [
    { id: 'damaged', text: 'Damaged or soiled', usage: 'priceOverride' },
    { id: 'match', text: 'Price match', usage: 'priceOverride' },
    { id: 'goodwill', text: 'Goodwill', usage: 'priceOverride' },
    { id: 'worn', text: 'Worn or open box', usage: 'discount' },
    { id: 'regular', text: 'Regular customer', usage: 'discount' },
    { id: 'change', text: 'Changing a note', usage: 'noSale' },
    { id: 'coins', text: 'A roll of coins', usage: 'noSale' },
  ],
};

/** A channel database in memory: enough of one for the real runtime to sell on. */
export function memoryChannel(): ChannelPort {
  const products = catalogue.map((p) => ({ ...p, taxCode: 'STANDARD', stocked: true }));
  const byName = [...products].sort((a, b) => (a.name < b.name ? -1 : 1));
  const concluded: { transaction: RetailTransaction; epoch: number; seq: number }[] = [];
  const returned = new Map<string, number>();
  let head: JournalHead = { epoch: 1, seq: 1, hash: genesisHash, nextReceiptNumber: 3180, perpetualMinor: 0 };
  let session: Session | null = null;
  let shift: Shift | null = null;
  let lastShift = 213;
  let blind: Shift[] = [];
  let cartSnapshot: Snapshot | null = null;
  let cartSteps: CartStep[] = [];
  let suspended: SuspendedTransaction[] = [];

  function apply(change: Change): void {
    switch (change.type) {
      case 'session':
        session = change.session;
        return;
      case 'cartStarted':
        cartSnapshot = change.snapshot;
        return;
      case 'cartStep':
        cartSteps.push(change.step);
        return;
      case 'cartCleared':
        cartSteps = [];
        cartSnapshot = null;
        return;
      case 'suspended':
        suspended.unshift(change.suspended);
        return;
      case 'recalled':
        suspended = suspended.filter(({ id }) => id !== change.id);
        return;
      case 'shift':
        if (change.state === 'open' || shift?.shift === change.shift.shift)
          shift = change.state === 'open' ? change.shift : null;
        blind = blind.filter((one) => one.shift !== change.shift.shift);
        if (change.state === 'blind') blind.push(change.shift);
        lastShift = Math.max(lastShift, change.shift.shift);
        return;
      case 'record':
        head = change.head;
        return;
      case 'transaction':
        concluded.unshift(change);
        for (const { returnOf, quantityThousandths, voided } of change.transaction.lines) {
          if (!returnOf || voided || change.transaction.type === 'void') continue;
          const key = `${returnOf.receiptId} ${returnOf.line}`;
          returned.set(key, (returned.get(key) ?? 0) - quantityThousandths);
        }
    }
  }

  return {
    snapshot: async () => ({ 'assortment:gifts': 6120, 'price-group:uk-retail': 8813, 'store:S014': 944 }),
    setup: async () => setup,
    employee: async (number) => employees.find((one) => one.number === number) ?? null,
    productByCode: async (code) =>
      products.find(({ barcode }) => barcode === code) ?? products.find(({ sku }) => sku === code) ?? null,
    agreements: async (skus) =>
      products
        .filter(({ sku }) => skus.includes(sku))
        .flatMap(({ sku, priceMinor, tenPriceMinor }) => {
          const one = { sku, priceGroup: null, currency: 'GBP', validFrom: '2010-01-01', validTo: null };
          const at = (amountMinor: number, minQuantityThousandths: number) => ({
            ...one,
            id: `${sku}-${minQuantityThousandths}`,
            amountMinor,
            priceUnitThousandths: 1000,
            minQuantityThousandths,
          });
          return tenPriceMinor === undefined
            ? [at(priceMinor, 0)]
            : [at(priceMinor, 0), at(tenPriceMinor, 10_000)];
        }),
    searchProducts: async (text, limit) => {
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      return byName
        .filter(({ name, sku }) => words.every((word) => `${name} ${sku}`.toLowerCase().includes(word)))
        .slice(0, limit);
    },
    browseProducts: async (after, limit) => {
      const from = after === null ? 0 : byName.findIndex(({ sku }) => sku === after) + 1;
      return byName.slice(from, from + limit);
    },
    pricingProducts: async (skus) => products.filter(({ sku }) => skus.includes(sku)).map(pricingProduct),
    offersFor: async (targets) => {
      const lines = demoOfferLines.filter(({ target }) => targets.includes(target));
      return { offers: demoOffers.filter(({ id }) => lines.some(({ offer }) => offer === id)), lines };
    },
    coupon: async (code) => demoCoupons.find((coupon) => coupon.code === code) ?? null,
    loyaltyCard: async () => null,
    affiliations: async () => [],
    customer: async (number) =>
      number === '17850'
        ? { number, name: 'Eleanor Whitcombe', priceGroups: [], attributes: {}, isTaxExempt: false }
        : null,
    concluded: async (receiptId) => {
      const found = concluded.find(({ transaction }) => transaction.receiptId === receiptId);
      if (!found) return null;
      const { transaction } = found;
      const lines = transaction.lines.map(
        ({ line }) => [line, returned.get(`${receiptId} ${line}`) ?? 0] as const,
      );
      return { transaction, returnedThousandths: new Map(lines.filter(([, quantity]) => quantity > 0)) };
    },
    transactions: async (limit, before) =>
      concluded
        .filter(({ seq }) => before === undefined || seq < before.seq)
        .slice(0, limit)
        .map(({ transaction: { receiptId, type, concludedAt, employee, totals }, epoch, seq }) => ({
          receiptId,
          type,
          concludedAt,
          employee,
          grossMinor: totals.grossMinor,
          epoch,
          seq,
        })),
    blindShifts: async () => blind,
    suspendedTransactions: async (limit) =>
      suspended.slice(0, limit).map(({ steps: _, ...summary }) => summary),
    suspendedTransaction: async (id) => suspended.find((one) => one.id === id) ?? null,
    stored: async () => ({
      identity: { store: 'S014', terminal: '2' },
      head,
      session,
      shift,
      lastShift,
      cartSnapshot,
      cartSteps: [...cartSteps],
    }),
    commit: async (changes) => {
      for (const change of changes) apply(change);
    },
  };
}
