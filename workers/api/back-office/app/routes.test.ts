import { expect, test } from 'vitest';
import { routeOf, urls } from './routes.ts';

test.each([
  ['/hq/', { page: 'home' }],
  ['/hq/registers/', { page: 'registers' }],
  ['/hq/registers', { page: 'registers' }],
  ['/hq/registers/S1-1/', { page: 'register', id: 'S1-1' }],
  ['/hq/products/', { page: 'products' }],
  ['/hq/products/85123A', { page: 'product', sku: '85123A' }],
  ['/hq/products/gift%20card%20%231/', { page: 'product', sku: 'gift card #1' }],
  ['/hq/offers/', { page: 'offers' }],
  ['/hq/offers/new/', { page: 'newOffer' }],
  ['/hq/offers/3-for-2/', { page: 'offer', id: '3-for-2' }],
  ['/hq/simulator/', { page: 'simulator' }],
  ['/hq/approvals/', { page: 'approvals' }],
  ['/hq/approvals/CR-7/', { page: 'approval', id: 'CR-7' }],
  ['/hq/audit/', { page: 'audit' }],
  ['/hq/exchange/', { page: 'exchange' }],
  ['/hq/audit/7/', { page: 'missing' }],
  ['/hq/sales/', { page: 'sales' }],
  ['/hq/sales/S1.1.1.7/', { page: 'sale', id: 'S1.1.1.7' }],
  ['/hq/distribution/', { page: 'distribution' }],
  ['/hq/ledger/', { page: 'ledger' }],
  ['/hq/ledger/sales/', { page: 'missing' }],
  ['/hq/nothing/', { page: 'missing' }],
  ['/hq/products/a/b/', { page: 'missing' }],
  ['/hq/products/%E0%A4%A/', { page: 'missing' }],
  ['/pos/', { page: 'missing' }],
])('%s', (pathname, route) => {
  expect(routeOf(pathname)).toEqual(route);
});

test.each(['S1-1', 'a b', '100%', 'ä?#', 'S1.1.1.7', '15056BL'])(
  'the address of %s leads back to it',
  (id) => {
    expect(routeOf(urls.register(id))).toEqual({ page: 'register', id });
    expect(routeOf(urls.product(id))).toEqual({ page: 'product', sku: id });
    expect(routeOf(urls.sale(id))).toEqual({ page: 'sale', id });
    expect(routeOf(urls.offer(id))).toEqual({ page: 'offer', id });
    expect(routeOf(urls.approval(id))).toEqual({ page: 'approval', id });
  },
);

test('no address looks like a file', () => {
  for (const url of [urls.home, urls.sale('S1.1.1.7'), urls.product('84.50')])
    expect(url).not.toMatch(/\.[a-z0-9]+$/i);
});
