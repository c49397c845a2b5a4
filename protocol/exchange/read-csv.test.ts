import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine } from '../../commerce/exchange/csv-line.ts';
import { CsvFault, readCsv } from './read-csv.ts';

/** A file that is read in pieces of so many bytes. */
function fileOf(content: string | Uint8Array, pieceBytes = 7): Blob {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const stream = () =>
    new ReadableStream({
      start(controller) {
        for (let at = 0; at < bytes.length; at += pieceBytes)
          controller.enqueue(bytes.slice(at, at + pieceBytes));
        controller.close();
      },
    });
  return { stream } as unknown as Blob;
}

async function read(file: Blob): Promise<[number, ...string[]][]> {
  const rows: [number, ...string[]][] = [];
  for await (const piece of readCsv(file))
    for (const { number, cells } of piece) rows.push([number, ...cells]);
  return rows;
}

test.each<[string, string, [number, ...string[]][]]>([
  [
    'commas',
    'a,b\n1,2\n',
    [
      [1, 'a', 'b'],
      [2, '1', '2'],
    ],
  ],
  [
    'semicolons, CR LF, no end',
    'a;b\r\n"x,y";2\r\n3;"4"',
    [
      [1, 'a', 'b'],
      [2, 'x,y', '2'],
      [3, '3', '4'],
    ],
  ],
  [
    'tabs and a byte order mark',
    '\uFEFFa\tb\n1\t2\n',
    [
      [1, 'a', 'b'],
      [2, '1', '2'],
    ],
  ],
  [
    'blank lines',
    'a,b\n\n1,2\n\r\n\n',
    [
      [1, 'a', 'b'],
      [3, '1', '2'],
    ],
  ],
  [
    'breaks and quotes in a cell',
    'a,b\n"x\ny","say ""so"""\n1,2',
    [
      [1, 'a', 'b'],
      [2, 'x\ny', 'say "so"'],
      [3, '1', '2'],
    ],
  ],
  [
    'letters of several bytes',
    'a,b\né€😀,ü\n',
    [
      [1, 'a', 'b'],
      [2, 'é€😀', 'ü'],
    ],
  ],
  [
    'rows of other lengths',
    'a,b\n1\n1,2,3\n',
    [
      [1, 'a', 'b'],
      [2, '1'],
      [3, '1', '2', '3'],
    ],
  ],
  ['a header alone', 'a', [[1, 'a']]],
  ['nothing', '', []],
])('%s', async (_, text, rows) => {
  for (const pieceBytes of [1, 2, 7, 1000]) expect(await read(fileOf(text, pieceBytes))).toEqual(rows);
});

test.each<[string, string | Uint8Array, number, RegExp]>([
  ['a quote that is not closed', 'a,b\n1,2\n"3,4\n5,6\n', 3, /does not end/],
  ['a quote inside a quoted cell', 'a,b\n1,"2"3"\n4,5\n', 2, /does not end/],
  ['a row without end', `a,b\n1,2\n"${'x'.repeat(1_100_000)}`, 3, /does not end/],
  ['bytes that are no UTF-8', Uint8Array.of(0x61, 0x0a, 0x0a, 0xff, 0x0a), 3, /not UTF-8/],
])('%s is named by its line', async (_, content, line, message) => {
  const fault: unknown = await read(fileOf(content, 4096)).catch((problem) => problem);
  expect(fault).toBeInstanceOf(CsvFault);
  expect(fault).toMatchObject({ line, message: expect.stringMatching(message) });
});

test('what is written is read', async () => {
  const cell = fc.string({ unit: fc.constantFrom('"', ',', ';', '\t', '\n', ' ', 'a', 'é', "'", '=') });
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 9 }), async (written, pieceBytes) => {
      const text = `h,h\n${written.map(csvLine).join('')}`;
      expect((await read(fileOf(text, pieceBytes))).slice(1).map(([, ...cells]) => cells)).toEqual(written);
    }),
  );
});
