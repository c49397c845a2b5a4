import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInvoiceFile } from './read-file.ts';
import { formatReadError, readInvoices } from './read-invoices.ts';

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const goodRow = '536365,85123A,LANTERN,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom';
const goodFields = goodRow.split(',');

const fileOf = (...lines: string[]) => ({ name: 'x.csv', text: `${[header, ...lines].join('\n')}\n` });

/** A good row with one field, counted from 0, written differently. */
const withField = (index: number, value: string) => goodFields.with(index, value).join(',');

function read(...files: { name: string; text: string }[]) {
  const answer = readInvoices(files);
  if (!answer.ok) throw new Error(formatReadError(answer.error));
  return answer.value;
}

function errorOf(...files: { name: string; text: string }[]): string | undefined {
  const answer = readInvoices(files);
  return answer.ok ? undefined : formatReadError(answer.error);
}

async function smallFile() {
  const file = await readInvoiceFile(fileURLToPath(new URL('testdata/small.csv', import.meta.url)));
  if (!file.ok) throw new Error(file.error.message);
  return file.value;
}

describe('the small file', () => {
  test('has its rows, invoices and what is skipped counted', async () => {
    const { invoices, ...counts } = read(await smallFile());
    expect(counts).toEqual({ files: 1, rows: 21, skippedRows: 3, skippedInvoices: 2 });
    expect(
      invoices.map(({ invoiceNo, kind, at, country, rows }) => [invoiceNo, kind, at, country, rows.length]),
    ).toEqual([
      ['540000', 'sale', '2011-01-03 16:00:00', 'United Kingdom', 6],
      ['540001', 'sale', '2011-01-04 09:00:00', 'United Kingdom', 4],
      ['C540002', 'return', '2011-01-04 09:30:00', 'United Kingdom', 2],
      ['540003', 'adjustment', '2011-01-04 10:00:00', 'United Kingdom', 1],
      ['540004', 'adjustment', '2011-01-04 10:01:00', 'United Kingdom', 2],
      ['540005', 'sale', '2011-01-04 11:00:00', 'France', 3],
    ]);
    expect(invoices.map(({ customer }) => customer)).toEqual([
      ...['17850', undefined, '17850', undefined, undefined, '12583'],
    ]);
  });

  test('keeps rows in order, texts as they are and the lines on which rows begin', async () => {
    const file = await smallFile();
    const rows = read(file).invoices[0]?.rows;
    expect(rows?.map(({ sku, line }) => [sku, line])).toEqual([
      ['85123A', 2],
      ['85123a', 3],
      ['21000', 4],
      ['POST', 5],
      ['22000', 6],
      ['22001', 23],
    ]);
    expect(rows?.[1]?.description).toBe(' holder white ');
    expect(rows?.[4]).toEqual({
      sku: '22000',
      description: 'TWO LINES\nAND "QUOTES"',
      quantity: 25,
      unitPriceText: '0.001',
      file: file.name,
      line: 6,
    });
  });

  test('reads the same with CRLF, a byte order mark, or no line break at the end', async () => {
    const { name, text } = await smallFile();
    const expected = read({ name, text });
    expect(read({ name, text: `\uFEFF${text.replaceAll('\n', '\r\n')}` })).toEqual(expected);
    expect(read({ name, text: text.trimEnd() })).toEqual(expected);
    expect(read({ name, text: `${text}\n\n` })).toEqual(expected);
  });
});

test('an invoice may go on in the next file', () => {
  const [first, second] = [fileOf(goodRow), { ...fileOf(withField(1, '71053')), name: 'y.csv' }];
  const { files, rows, invoices } = read(first, second);
  expect([files, rows, invoices.length]).toEqual([2, 2, 1]);
  expect(invoices[0]?.rows.map(({ sku, file, line }) => [sku, file, line])).toEqual([
    ['85123A', 'x.csv', 2],
    ['71053', 'y.csv', 2],
  ]);
});

