import { expect, test } from 'vitest';
import { newlyDue } from './newly-due.ts';

type Masters = Parameters<typeof newlyDue>[0];

/** A store of one assortment, its list of streams as it was last written, and what changed since. */
function masters(assortment: string, listed: readonly string[], changes: Record<string, number>): Masters {
  const store = { ...{ store: 'S1', taxRegion: 'uk', employeeGroup: 'e', customerGroup: 'c' }, assortment };
  return {
    collectedVersion: async () => 10,
    newestVersion: async () => 20,
    streamChanges: async () => new Map(Object.entries(changes)),
    manifests: async () => new Map([['S1', { store: 'S1', version: 1, streams: listed }]]),
    stores: async () => [{ ...store, priceGroups: [], memberPriceGroups: [] }],
  } as unknown as Masters;
}

const assortments = async (of: Masters) =>
  Object.fromEntries(
    [...((await newlyDue(of))?.due ?? [])].filter(([stream]) => stream.startsWith('assortment:')),
  );

test('a stream that is followed is due with its newest change', async () => {
  const of = masters('gifts', ['assortment:gifts'], { 'assortment:gifts': 15, 'assortment:toys': 16 });
  expect(await assortments(of)).toEqual({ 'assortment:gifts': 15 });
});

test('one that is followed anew is due from where its head stands, changed or not', async () => {
  expect(await assortments(masters('toys', [], {}))).toEqual({ 'assortment:toys': 10 });
});

test('one that the store has just left, while its list still names it, is due with what changed in it', async () => {
  const of = masters('toys', ['assortment:gifts'], { 'assortment:gifts': 15 });
  expect(await assortments(of)).toEqual({ 'assortment:toys': 10, 'assortment:gifts': 15 });
});
