import Papa from 'papaparse';

export interface CsvRow {
  /** As spreadsheets count: the header is row 1. */
  readonly number: number;
  readonly cells: readonly string[];
}

/** A file that is no CSV: nothing of it may be used. */
export class CsvFault extends Error {
  override readonly name = 'CsvFault';
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** More than any row holds: a quote was opened and never closed. It also bounds what is kept in memory. */
const ROW_CHARACTERS_MAX = 1_000_000;

interface Parsed {
  readonly data: string[][];
  readonly errors: readonly { readonly row: number; readonly index: number }[];
  readonly meta: { readonly cursor: number };
}

/**
 * The rows of a CSV file (UTF-8; comma, semicolon or tab, as its header has them), the header first, as they are
 * read: a piece of the file is in memory at a time. Blank lines are left out. Throws CsvFault.
 */
export async function* readCsv(file: Blob): AsyncGenerator<readonly CsvRow[]> {
  let parser: Papa.Parser | undefined;
  let rest = '';
  let rows = 0;
  let lines = 0;
  const parse = (isLast: boolean): CsvRow[] => {
    parser ??= new Papa.Parser({ delimiter: delimiterOf(rest), newline: '\n' });
    const { data, errors, meta } = parser.parse(rest, 0, !isLast) as Parsed;
    // A fault in the row that is not whole yet may be none.
    const fault = errors.find(({ row }) => isLast || row < data.length);
    if (fault) throw openQuote(lines + breaksIn(rest.slice(0, fault.index)) + 1);
    const found = data.map((cells) => {
      rows += 1;
      return { number: rows, cells: withoutReturn(cells) };
    });
    const { cursor } = meta;
    lines += breaksIn(rest.slice(0, cursor));
    rest = rest.slice(cursor);
    if (rest.length > ROW_CHARACTERS_MAX) throw openQuote(lines + 1);
    return found.filter(({ cells }) => cells.length > 1 || cells[0] !== '');
  };
  for await (const text of textsOf(file, () => lines + breaksIn(rest) + 1)) {
    rest += text;
    if (!rest.includes('\n') && rest.length <= ROW_CHARACTERS_MAX) continue;
    const found = parse(false);
    if (found.length > 0) yield found;
  }
  if (rest === '') return;
  const found = parse(true);
  if (found.length > 0) yield found;
}

async function* textsOf(file: Blob, line: () => number): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      const before = new TextDecoder().decode(bytes).split('\uFFFD', 1)[0] ?? '';
      throw new CsvFault(line() + breaksIn(before), 'is not UTF-8: save the file as "CSV UTF-8"');
    }
  };
  const reader = file.stream().getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield decode(read.value);
    yield decode();
  } finally {
    await reader.cancel();
  }
}

function delimiterOf(text: string): string {
  const header = text.split('\n', 1)[0] ?? '';
  const count = (delimiter: string) => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
}

/** Of a line that ends with CR LF the CR is no part of the last cell. */
function withoutReturn(cells: readonly string[]): readonly string[] {
  const last = cells.at(-1);
  return last?.endsWith('\r') ? [...cells.slice(0, -1), last.slice(0, -1)] : cells;
}

const breaksIn = (text: string) => text.split('\n').length - 1;

function openQuote(line: number): CsvFault {
  return new CsvFault(
    line,
    'a quoted cell does not end: double each quote inside it and close it before the separator',
  );
}
