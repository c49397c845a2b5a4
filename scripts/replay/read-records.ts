import Papa from 'papaparse';
import type { Result } from './result.ts';

export interface CsvRecord {
  readonly fields: readonly string[];
  /** The physical line on which the record begins, from 1. */
  readonly line: number;
  /** Why the record cannot be read; its fields are then not to be used. */
  readonly fault?: string;
}

/**
 * The records of a CSV text (RFC 4180; LF or CRLF, a byte order mark is dropped), header included. Line breaks
 * inside quoted fields become LF. Blank lines at the end are dropped, others are records of one empty field.
 */
export function readRecords(text: string): CsvRecord[] {
  const plain = withoutBlankEnd(text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'));
  const parsed = Papa.parse<string[]>(plain, { delimiter: ',', newline: '\n', quoteChar: '"' });
  const faultyRecord = parsed.errors[0]?.row;
  const records: CsvRecord[] = [];
  let line = 1;
  for (const [index, fields] of parsed.data.entries()) {
    if (index === faultyRecord) {
      const fault = 'a quoted field does not end: double each quote inside it and close it before the comma';
      return [...records, { fields, line, fault }];
    }
    records.push({ fields, line });
    line += 1 + fields.reduce((breaks, field) => breaks + field.split('\n').length - 1, 0);
  }
  return records;
}

function withoutBlankEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\n') end -= 1;
  return text.slice(0, end);
}

export const invoiceHeader = [
  ...['InvoiceNo', 'StockCode', 'Description', 'Quantity'],
  ...['InvoiceDate', 'UnitPrice', 'CustomerID', 'Country'],
];

/** Refuses any other header: the columns' order is the format. */
export function checkHeader(record: CsvRecord | undefined): Result<undefined, string> {
  const isRight =
    record?.fault === undefined &&
    record?.fields.length === invoiceHeader.length &&
    invoiceHeader.every((name, index) => record.fields[index] === name);
  if (isRight) return { ok: true, value: undefined };
  return {
    ok: false,
    error: `the header is not this format's: make the first line ${invoiceHeader.join(',')}`,
  };
}
