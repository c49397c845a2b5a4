import { describe, expect, test } from 'vitest';
import { neverApplied } from './plan-update.ts';
import { arrivingCatalogue, canSell, type StreamCursor, shownVersions } from './shown-versions.ts';

const shown = (stream: string, version: number): StreamCursor => ({
  ...{ ...neverApplied, stream, version, applying: version },
});
const loading = (stream: string, applying: number): StreamCursor => ({
  ...{ ...neverApplied, stream, applying, base: 1 },
});
const setUp = [shown('store:S1', 2), shown('global', 3), shown('price-group:standard', 1)];

describe('while the first catalogue loads', () => {
  const cursors = [...setUp, loading('assortment:gifts', 7), loading('customers:all', 4)];

  test('its version is the one of the load; that of customers is none', () => {
    expect(arrivingCatalogue(cursors)).toEqual({ stream: 'assortment:gifts', version: 7 });
    expect(shownVersions(cursors)).toEqual({
      ...{ 'store:S1': 2, global: 3, 'price-group:standard': 1, 'assortment:gifts': 7 },
    });
  });

  test('the register may sell', () => {
    expect(canSell(cursors)).toBe(true);
  });
});

test('a load that is being taken back shows nothing', () => {
  expect(shownVersions([...setUp, { ...loading('assortment:gifts', 7), base: -1 }])).not.toHaveProperty(
    'assortment:gifts',
  );
});

test('a store that changes its assortment sells from the one that is whole', () => {
  const cursors = [...setUp, shown('assortment:gifts', 5), loading('assortment:toys', 1)];
  expect(arrivingCatalogue(cursors)).toBeNull();
  expect(shownVersions(cursors)).toMatchObject({ 'assortment:gifts': 5 });
  expect(shownVersions(cursors)).not.toHaveProperty('assortment:toys');
});

test.each([
  { name: 'nothing is known yet', cursors: [], can: false },
  {
    name: 'everything is loading',
    cursors: [loading('store:S1', 1), loading('assortment:gifts', 1)],
    can: false,
  },
  {
    name: 'offers are loading',
    cursors: [shown('store:S1', 1), loading('price-group:standard', 1), shown('assortment:gifts', 1)],
    can: false,
  },
  { name: 'everything is there', cursors: setUp, can: true },
])('may it sell when $name: $can', ({ cursors, can }) => {
  expect(canSell(cursors)).toBe(can);
});