test('a header alone is a file without invoices', () => {
  expect(read(fileOf())).toEqual({ files: 1, rows: 0, skippedRows: 0, skippedInvoices: 0, invoices: [] });
});

test('an invoice at price 0 is an adjustment, a C invoice at price 0 a return', () => {
  expect(read(fileOf(withField(5, '-0.00'))).invoices[0]?.kind).toBe('adjustment');
  expect(read(fileOf(`C${withField(5, '0.0')}`)).invoices[0]?.kind).toBe('return');
});

describe('a malformed row names the file, the line, the field and the fix', () => {
  const row = (index: number, value: string) => fileOf(goodRow, withField(index, value));

  test.each([
    [row(0, ''), 'x.csv:3: InvoiceNo is "": write digits, after a C or A if it is a return or a bad debt'],
    [row(0, 'X536365'), 'x.csv:3: InvoiceNo is "X536365": write'],
    [row(0, 'c536365'), 'x.csv:3: InvoiceNo is "c536365": write'],
    [row(1, ' '), 'x.csv:3: StockCode is " ": write the code of a product, in one line'],
    [row(1, '85\t123A'), 'x.csv:3: StockCode is "85\\t123A": write'],
    [row(1, '85/123A'), 'x.csv:3: StockCode is "85/123A": write the code of a product'],
    [row(1, 'x'.repeat(41)), 'x.csv:3: StockCode is "xxxxx'],
    [row(1, '"85\n123A"'), 'x.csv:3: StockCode is "85\\n123A": write'],
    [row(3, ''), 'x.csv:3: Quantity is "": write a whole number'],
    [row(3, '0'), 'x.csv:3: Quantity is "0": write a whole number'],
    [row(3, '1.5'), 'x.csv:3: Quantity is "1.5": write a whole number'],
    [row(3, '6.0'), 'x.csv:3: Quantity is "6.0": write a whole number'],
    [
      row(3, '12345678'),
      'x.csv:3: Quantity is "12345678": write a whole number other than 0, a million at most',
    ],
    [row(3, '-1000001'), 'x.csv:3: Quantity is "-1000001": write a whole number'],
    [row(4, '2010-12-01'), 'x.csv:3: InvoiceDate is "2010-12-01": write a date of the calendar and a time'],
    [row(4, '2011-02-29 10:00:00'), 'x.csv:3: InvoiceDate is "2011-02-29 10:00:00": write a date'],
    [row(4, '2010-13-01 10:00:00'), 'x.csv:3: InvoiceDate is "2010-13-01 10:00:00": write a date'],
    [row(4, '2010-11-31 10:00:00'), 'x.csv:3: InvoiceDate is "2010-11-31 10:00:00": write a date'],
    [row(4, '2010-12-01 24:00:00'), 'x.csv:3: InvoiceDate is "2010-12-01 24:00:00": write a date'],
    [row(4, '1/12/2010 8:26'), 'x.csv:3: InvoiceDate is "1/12/2010 8:26": write a date'],
    [row(5, ''), 'x.csv:3: UnitPrice is "": write a decimal number of at most six digits and four decimals'],
    [row(5, '2.55555'), 'x.csv:3: UnitPrice is "2.55555": write a decimal number'],
    [row(5, '123456.1234'), 'x.csv:3: UnitPrice is "123456.1234": write a decimal number'],
    [row(5, '1e-3'), 'x.csv:3: UnitPrice is "1e-3": write a decimal number'],
    [row(5, '"2,55"'), 'x.csv:3: UnitPrice is "2,55": write a decimal number'],
    [row(5, '£2.55'), 'x.csv:3: UnitPrice is "£2.55": write a decimal number'],
    [row(6, '17850.5'), 'x.csv:3: CustomerID is "17850.5": write a number, such as 17850.0, or nothing'],
    [row(6, 'nan'), 'x.csv:3: CustomerID is "nan": write a number'],
    [row(6, ''), 'x.csv:3: CustomerID is "": write "17850", as in the invoice\'s first row'],
    [row(7, ''), 'x.csv:3: Country is "": write the name of a country, in one line'],
    [
      row(7, 'France'),
      'x.csv:3: Country is "France": write "United Kingdom", as in the invoice\'s first row',
    ],
    [fileOf(goodRow, '536366,85123A'), 'x.csv:3: the row has 2 fields: write 8, and quote a field that'],
    [fileOf(goodRow, `${goodRow},`), 'x.csv:3: the row has 9 fields: write 8'],
    [fileOf(goodRow, '', goodRow), 'x.csv:3: the line is blank: remove it'],
    [fileOf(goodRow, withField(2, '"LANTERN'), goodRow), 'x.csv:3: a quoted field does not end: double'],
    [fileOf(goodRow, withField(2, '"A"B"'), goodRow), 'x.csv:3: a quoted field does not end: double'],
    [{ name: 'x.csv', text: '' }, `x.csv:1: the header is not this format's: make the first line ${header}`],
    [{ name: 'x.csv', text: `${goodRow}\n` }, "x.csv:1: the header is not this format's"],
    [{ name: 'x.csv', text: `"${header}"\n` }, "x.csv:1: the header is not this format's"],
    [{ name: 'x.csv', text: `"${header}\n` }, "x.csv:1: the header is not this format's"],
  ])('%j', (file, message) => {
    const error = errorOf(fileOf(withField(0, '1')), file) ?? '';
    expect(error.slice(0, message.length)).toBe(message);
    expect(error).not.toMatch(/\n/);
  });

  test('a long value is cut short', () => {
    expect(errorOf(fileOf(withField(3, 'x'.repeat(1000))))?.length).toBeLessThan(200);
  });
});

