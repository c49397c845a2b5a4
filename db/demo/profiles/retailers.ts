import { foodDepartments, homeDepartments, newsDepartments, weighedDepartments } from './departments.ts';
import type { Retailer } from './retailer.ts';
import { variantsOf } from './styles.ts';

const CHAIN_STYLES = 2000;
const STRESS_STYLES = 8000;

const kiosk: Retailer = {
  ...{ profile: 'kiosk', name: 'Corner Kiosk', code: 'KIO', barcodePrefix: '21', employeeDigit: 5 },
  ...{ goods: 300, weighed: 0, firstWeighedItem: 0, styles: 0 },
  ...{ departments: newsDepartments, weighedDepartments: [] },
  ...{ stores: 1, registersPerStore: 1, employeesPerStore: 3 },
};

const fashion: Retailer = {
  ...{ profile: 'fashion', name: 'Ashdown & Daughters', code: 'FAS', barcodePrefix: '22', employeeDigit: 6 },
  ...{ goods: 0, weighed: 0, firstWeighedItem: 0, styles: 8000 },
  ...{ departments: [], weighedDepartments: [] },
  ...{ stores: 40, registersPerStore: 3, employeesPerStore: 6 },
};

const grocer: Retailer = {
  ...{ profile: 'grocer', name: 'Harvest Lane', code: 'GRO', barcodePrefix: '23', employeeDigit: 7 },
  ...{ goods: 20_000, weighed: 1500, firstWeighedItem: 10_000, styles: 0 },
  ...{ departments: foodDepartments, weighedDepartments },
  ...{ stores: 25, registersPerStore: 6, employeesPerStore: 12 },
};

/** Everything under one roof; goods and variants together are what the profile is named for. */
const chain: Retailer = {
  ...{ profile: 'chain', name: 'Fernley Stores', code: 'CHA', barcodePrefix: '24', employeeDigit: 8 },
  ...{
    goods: 100_000 - variantsOf(CHAIN_STYLES),
    weighed: 3000,
    firstWeighedItem: 20_000,
    styles: CHAIN_STYLES,
  },
  ...{ departments: [...foodDepartments, ...newsDepartments, ...homeDepartments], weighedDepartments },
  ...{ stores: 250, registersPerStore: 4, employeesPerStore: 8 },
};

const stress: Retailer = {
  ...{ ...chain, profile: 'stress', name: 'Fernley Worldwide', code: 'STR', barcodePrefix: '25' },
  ...{ employeeDigit: 9, goods: 500_000 - variantsOf(STRESS_STYLES), styles: STRESS_STYLES },
  ...{ weighed: 5000, firstWeighedItem: 40_000, stores: 1000 },
};

export const retailers: readonly Retailer[] = [kiosk, fashion, grocer, chain, stress];
