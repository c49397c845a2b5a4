import type { EpochStartBody } from './grant-epoch.ts';
import { genesisHash, type RecordHeader, recordId } from './journal-record.ts';

/** A record as an auditor reads it: what its header says, and the hash that its texts give. */
export interface AuditedRecord {
  readonly terminal: string;
  readonly epoch: number;
  readonly branch: number;
  readonly seq: number;
  readonly hash: string;
  readonly recomputed: string;
  readonly header: Pick<
    RecordHeader,
    'store' | 'terminal' | 'epoch' | 'seq' | 'prev' | 'receiptNumber' | 'totals'
  > & { readonly kind: string };
  /** Of an epoch's first record; null where it has none that can be read. */
  readonly epochStart: Pick<EpochStartBody, 'predecessor' | 'nextReceiptNumber'> | null;
  /** What its body gets wrong about its own sums, or null. */
  readonly bodyFault: string | null;
}

export interface JournalAudit {
  readonly store: string;
  readonly records: number;
  readonly epochs: number;
  readonly receipts: number;
  /** Receipt numbers that an epoch's first record says were skipped. */
  readonly explainedGaps: number;
  /** Receipt numbers that nothing explains. */
  readonly gaps: number;
  readonly chainErrors: number;
  readonly totalsErrors: number;
  readonly ok: boolean;
  /** The first of them, in words. */
  readonly faults: readonly string[];
}

const FAULTS_TOLD = 100;

interface Line {
  readonly epoch: number;
  readonly branch: number;
  readonly firstSeq: number;
  readonly firstPrev: string;
  readonly start: AuditedRecord['epochStart'];
  /** By place, from `firstSeq` on. */
  readonly hashes: string[];
  readonly perpetuals: number[];
  readonly receipts: (number | null)[];
}

/**
 * Checks a store's journals: each record's hash and place, that it continues the one before, also across epochs and
 * branches; that the grand total moves by what each record says; that receipt numbers have no hole that no epoch's
 * first record explains, and none twice. Records come branch by branch in their order.
 */
export class AuditJournal {
  readonly #store: string;
  readonly #lines = new Map<string, Map<string, Line>>();
  readonly #faults: string[] = [];
  #records = 0;
  #chainErrors = 0;
  #totalsErrors = 0;

  constructor(store: string) {
    this.#store = store;
  }

