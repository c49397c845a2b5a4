import type { ExchangeKind } from '../../commerce/exchange/kinds.ts';
import { ownNameColumns, ownNamesOf } from '../../commerce/exchange/own-names.ts';
import type { RowFault } from '../../commerce/exchange/read-row.ts';
import { checkFile, type FileFault } from './check-file.ts';
import { IMPORT_CHARACTERS_MAX, IMPORT_ROWS_MAX, type ImportAnswer, type ImportRequest } from './messages.ts';
import { CsvFault, type CsvRow, readCsv } from './read-csv.ts';

export interface RejectedRow extends CsvRow {
  readonly faults: readonly RowFault[];
}

export interface ImportProgress {
  readonly done: number;
  readonly rows: number;
  readonly rejected: number;
}

export interface ImportOutcome {
  readonly rows: number;
  readonly accepted: number;
  readonly changed: number;
  readonly rejected: number;
}

export interface ImportPorts {
  send(piece: ImportRequest): Promise<ImportAnswer>;
  /** The file is whole, and this is its header. */
  begins?(header: readonly string[]): void;
  progress?(progress: ImportProgress): void;
  rejected?(row: RejectedRow): void;
}

/** Rows that wait for rows behind them, kept for a second try; what goes beyond is rejected at once. */
const WAITING_MAX = 5000;

/**
 * Sends a file to headquarters in pieces. It is read twice, so that a file which is no CSV, or has another header,
 * sends nothing; a piece of it is in memory at a time. Throws what `send` throws: rows that were sent before are
 * written, and sending the file again changes nothing of them.
 */
export async function importFile(
  file: Blob,
  kind: ExchangeKind,
  dryRun: boolean,
  ports: ImportPorts,
): Promise<{ ok: true; value: ImportOutcome } | { ok: false; error: FileFault }> {
  try {
    const checked = await checkFile(file, kind, dryRun);
    if (!checked.ok) return checked;
    const { header, rows, held } = checked.value;
    ports.begins?.(header);
    const names = ownNameColumns(kind);
    let outcome: ImportOutcome = { rows, accepted: 0, changed: 0, rejected: 0 };
    let waiting: RejectedRow[] = [];
    const reject = (row: RejectedRow) => {
      outcome = { ...outcome, rejected: outcome.rejected + 1 };
      ports.rejected?.(row);
    };
    const send = async (piece: readonly CsvRow[]): Promise<RejectedRow[]> => {
      const elsewhere = dryRun
        ? [...new Set(piece.flatMap(({ cells }) => ownNamesOf(kind, header, cells)))].filter((name) =>
            held.has(name),
          )
        : [];
      const answer = await ports.send({
        dryRun,
        columns: [...header],
        rows: piece.map(({ cells }) => [...cells]),
        elsewhere,
      });
      outcome = {
        ...outcome,
        accepted: outcome.accepted + answer.accepted,
        changed: outcome.changed + answer.changed,
      };
      return [...Map.groupBy(answer.rejects, ({ row }) => row)].flatMap(([at, faults]) => {
        const row = piece[at];
        return row ? [{ ...row, faults: faults.map(({ column, reason }) => ({ column, reason })) }] : [];
      });
    };
    let done = 0;
    for await (const piece of piecesOf(file)) {
      for (const row of await send(piece)) {
        const waits = !dryRun && row.faults.every(({ column }) => column !== null && names.includes(column));
        if (waits && waiting.length < WAITING_MAX) waiting.push(row);
        else reject(row);
      }
      done += piece.length;
      ports.progress?.({ done, rows, rejected: outcome.rejected });
    }
    // What they name may have come behind them: again, as long as that helps.
    for (let before = Number.POSITIVE_INFINITY; waiting.length > 0 && waiting.length < before; ) {
      before = waiting.length;
      const again: RejectedRow[] = [];
      for (const piece of inPieces(waiting)) again.push(...(await send(piece)));
      waiting = again;
    }
    for (const row of waiting) reject(row);
    return { ok: true, value: outcome };
  } catch (problem) {
    if (!(problem instanceof CsvFault)) throw problem;
    return { ok: false, error: { line: problem.line, message: problem.message } };
  }
}

/** Rows without the header, as many together as one request takes. */
async function* piecesOf(file: Blob): AsyncGenerator<readonly CsvRow[]> {
  let held: CsvRow[] = [];
  let isHeader = true;
  for await (const rows of readCsv(file)) {
    const pieces = inPieces([...held, ...(isHeader ? rows.slice(1) : rows)]);
    isHeader = false;
    held = pieces.pop() ?? [];
    yield* pieces;
  }
  if (held.length > 0) yield held;
}

function inPieces<Row extends CsvRow>(rows: readonly Row[]): Row[][] {
  const pieces: Row[][] = [];
  let characters = 0;
  for (const row of rows) {
    const length = row.cells.reduce((sum, cell) => sum + cell.length + 3, 0);
    const last = pieces.at(-1);
    if (last && last.length < IMPORT_ROWS_MAX && characters + length <= IMPORT_CHARACTERS_MAX) last.push(row);
    else {
      pieces.push([row]);
      characters = 0;
    }
    characters += length;
  }
  return pieces;
}
