import { Chance } from './chance.ts';
import { cityGroup, standardGroup } from './prices.ts';
import { numbered, type Retailer, type Row } from './retailer.ts';

/** Stores whose employees may work in each other's. */
const STORES_A_REGION = 10;
const towns = [
  ...['Abingdon', 'Bakewell', 'Carlisle', 'Dorchester', 'Evesham', 'Falmouth', 'Guildford', 'Hexham'],
  ...['Ilkley', 'Jarrow', 'Kendal', 'Ludlow', 'Malvern', 'Newark', 'Oakham', 'Penrith', 'Ripon', 'Stamford'],
] as const;
const streets = ['High Street', 'Market Place', 'Station Road', 'Mill Lane', 'Bridge Street', 'The Parade'];
const firstNames: readonly [string, ...string[]] = [
  ...(['Ada', 'Ben', 'Chloe', 'Dev', 'Ewa', 'Femi', 'Grace', 'Hugh', 'Ines', 'Jon'] as const),
  ...['Kofi', 'Lena', 'Maya', 'Noor', 'Omar', 'Priya', 'Rhys', 'Sam', 'Tess', 'Yusuf'],
];
const lastNames: readonly [string, ...string[]] = [
  ...(['Adeyemi', 'Barlow', 'Cho', 'Doyle', 'Evans', 'Fenn', 'Grant', 'Hale', 'Iqbal', 'Jones'] as const),
  ...['Kaur', 'Lowe', 'Marsh', 'Nowak', 'Okafor', 'Patel', 'Quinn', 'Reid', 'Silva', 'Wright'],
];

export function* employeeGroupsOf(retailer: Retailer): Generator<Row> {
  for (let store = 0; store < retailer.stores; store += STORES_A_REGION)
    yield { id: regionOf(retailer, store), name: `${retailer.name}, region ${store / STORES_A_REGION + 1}` };
}

export function* storesOf(retailer: Retailer): Generator<Row> {
  const { code, name } = retailer;
  for (let store = 0; store < retailer.stores; store++) {
    const town = towns[store % towns.length] ?? '';
    const street = streets[Math.floor(store / towns.length) % streets.length] ?? '';
    const number = 1 + Math.floor(store / towns.length / streets.length);
    yield {
      store: storeId(retailer, store),
      name: `${name} ${town} ${numbered(store, 3)}`,
      receiptLines: [name, `${number} ${street}, ${town}`],
      currency: 'GBP',
      timeZone: 'Europe/London',
      country: 'United Kingdom',
      pricesIncludeTax: true,
      taxRegion: `${code}-UK`,
      assortment: code,
      // Every fourth store is in a city.
      priceGroups:
        store % 4 === 3 ? [standardGroup(retailer), cityGroup(retailer)] : [standardGroup(retailer)],
      employeeGroup: regionOf(retailer, store),
      customerGroup: `${code}-customers`,
    };
  }
}

export function* registersOf(retailer: Retailer): Generator<Row> {
  for (let store = 0; store < retailer.stores; store++)
    for (let register = 1; register <= retailer.registersPerStore; register++)
      yield {
        id: `${storeId(retailer, store)}-${register}`,
        store: storeId(retailer, store),
        terminal: String(register),
        name: `Till ${register}`,
        offlineProfile: 'standard',
      };
}

/** The first of each store is its supervisor. */
export function* employeesOf(retailer: Retailer, seed: number): Generator<Row> {
  for (let store = 0; store < retailer.stores; store++)
    for (let place = 0; place < retailer.employeesPerStore; place++) {
      const chance = new Chance(seed, 7, store, place);
      yield {
        number: `${retailer.employeeDigit}${numbered(store, 4)}${numbered(place, 2)}`,
        name: `${chance.pick(firstNames)} ${chance.pick(lastNames)}`,
        permissionGroup: place === 0 ? 'supervisor' : 'cashier',
        employeeGroup: regionOf(retailer, store),
      };
    }
}

const storeId = ({ code }: Retailer, store: number) => `${code}_${numbered(store, 4)}`;
const regionOf = ({ code }: Retailer, store: number) =>
  `${code}-staff-${numbered(Math.floor(store / STORES_A_REGION), 3)}`;
