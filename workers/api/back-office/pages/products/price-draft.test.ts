import { expect, test } from 'vitest';
import type { PriceAgreement } from '../../../../../commerce/pricing/price-agreement.ts';
import { draftOf, newDraft, readDraft } from './price-draft.ts';

const price: PriceAgreement = {
  id: 'A1@2010-12-01@32000',
  sku: 'A1',
  priceGroup: null,
  currency: 'GBP',
  minQuantityThousandths: 32_000,
  amountMinor: 255,
  priceUnitThousandths: 1000,
  validFrom: '2010-12-01',
  validTo: null,
};
const draft = { ...newDraft('GBP', '2026-11-20'), each: '2.55' };

test('a price goes through its draft unchanged', () => {
  expect(readDraft(draftOf(price), 'A1', price, [price])).toEqual({ ok: true, value: price });
  const fine = {
    ...price,
    amountMinor: 1,
    priceUnitThousandths: 10_000,
    minQuantityThousandths: 500,
    validTo: '2027-01-01',
  };
  expect(draftOf(fine)).toMatchObject({ each: '0.001', minQuantity: '0.5', validTo: '2027-01-01' });
  expect(readDraft(draftOf(fine), 'A1', fine, [])).toEqual({ ok: true, value: fine });
});

test('a new price is named by what it is for', () => {
  const added = readDraft({ ...draft, priceGroup: 'standard', minQuantity: '12' }, 'A1', null, []);
  expect(added).toMatchObject({
    ok: true,
    value: { id: 'A1@2026-11-20@12000@standard', priceGroup: 'standard', amountMinor: 255, validTo: null },
  });
  expect(readDraft({ ...draft, currency: 'EUR' }, 'A1', null, [])).toMatchObject({
    value: { id: 'A1@2026-11-20@1000@EUR' },
  });
});

test('an edited price keeps its id, whatever its day becomes', () => {
  const moved = readDraft({ ...draftOf(price), validFrom: '2026-11-20' }, 'A1', price, [price]);
  expect(moved).toMatchObject({ ok: true, value: { id: price.id, validFrom: '2026-11-20' } });
});

test.each([
  [{ each: '' }, ['amountMinor']],
  [{ each: 'free', minQuantity: '0' }, ['minQuantityThousandths', 'amountMinor']],
  [{ validFrom: '' }, ['validFrom']],
  [{ validTo: '2026-11-19' }, ['validTo']],
])('%j', (change, fields) => {
  const read = readDraft({ ...draft, ...change }, 'A1', null, []);
  expect(read.ok ? [] : Object.keys(read.error)).toEqual(fields);
});

test('a second price of one kind and start is refused', () => {
  const taken = { ...price, id: 'A1@2026-11-20@1000' };
  expect(readDraft(draft, 'A1', null, [taken])).toMatchObject({
    ok: false,
    error: { validFrom: 'There is a price from this day for this quantity already. Edit that one.' },
  });
});
