import { describe, expect, test } from 'vitest';
import { type Branch, hashAlong, receive } from './branches.ts';

const record = (seq: number, hash = `h${seq}`, prev = `h${seq - 1}`) => ({ seq, hash, prev });
const main: Branch = { branch: 0, parent: 0, sharedSeq: 0, seq: 3, hash: 'h3' };
const held = (branch: number, seq: number) => (branch === 0 ? `h${seq}` : `b${seq}`);

describe('what is received', () => {
  test.each([
    {
      name: 'what follows is taken',
      records: [record(4), record(5)],
      expected: { result: 'stored', accepted: [4, 5], duplicates: 0, branch: 0, seq: 5, forked: false },
    },
    {
      name: 'a repeated batch changes nothing',
      records: [record(2), record(3)],
      expected: { result: 'stored', accepted: [], duplicates: 2, branch: 0, seq: 3, forked: false },
    },
    {
      name: 'a batch that overlaps adds its new part',
      records: [record(3), record(4)],
      expected: { result: 'stored', accepted: [4], duplicates: 1, branch: 0, seq: 4, forked: false },
    },
    {
      name: 'a gap takes nothing beyond it',
      records: [record(5)],
      expected: { result: 'gap', accepted: [], duplicates: 0, branch: 0, seq: 3, forked: false },
    },
    {
      name: 'a gap inside a batch keeps what came before',
      records: [record(4), record(6)],
      expected: { result: 'gap', accepted: [4], duplicates: 0, branch: 0, seq: 4, forked: false },
    },
    {
      name: 'another record at a held place begins a branch',
      records: [record(3, 'other'), record(4, 'other4', 'other')],
      expected: { result: 'stored', accepted: [3, 4], duplicates: 0, branch: 1, seq: 4, forked: true },
    },
    {
      name: 'a branch begins in the middle of a batch',
      records: [record(2), record(3, 'other')],
      expected: { result: 'stored', accepted: [3], duplicates: 1, branch: 1, seq: 3, forked: true },
    },
    {
      name: 'another first record begins a branch',
      records: [record(1, 'other')],
      expected: { result: 'stored', accepted: [1], duplicates: 0, branch: 1, seq: 1, forked: true },
    },
    {
      name: 'a record that follows nothing held is not linked',
      records: [record(4, 'h4', 'other')],
      expected: { result: 'unlinked', accepted: [], duplicates: 0, branch: 0, seq: 3, forked: false },
    },
    {
      name: 'records that do not continue each other are damaged',
      records: [record(4), record(5, 'h5', 'other')],
      expected: { result: 'damaged', accepted: [4], duplicates: 0, branch: 0, seq: 4, forked: false },
    },
  ])('$name', ({ records, expected }) => {
    const { result, branch, forked, accepted, duplicates } = receive([main], records, held);
    expect({
      result,
      accepted: accepted.map(({ seq }) => seq),
      duplicates,
      branch: branch.branch,
      seq: branch.seq,
      forked,
    }).toEqual(expected);
  });

  const other: Branch = { branch: 1, parent: 0, sharedSeq: 2, seq: 4, hash: 'b4' };

  test('a branch goes on where it ended', () => {
    const received = receive([main, other], [record(4, 'b4', 'b3'), record(5, 'b5', 'b4')], held);
    expect(received).toMatchObject({ duplicates: 1, forked: false, branch: { branch: 1, seq: 5 } });
  });

  test('from the shared part a batch follows its own branch', () => {
    const received = receive([main, other], [record(2), record(3, 'b3'), record(4, 'b4', 'b3')], held);
    expect(received).toMatchObject({ duplicates: 3, branch: { branch: 1, seq: 4 } });
  });

  test('a place is looked up through the branches that were left', () => {
    const third: Branch = { branch: 2, parent: 1, sharedSeq: 3, seq: 4, hash: 'c4' };
    const at = (seq: number) => hashAlong([main, other, third], 2, seq, held);
    expect([at(1), at(2), at(3), at(4), at(5)]).toEqual(['h1', 'h2', 'b3', 'c4', undefined]);
  });
});