  add(record: AuditedRecord): void {
    const { terminal, epoch, branch, seq, header } = record;
    const name = recordId({ store: this.#store, terminal }, epoch, seq, branch);
    this.#records += 1;
    if (record.hash !== record.recomputed) this.#chain(`${name} does not have the hash it says`);
    const said = recordId(header, header.epoch, header.seq);
    if (said !== recordId({ store: this.#store, terminal }, epoch, seq))
      this.#chain(`${name} says that it is ${said}`);
    if (record.bodyFault !== null) this.#totals(`${name}: ${record.bodyFault}`);
    const lines = this.#lines.get(terminal) ?? new Map<string, Line>();
    this.#lines.set(terminal, lines);
    const line = lines.get(`${epoch}.${branch}`);
    const { perpetualMinor, grossMinor } = header.totals;
    if (line) {
      const next = line.firstSeq + line.hashes.length;
      if (seq !== next) this.#chain(`${name} follows place ${next - 1}`);
      else if (header.prev !== line.hashes.at(-1))
        this.#chain(`${name} does not continue the record before it`);
      else if (perpetualMinor !== (line.perpetuals.at(-1) ?? 0) + grossMinor)
        this.#totals(`${name} moves the grand total by another sum than its own`);
      line.hashes.push(record.hash);
      line.perpetuals.push(perpetualMinor);
      line.receipts.push(header.receiptNumber);
      return;
    }
    if (branch === 0 && seq !== 1) this.#chain(`${name} is the first of its epoch that is there`);
    if (branch === 0 && seq === 1 && header.kind !== 'epochStart') this.#chain(`${name} begins no epoch`);
    lines.set(`${epoch}.${branch}`, {
      ...{ epoch, branch, firstSeq: seq, firstPrev: header.prev, start: record.epochStart },
      ...{ hashes: [record.hash], perpetuals: [perpetualMinor], receipts: [header.receiptNumber] },
    });
  }

  result(): JournalAudit {
    let [epochs, receipts, gaps, explainedGaps] = [0, 0, 0, 0];
    for (const [terminal, lines] of this.#lines) {
      const all = [...lines.values()];
      epochs += new Set(all.map(({ epoch }) => epoch)).size;
      for (const line of all) this.#checkLink(terminal, line, all);
      const counted = this.#countReceipts(terminal, all);
      receipts += counted.receipts;
      gaps += counted.gaps;
      explainedGaps += counted.explainedGaps;
    }
    const [chainErrors, totalsErrors] = [this.#chainErrors, this.#totalsErrors];
    return {
      ...{ store: this.#store, records: this.#records, epochs, receipts, explainedGaps, gaps },
      ...{ chainErrors, totalsErrors, ok: gaps + chainErrors + totalsErrors === 0, faults: this.#faults },
    };
  }

  /** A branch continues a record of its epoch, an epoch what its first record names. */
  #checkLink(terminal: string, line: Line, all: readonly Line[]): void {
    const name = recordId({ store: this.#store, terminal }, line.epoch, line.firstSeq, line.branch);
    if (line.branch > 0) {
      const isLinked = all.some(
        (other) =>
          other !== line && other.epoch === line.epoch && holds(other, line.firstSeq - 1, line.firstPrev),
      );
      if (!isLinked) this.#chain(`${name} leaves no branch of its epoch`);
    } else if (line.firstSeq === 1) this.#checkEpoch(name, line, all);
  }

  #checkEpoch(name: string, line: Line, all: readonly Line[]): void {
    const predecessor = line.start?.predecessor;
    if (predecessor?.hash !== line.firstPrev) {
      this.#chain(`${name} follows another record than it says`);
    } else if (predecessor.epoch === 0) {
      if (predecessor.hash !== genesisHash) this.#chain(`${name} is no beginning`);
    } else {
      const { epoch, seq, hash } = predecessor;
      const before = all.find((other) => other.epoch === epoch && holds(other, seq, hash));
      if (!before) this.#chain(`${name} continues ${epoch}.${seq}, which is not there`);
      const perpetual = before?.perpetuals[seq - before.firstSeq];
      if (perpetual !== undefined && line.perpetuals[0] !== perpetual)
        this.#totals(`${name} does not carry the grand total on`);
    }
  }

  #countReceipts(terminal: string, all: readonly Line[]) {
    const numbers: number[] = [];
    for (const { receipts } of all) for (const number of receipts) if (number !== null) numbers.push(number);
    numbers.sort((a, b) => a - b);
    const skipped = all.flatMap((line) => skippedBy(line, all)).sort((a, b) => a.from - b.from);
    let [gaps, explainedGaps, last] = [0, 0, 0];
    for (const number of numbers) {
      if (number === last) this.#chain(`${this.#store}.${terminal}: receipt number ${number} is there twice`);
      for (let missing = last + 1; missing < number; missing++) {
        if (skipped.some(({ from, to }) => missing >= from && missing <= to)) explainedGaps += 1;
        else {
          gaps += 1;
          this.#told(
            `${this.#store}.${terminal}: receipt number ${missing} is missing, and nothing explains it`,
          );
        }
      }
      last = number;
    }
    return { receipts: numbers.length, gaps, explainedGaps };
  }

  #chain(fault: string): void {
    this.#chainErrors += 1;
    this.#told(fault);
  }

  #totals(fault: string): void {
    this.#totalsErrors += 1;
    this.#told(fault);
  }

  #told(fault: string): void {
    if (this.#faults.length < FAULTS_TOLD) this.#faults.push(fault);
  }
}

/** Whether a line has this record at this place; before its first one, what that follows. */
const holds = (line: Line, seq: number, hash: string) =>
  seq === line.firstSeq - 1 ? line.firstPrev === hash : line.hashes[seq - line.firstSeq] === hash;

/** The numbers between the newest receipt of what an epoch continues and the number that it begins with. */
function skippedBy(line: Line, all: readonly Line[]): { from: number; to: number }[] {
  if (line.branch > 0 || !line.start) return [];
  const { predecessor, nextReceiptNumber } = line.start;
  const before = all.find(
    (other) => other.epoch === predecessor.epoch && holds(other, predecessor.seq, predecessor.hash),
  );
  let from = 1;
  for (let index = predecessor.seq - (before?.firstSeq ?? 0); before && index >= 0; index--) {
    const number = before.receipts[index];
    if (number === null || number === undefined) continue;
    from = number + 1;
    break;
  }
  // Before its first receipt an epoch begins where it was granted: what it skipped itself counts too.
  const own = before?.start?.nextReceiptNumber ?? 1;
  return [{ from: before && from === 1 ? own : from, to: nextReceiptNumber - 1 }];
}
