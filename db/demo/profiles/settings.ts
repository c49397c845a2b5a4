import { sellsOffline } from '../sells-offline.ts';
import { fashionCategories } from './garments.ts';
import { cityGroup, standardGroup } from './prices.ts';
import type { Retailer, Row, SeedStep } from './retailer.ts';

const rights = {
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
};

/** What registers of all retailers have in common: tenders, whoever came first. */
export const sharedSettings: readonly SeedStep[] = [
  shared('tender-types', [
    { id: 'CASH', name: 'Cash', kind: 'cash', givesChange: true, opensDrawer: true },
    {
      ...{ id: 'CARD', name: 'Card', kind: 'card', givesChange: false, opensDrawer: false },
      connector: 'terminalSimulator',
    },
    { id: 'VOUCHER', name: 'Voucher', kind: 'voucher', givesChange: false, opensDrawer: true },
  ]),
  shared('reason-codes', [
    { id: 'DAMAGED', text: 'Damaged or incomplete', usage: 'priceOverride' },
    { id: 'LABEL', text: 'Shelf label says otherwise', usage: 'priceOverride' },
    { id: 'GOODWILL', text: 'Goodwill', usage: 'discount' },
    { id: 'WORN', text: 'Damaged or worn', usage: 'discount' },
    { id: 'COUNT', text: 'Stock count', usage: 'stockAdjustment' },
  ]),
  shared('permission-groups', [
    {
      ...{ id: 'cashier', name: 'Cashier', ...rights },
      ...{ negativePrice: false, exemptTax: false, adjustStock: false },
      ...{ lineDiscountMaxBasisPoints: 1000, saleDiscountMaxBasisPoints: 500 },
    },
    { id: 'supervisor', name: 'Supervisor', ...rights },
  ]),
  shared('offline-profiles', [sellsOffline]),
];

/** The job that publishes everything; last, so that its cron does not publish what is half there. */
export const publishing: SeedStep = shared('distribution-jobs', [
  { id: 'all', name: 'Everything', everyMinutes: 1 },
]);

/** Groups, taxes and categories of one retailer. */
export function settingsOf(retailer: Retailer, seed: number): SeedStep[] {
  const { code, name, styles } = retailer;
  const step = (noun: string, rows: readonly Row[]): SeedStep => ({ noun, rows: () => rows });
  const departments = [
    ...retailer.departments,
    ...retailer.weighedDepartments,
    ...(styles > 0 ? fashionCategories : []),
  ];
  return [
    step('assortments', [assortmentOf(retailer, seed)]),
    step('price-groups', [
      { id: standardGroup(retailer), name: `${name}, standard`, priority: 0 },
      { id: cityGroup(retailer), name: `${name}, city stores`, priority: 10 },
    ]),
    step('tax-regions', [{ id: `${code}-UK`, name: `${name}, United Kingdom` }]),
    step('tax-codes', [
      { id: `${code}-STANDARD`, name: 'Standard rate' },
      { id: `${code}-ZERO`, name: 'Zero rate' },
    ]),
    step('customer-groups', [{ id: `${code}-customers`, name: `Customers of ${name}` }]),
    step('tax-rates', [taxRate(code, 'STANDARD', 200_000), taxRate(code, 'ZERO', 0)]),
    step('categories', [
      { id: `${code}-all`, name },
      ...departments.map(({ id, name: title }) => ({
        id: `${code}-${id}`,
        name: title,
        parent: `${code}-all`,
      })),
    ]),
  ];
}

/** Its name tells the seed. */
export function assortmentOf({ code, name }: Retailer, seed: number): Row {
  return { id: code, name: `${name}, seed ${seed}` };
}

function taxRate(code: string, taxCode: string, ratePpm: number): Row {
  return {
    id: `${code}-UK-${taxCode}`,
    region: `${code}-UK`,
    taxCode: `${code}-${taxCode}`,
    validFrom: '2011-01-04',
    ratePpm,
  };
}

function shared(noun: string, rows: readonly Row[]): SeedStep {
  return { noun, rows: () => rows, onlyMissing: true };
}
