import { describe, expect, test } from 'vitest';
import { decideIngest } from './ingest.ts';

const record = (seq: number, hash = `h${seq}`, prev = `h${seq - 1}`) => ({ seq, hash, prev });
const held = (seq: number) => `h${seq}`;
const cursor = { seq: 3, hash: 'h3' };

describe('decideIngest', () => {
  test.each([
    {
      name: 'what follows is taken',
      records: [record(4), record(5)],
      expected: { result: 'stored', accepted: [4, 5], duplicates: 0, seq: 5 },
    },
    {
      name: 'a repeated batch changes nothing',
      records: [record(2), record(3)],
      expected: { result: 'stored', accepted: [], duplicates: 2, seq: 3 },
    },
    {
      name: 'a batch that overlaps adds its new part',
      records: [record(3), record(4)],
      expected: { result: 'stored', accepted: [4], duplicates: 1, seq: 4 },
    },
    {
      name: 'a gap takes nothing beyond it',
      records: [record(5)],
      expected: { result: 'gap', accepted: [], duplicates: 0, seq: 3 },
    },
    {
      name: 'a gap inside a batch keeps what came before',
      records: [record(4), record(6)],
      expected: { result: 'gap', accepted: [4], duplicates: 0, seq: 4 },
    },
    {
      name: 'another record at a held place is a fork',
      records: [record(3, 'other')],
      expected: { result: 'fork', accepted: [], duplicates: 0, seq: 3 },
    },
    {
      name: 'a record that does not follow the head is refused',
      records: [record(4, 'h4', 'other')],
      expected: { result: 'badChain', accepted: [], duplicates: 0, seq: 3 },
    },
  ])('$name', ({ records, expected }) => {
    const decided = decideIngest(cursor, records, held);
    expect({
      ...decided,
      accepted: decided.accepted.map((r) => r.seq),
      cursor: undefined,
      seq: decided.cursor.seq,
    }).toEqual({ ...expected, cursor: undefined });
  });
});
