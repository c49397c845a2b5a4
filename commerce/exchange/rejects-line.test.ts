import { expect, test } from 'vitest';
import { rejectsHeader, rejectsLine } from './rejects-line.ts';

const header = ['sku', 'reason', 'name'];

test('the columns of the file, and the newest reason at the end', () => {
  expect(rejectsHeader(header)).toBe('sku,name,reason\n');
});

test.each<[string, string[], string]>([
  ['a row as it came', ['A', 'old', 'Mug'], 'A,Mug'],
  ['a formula that was not guarded', ['A', '', '=1+1'], "A,'=1+1"],
  ['one that was', ['A', '', "'=1+1"], "A,'=1+1"],
  ['a number', ['-5', '', '10'], '-5,10'],
  ['cells that are missing', ['A'], 'A,'],
])('%s', (_, cells, line) => {
  const faults = [
    { column: 'name', reason: 'is empty: write a value' },
    { column: 'taxCode', reason: 'there is no X; create it first' },
    { column: null, reason: 'has 1 cells' },
  ];
  const reason = 'name is empty: write a value; taxCode says: there is no X; create it first; has 1 cells';
  expect(rejectsLine(header, cells, faults)).toBe(`${line},"${reason}"\n`);
});
