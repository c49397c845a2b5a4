import { expect, test } from 'vitest';
import type { TaxComponent } from './tax-components.ts';
import { taxedLine } from './taxed-line.ts';

const component = (code: string, more: Partial<TaxComponent> = {}): TaxComponent => ({
  ...{ code, exempt: false, included: false, base: 'net', taxOf: null, joinsNextBase: false },
  ...{ rounding: null, minimumMinor: null, maximumMinor: null, rates: [], brackets: null },
  ...more,
});
const joins = { joinsNextBase: true };
const before = { base: 'netAndTaxesBefore' } as const;
const kind = { base: 'netAndItsKind' } as const;
const byInterval = (marginalBase: 'netOfLine' | 'grossOfLine') =>
  ({ base: 'tax', taxOf: 'A', brackets: { intervals: 'interval', marginalBase } }) as const;
const whole = {
  base: 'tax',
  taxOf: 'A',
  brackets: { intervals: 'whole', marginalBase: 'grossOfLine' },
} as const;

/** A net of 1000 and taxes of 100, 20 and 3; the third one's base is looked at. */
test.each<[string, readonly [TaxComponent, TaxComponent, TaxComponent], number]>([
  ['the net', [component('A'), component('B'), component('C')], 1000],
  ['the net, whatever joined', [component('A', joins), component('B', joins), component('C')], 1000],
  ['net and what joins', [component('A', joins), component('B'), component('C', before)], 1100],
  ['net and all before', [component('A', joins), component('B', joins), component('C', before)], 1120],
  ['never itself', [component('A'), component('B'), component('C', { ...before, ...joins })], 1000],
  ['all but itself', [component('A'), component('B'), component('C', { base: 'gross' })], 1120],
  ['one tax', [component('A'), component('B'), component('C', { base: 'tax', taxOf: 'A' })], 100],
  ['another tax', [component('A'), component('B'), component('C', { base: 'tax', taxOf: 'B' })], 20],
  [
    'a tax that is not there',
    [component('A'), component('B'), component('C', { base: 'tax', taxOf: 'X' })],
    0,
  ],
  ['the price with itself', [component('A'), component('B'), component('C', { base: 'netAndItself' })], 1003],
  ['the price with its kind', [component('A'), component('B', kind), component('C', kind)], 1023],
  ['what joins before its kind', [component('A', joins), component('B', kind), component('C', kind)], 1123],
  ['not what joins amid its kind', [component('A', kind), component('B', joins), component('C', kind)], 1103],
  ['of intervals the net', [component('A'), component('B'), component('C', byInterval('netOfLine'))], 1000],
  [
    'of intervals the gross',
    [component('A'), component('B'), component('C', byInterval('grossOfLine'))],
    1120,
  ],
  ['of whole brackets its base', [component('A'), component('B'), component('C', whole)], 100],
])('the base that a receipt shows is %s', (_, components, baseMinor) => {
  const line = taxedLine(1000, components, [1, 2, 3], [100, 20, 3]);
  expect(line.taxes[2]).toEqual({ code: 'C', ratePpm: 3, baseMinor, taxMinor: 3 });
  expect(line).toMatchObject({ netMinor: 1000, taxMinor: 123, grossMinor: 1123, fault: null });
});

test('a tax that comes after does not join', () => {
  const line = taxedLine(1000, [component('A', before), component('B', joins)], [0, 0], [100, 20]);
  expect(line.taxes[0]?.baseMinor).toBe(1000);
});

test('what is in the price is taken from it, the rest comes on top', () => {
  const line = taxedLine(1000, [component('A', { included: true }), component('B')], [0, 0], [100, 20]);
  expect(line).toMatchObject({ netMinor: 900, taxMinor: 120, grossMinor: 1020 });
});
