import { expect, test } from 'vitest';
import { importFile, type RejectedRow } from './import-file.ts';
import { IMPORT_CHARACTERS_MAX, IMPORT_ROWS_MAX, type ImportRequest } from './messages.ts';

const header = 'sku,name,variantOf';

/** Headquarters that knows some products, and takes every row whose master it knows. */
function headquarters(...known: string[]) {
  const skus = new Set(known);
  const pieces: ImportRequest[] = [];
  const rejected: RejectedRow[] = [];
  const ports = {
    send: async (piece: ImportRequest) => {
      pieces.push(piece);
      const names = new Set([...skus, ...(piece.elsewhere ?? [])]);
      const rejects = piece.rows.flatMap(([sku = '', , master = ''], row) => {
        if (master !== '' && !names.has(master))
          return [{ row, column: 'variantOf', reason: `no ${master}` }];
        if (!piece.dryRun) skus.add(sku);
        return [];
      });
      const accepted = piece.rows.length - rejects.length;
      return { accepted, changed: accepted, rejects };
    },
    rejected: (row: RejectedRow) => void rejected.push(row),
  };
  return { pieces, rejected, ports };
}
const file = (...lines: string[]) => new Blob([`${[header, ...lines].join('\n')}\n`]);

test('pieces are bounded by rows and by characters, and nothing is lost', async () => {
  const hq = headquarters();
  const long = 'x'.repeat(90_000);
  const lines = [
    ...Array.from({ length: 1201 }, (_, at) => `P${at},P,`),
    ...Array.from({ length: 5 }, (_, at) => `L${at},${long},`),
  ];
  const progress: number[] = [];
  const done = await importFile(file(...lines), 'products', false, {
    ...hq.ports,
    progress: (seen) => progress.push(seen.done),
  });
  expect(done).toEqual({ ok: true, value: { rows: 1206, accepted: 1206, changed: 1206, rejected: 0 } });
  expect(hq.pieces.flatMap(({ rows }) => rows.map(([sku]) => sku))).toEqual(
    lines.map((line) => line.split(',')[0]),
  );
  for (const { rows } of hq.pieces) {
    expect(rows.length).toBeLessThanOrEqual(IMPORT_ROWS_MAX);
    expect(JSON.stringify(rows).length).toBeLessThanOrEqual(IMPORT_CHARACTERS_MAX);
  }
  expect(progress.at(-1)).toBe(1206);
});

const forward = [...Array.from({ length: 600 }, (_, at) => `V${at},V,MASTER`), 'MASTER,M,', 'LOST,L,NOBODY'];

test('rows that name rows behind them are tried again', async () => {
  const hq = headquarters();
  const done = await importFile(file(...forward), 'products', false, hq.ports);
  expect(done).toMatchObject({ value: { rows: 602, accepted: 601, rejected: 1 } });
  expect(hq.rejected).toEqual([
    { number: 603, cells: ['LOST', 'L', 'NOBODY'], faults: [{ column: 'variantOf', reason: 'no NOBODY' }] },
  ]);
});

test('a dry run says what other pieces hold', async () => {
  const hq = headquarters();
  const done = await importFile(file(...forward), 'products', true, hq.ports);
  expect(done).toMatchObject({ value: { rows: 602, accepted: 601, rejected: 1 } });
  expect(hq.pieces.map(({ elsewhere }) => elsewhere)).toEqual([['MASTER'], ['MASTER']]);
});

test.each([
  ['a fault on the last line', `${header}\n${'A,A,\n'.repeat(2000)}"B`, 2002, /does not end/],
  ['a column that is none', 'sku,Name\nA,A', 1, /column Name is written name/],
  ['no rows', header, 1, /no rows/],
  ['nothing', '', 1, /is empty/],
])('%s: nothing is sent', async (_, text, line, message) => {
  const hq = headquarters();
  expect(await importFile(new Blob([text]), 'products', false, hq.ports)).toEqual({
    ok: false,
    error: { line, message: expect.stringMatching(message) },
  });
  expect(hq.pieces).toEqual([]);
});
