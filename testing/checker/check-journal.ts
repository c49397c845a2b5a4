// An outside check of an exported journal. It shares no line with what it checks: it imports nothing but Node's own
// modules, and reads the format from docs/protocol.md alone.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface Verdict {
  records: number;
  terminals: number;
  /** What is wrong, each with the record's place. */
  faults: string[];
}

interface Row {
  terminal: string;
  epoch: number;
  branch: number;
  seq: number;
  header: string;
  body: string;
  hash: string;
}

function digest(prev: string, header: string, body: string): string {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(header));
  return createHash('sha256')
    .update(Buffer.from(prev, 'hex'))
    .update(length)
    .update(header)
    .update(body)
    .digest('hex');
}

/** Checks an export's text: hashes, links, places, sums and receipt numbers. */
export function checkJournal(text: string): Verdict {
  const [head, ...lines] = text.split('\n').filter((line) => line !== '');
  const { evertill, store } = JSON.parse(head ?? '{}') as { evertill?: string; store?: string };
  if (evertill !== 'journal') return { records: 0, terminals: 0, faults: ['this is no exported journal'] };
  const rows = lines.map((line) => JSON.parse(line) as Row);
  const faults: string[] = [];
  // All that a record may follow: what was seen, with the grand total there and the newest receipt number.
  const seen = new Map<string, { total: number; receipt: number }>();
  const numbers = new Map<string, Map<number, string>>();
  const explained = new Map<string, [number, number][]>();
  const places = new Set<string>();
  // A successor may be listed before a late branch of its predecessor, so each is looked at when what it follows is.
  let waiting = rows;
  for (let before = -1; waiting.length > 0 && waiting.length !== before; ) {
    before = waiting.length;
    const later: Row[] = [];
    for (const row of waiting) {
      const { terminal, epoch, branch, seq } = row;
      const place = `${store}.${terminal}.${epoch}.${seq}${branch > 0 ? `~${branch}` : ''}`;
      const header = JSON.parse(row.header);
      const isFirst = /^0{64}$/.test(header.prev);
      const previous = isFirst ? { total: 0, receipt: 0 } : seen.get(`${terminal} ${header.prev}`);
      if (!previous) {
        later.push(row);
        continue;
      }
      if (places.has(place)) faults.push(`${place} is there twice`);
      places.add(place);
      if (digest(header.prev, row.header, row.body) !== row.hash)
        faults.push(`${place}: its hash is not its own`);
      if (
        header.store !== store ||
        header.terminal !== terminal ||
        header.epoch !== epoch ||
        header.seq !== seq
      )
        faults.push(`${place}: its header names another place`);
      const { grossMinor, perpetualMinor } = header.totals;
      if (previous.total + grossMinor !== perpetualMinor) faults.push(`${place}: the grand total is another`);
      const receipt = Math.max(previous.receipt, header.receiptNumber ?? 0);
      seen.set(`${terminal} ${row.hash}`, { total: perpetualMinor, receipt });
      if (header.kind === 'epochStart') {
        const { nextReceiptNumber } = JSON.parse(row.body);
        const skipped = explained.get(terminal) ?? [];
        skipped.push([previous.receipt + 1, nextReceiptNumber - 1]);
        explained.set(terminal, skipped);
        seen.set(`${terminal} ${row.hash}`, { total: perpetualMinor, receipt: nextReceiptNumber - 1 });
      }
      if (header.receiptNumber !== null) {
        const used = numbers.get(terminal) ?? new Map<number, string>();
        const other = used.get(header.receiptNumber);
        if (other) faults.push(`${place}: receipt ${header.receiptNumber} is also on ${other}`);
        used.set(header.receiptNumber, place);
        numbers.set(terminal, used);
      }
      if (header.kind === 'sale' || header.kind === 'return')
        faults.push(...sums(place, row.body, grossMinor));
    }
    waiting = later;
  }
  for (const { terminal, epoch, seq } of waiting)
    faults.push(`${store}.${terminal}.${epoch}.${seq} follows a record that is not there`);
  for (const [terminal, used] of numbers) {
    const highest = Math.max(...used.keys());
    for (let number = 1; number < highest; number++) {
      const isSkipped = (explained.get(terminal) ?? []).some(([from, to]) => number >= from && number <= to);
      if (!used.has(number) && !isSkipped) faults.push(`${store}.${terminal}: receipt ${number} is missing`);
    }
  }
  return { records: rows.length, terminals: new Set(rows.map(({ terminal }) => terminal)).size, faults };
}

function sums(place: string, body: string, grossMinor: number): string[] {
  let sale: { lines: { voided: boolean; grossMinor: number }[]; tenders: { amountMinor: number }[] };
  try {
    sale = JSON.parse(body);
  } catch {
    return [`${place}: its body is not JSON`];
  }
  const lines = sale.lines.filter(({ voided }) => !voided).reduce((sum, line) => sum + line.grossMinor, 0);
  const tenders = sale.tenders.reduce((sum, tender) => sum + tender.amountMinor, 0);
  const found = [];
  if (lines !== grossMinor) found.push(`${place}: its lines come to ${lines}, it says ${grossMinor}`);
  if (tenders !== grossMinor) found.push(`${place}: its tenders come to ${tenders}, it says ${grossMinor}`);
  return found;
}

const [file] = import.meta.filename === process.argv[1] ? process.argv.slice(2) : [];
if (file) {
  const { faults, ...counted } = checkJournal(readFileSync(file, 'utf8'));
  for (const fault of faults) console.error(fault);
  console.log(JSON.stringify({ ...counted, faults: faults.length }));
  if (faults.length > 0) process.exitCode = 1;
}
