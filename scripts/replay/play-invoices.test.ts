import { expect, test } from 'vitest';
import type { Play } from './assign-invoices.ts';
import { unstored } from './play-invoices.ts';

const [reference, exemption] = [{ type: 'setReference' }, { type: 'exemptTax' }];
const rows = [
  { type: 'scan', code: 'A' },
  { type: 'scan', code: 'B' },
];
const play: Pick<Play, 'invoice' | 'commands'> = {
  invoice: { invoiceNo: '1', kind: 'sale', at: '', country: 'France', rows: [] },
  commands: { head: [reference, exemption], rows, conclude: { type: 'pay' }, overriddenLines: 0 },
};

test.each([
  ['everything when nothing was stored', null, 0, [reference, exemption, ...rows]],
  ['all but the reference, which comes first', '1', 0, [exemption, ...rows]],
  ['the rows that are not in the cart', '1', 1, [exemption, ...rows.slice(1)]],
  ['no row when all are', '1', 2, [exemption]],
])('a register that was killed repeats %s', (_, externalRef, lines, commands) => {
  expect(unstored(play, { externalRef, lines })).toEqual(commands);
});

test('a cart of another invoice is not added to', () => {
  expect(() => unstored(play, { externalRef: '2', lines: 1 })).toThrow('of 2, not of 1');
});
