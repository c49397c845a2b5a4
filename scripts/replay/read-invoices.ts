import type { Invoice, InvoiceKind, InvoiceRow } from './invoice.ts';
import { type ParsedRow, parseRow, quoted } from './parse-row.ts';
import { checkHeader, readRecords } from './read-records.ts';
import type { Result } from './result.ts';

/** A file's name, as errors call it, and its unpacked text. */
export interface InvoiceFile {
  readonly name: string;
  readonly text: string;
}

export interface InvoicesRead {
  readonly files: number;
  /** All rows, the skipped ones too; headers are no rows. */
  readonly rows: number;
  readonly skippedRows: number;
  /** Invoices `A…`: corrections of bad debt, which no shop rings up. */
  readonly skippedInvoices: number;
  /** In the order of their first rows. */
  readonly invoices: readonly Invoice[];
}

export interface ReadError {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/**
 * Reads files of the "Online Retail" format in the order given; rows with one invoice number are one invoice,
 * wherever they stand. The first row that is not of the format is the answer: nothing is guessed or left out.
 */
export function readInvoices(files: readonly InvoiceFile[]): Result<InvoicesRead, ReadError> {
  const drafts = new Map<string, Draft>();
  let rows = 0;
  for (const { name, text } of files) {
    const [first, ...records] = readRecords(text);
    const header = checkHeader(first);
    if (!header.ok) return refuse(name, 1, header.error);
    for (const { fields, line, fault } of records) {
      const row: Result<ParsedRow, string> =
        fault === undefined ? parseRow(fields) : { ok: false, error: fault };
      if (!row.ok) return refuse(name, line, row.error);
      const disagreement = addRow(drafts, row.value, name, line);
      if (disagreement !== undefined) return refuse(name, line, disagreement);
    }
    rows += records.length;
  }
  const invoices = [...drafts.values()];
  const kept = invoices.filter(({ first }) => !first.invoiceNo.startsWith('A'));
  const keptRows = kept.reduce((sum, draft) => sum + draft.rows.length, 0);
  return {
    ok: true,
    value: {
      files: files.length,
      rows,
      skippedRows: rows - keptRows,
      skippedInvoices: invoices.length - kept.length,
      invoices: kept.map(finish),
    },
  };
}

/** `FILE:LINE: message`, in one line. */
export function formatReadError({ file, line, message }: ReadError): string {
  return `${file}:${line}: ${message}`;
}

function refuse(file: string, line: number, message: string): Result<never, ReadError> {
  return { ok: false, error: { file, line, message } };
}

interface Draft {
  readonly first: ParsedRow;
  readonly rows: InvoiceRow[];
}

/** Answers a sentence if the row contradicts its invoice's first row. Two time stamps do occur. */
function addRow(
  drafts: Map<string, Draft>,
  { invoiceNo, at, customer, country, ...row }: ParsedRow,
  file: string,
  line: number,
): string | undefined {
  const draft = drafts.get(invoiceNo) ?? {
    first: { invoiceNo, at, customer, country, ...row },
    rows: [],
  };
  if (draft.first.country !== country) {
    return `Country is ${quoted(country)}: write ${quoted(draft.first.country)}, as in the invoice's first row`;
  }
  if (draft.first.customer !== customer) {
    return `CustomerID is ${quoted(customer ?? '')}: write ${quoted(draft.first.customer ?? '')}, as in the invoice's first row`;
  }
  draft.rows.push({ ...row, file, line });
  drafts.set(invoiceNo, draft);
  return undefined;
}

function finish({ first, rows }: Draft): Invoice {
  const { invoiceNo, at, customer, country } = first;
  const invoice = { invoiceNo, kind: kindOf(invoiceNo, rows), at, country, rows };
  return customer === undefined ? invoice : { ...invoice, customer };
}

function kindOf(invoiceNo: string, rows: readonly InvoiceRow[]): InvoiceKind {
  if (invoiceNo.startsWith('C')) return 'return';
  return rows.every(({ unitPriceText }) => /^-?0+(\.0+)?$/.test(unitPriceText)) ? 'adjustment' : 'sale';
}