describe('whatever the text', () => {
  const description = fc
    .array(fc.constantFrom('A', ' ', ',', '\n', '""'), { maxLength: 6 })
    .map((parts) => `"${parts.join('')}"`);
  const wrong = fc.constantFrom(
    ...([
      [0, 'x'],
      [3, '0'],
      [4, '2010-12-32 08:26:00'],
      [5, '.'],
      [7, ''],
    ] as const),
  );

  test('the line of the first malformed row is right, with line breaks in quoted fields before it', () => {
    fc.assert(
      fc.property(
        fc.array(description, { maxLength: 8 }),
        description,
        wrong,
        fc.constantFrom('\n', '\r\n'),
        (before, inside, [index, value], lineBreak) => {
          const good = before.map((text) => withField(2, text));
          const bad = goodFields.with(2, inside).with(index, value).join(',');
          const line = [header, ...good].join('\n').split('\n').length + 1;
          const text = [header, ...good, bad, bad, goodRow].join('\n').replaceAll('\n', lineBreak);
          expect(readInvoices([{ name: 'x.csv', text }])).toMatchObject({ ok: false, error: { line } });
        },
      ),
    );
  });

  test('reading answers and never throws, and an error names a line of the file', () => {
    const scraps = fc.constantFrom(
      '"',
      ',',
      '\n',
      '\r\n',
      '\r',
      '\uFEFF',
      '\0',
      goodRow,
      'C1',
      '-',
      '0',
      '😀',
    );
    const anything = fc.array(fc.oneof(scraps, fc.string({ unit: 'binary', maxLength: 5 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(anything, fc.boolean(), (parts, hasHeader) => {
        const text = `${hasHeader ? `${header}\n` : ''}${parts.join('')}`;
        const answer = readInvoices([{ name: 'x.csv', text }]);
        if (answer.ok) return;
        expect(formatReadError(answer.error)).toMatch(/^x\.csv:\d+: [^\p{Cc}]+$/u);
        expect(answer.error.line).toBeGreaterThanOrEqual(1);
        expect(answer.error.line).toBeLessThanOrEqual(text.split('\n').length);
      }),
      { numRuns: 500 },
    );
  });
});
