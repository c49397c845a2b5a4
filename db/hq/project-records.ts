import { stockMovements } from '../../commerce/inventory/stock-movements.ts';
import { type RecordHeader, recordId } from '../../commerce/journal/journal-record.ts';
import { drawerEntries, shiftEntries } from '../../commerce/ledger/drawer-entries.ts';
import { type LedgerEntry, ledgerEntries } from '../../commerce/ledger/ledger-entries.ts';
import type { RetailTransaction } from '../../commerce/transaction/retail-transaction.ts';
import { isKnownHeader, type WireHeader } from '../../protocol/journal-messages.ts';
import { retailTransaction } from '../../protocol/retail-transaction.ts';
import {
  approvalBody,
  declarationBody,
  drawerBody,
  type ShiftBody,
  shiftBody,
} from '../../protocol/shift-records.ts';
import { recalledTransaction, suspendedTransaction } from '../../protocol/suspended-transaction.ts';
import type * as b from './books-schema.ts';

/** A record whose hash and place were checked. */
export interface VerifiedRecord {
  readonly header: WireHeader;
  readonly headerText: string;
  readonly body: string;
  readonly hash: string;
}

/** What a run of records adds to the books: rows only, so that the same records always give the same books. */
export interface Projection {
  readonly sales: (typeof b.sale.$inferInsert)[];
  readonly lines: (typeof b.saleLine.$inferInsert)[];
  readonly discounts: (typeof b.saleDiscount.$inferInsert)[];
  readonly tenders: (typeof b.saleTender.$inferInsert)[];
  readonly movements: (typeof b.stockMovement.$inferInsert)[];
  readonly entries: (typeof b.ledgerEntry.$inferInsert)[];
  readonly days: (typeof b.ledgerDay.$inferInsert)[];
  readonly shifts: (typeof b.shiftReport.$inferInsert)[];
  readonly drawer: (typeof b.drawerOperation.$inferInsert)[];
  readonly approvals: (typeof b.approval.$inferInsert)[];
  readonly suspense: (typeof b.suspense.$inferInsert)[];
  /** Coupons that sales used up, for the masters. */
  readonly couponUses: { readonly code: string; readonly receiptId: string }[];
}

/** Projects records of one branch onto the books. One that cannot be understood goes to suspense; the rest flow on. */
export function projectRecords(records: readonly VerifiedRecord[], postedAt: string, branch = 0): Projection {
  const projection: Projection = {
    sales: [],
    lines: [],
    discounts: [],
    tenders: [],
    movements: [],
    entries: [],
    days: [],
    shifts: [],
    drawer: [],
    approvals: [],
    suspense: [],
    couponUses: [],
  };
  for (const record of records) {
    const id = recordId(record.header, record.header.epoch, record.header.seq, branch);
    const problem = project(projection, record, id, postedAt);
    if (problem === null) continue;
    const { header, headerText, body } = record;
    const { store, terminal, kind } = header;
    projection.suspense.push({
      id,
      store,
      terminal,
      kind,
      reason: problem,
      header: headerText,
      body,
      postedAt,
    });
  }
  return projection;
}

/** What a record of a kind that this version knows gets wrong about itself, or null. */
export function bodyFault(record: VerifiedRecord): string | null {
  if (!isKnownHeader(record.header)) return null;
  return projectRecords([record], '').suspense[0]?.reason ?? null;
}

function project(into: Projection, record: VerifiedRecord, id: string, postedAt: string): string | null {
  const { header } = record;
  if (!isKnownHeader(header)) return `this version does not know ${header.kind} of schema ${header.schema}`;
  if (header.kind === 'epochStart') return null;
  let json: unknown;
  try {
    json = JSON.parse(record.body);
  } catch {
    return 'the body is not JSON';
  }
  switch (header.kind) {
    case 'shiftOpen':
    case 'shiftBlindClose':
    case 'shiftClose': {
      const shift = shiftBody.safeParse(json);
      if (!shift.success) return issuesOf(shift.error);
      addShift(into, id, header, shift.data, json);
      return null;
    }
    case 'drawer': {
      const operation = drawerBody.safeParse(json);
      if (!operation.success) return issuesOf(operation.error);
      const { store, businessDate, currency } = operation.data;
      if (!isOf(header, operation.data)) return 'it names another terminal than its record';
      into.drawer.push({ id, ...operation.data });
      addEntries(into, id, { store, businessDate, currency }, drawerEntries(operation.data));
      return null;
    }
    case 'approval': {
      const approval = approvalBody.safeParse(json);
      if (!approval.success) return issuesOf(approval.error);
      if (!isOf(header, approval.data)) return 'it names another terminal than its record';
      into.approvals.push({ id, businessDate: header.businessDate, ...approval.data });
      return null;
    }
    case 'declaration':
      return issuesIn(declarationBody.safeParse(json));
    // Nothing is booked: what became of the basket is in the transaction that concluded it.
    case 'suspend':
      return issuesIn(suspendedTransaction.safeParse(json));
    case 'recall':
      return issuesIn(recalledTransaction.safeParse(json));
  }
  const parsed = retailTransaction.safeParse(json);
  if (!parsed.success) return issuesOf(parsed.error);
  const transaction = parsed.data;
  const mismatch = disagreement(transaction, header);
  if (mismatch) return mismatch;
  addTransaction(into, transaction, record, id, postedAt);
  return null;
}

type Parsed = { success: true } | { success: false; error: Parameters<typeof issuesOf>[0] };
const issuesIn = (parsed: Parsed) => (parsed.success ? null : issuesOf(parsed.error));

const isOf = (header: RecordHeader, body: { store: string; terminal: string }) =>
  body.store === header.store && body.terminal === header.terminal;

function issuesOf(error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] }): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    .join('; ');
}

/** What a well-formed transaction may still get wrong: it would put the books out of balance. */
function disagreement(transaction: RetailTransaction, header: RecordHeader): string | null {
  if (!isOf(header, transaction)) return 'it names another terminal than its record';
  if (transaction.type !== header.kind) return 'it is of another kind than its record';
  const counted = transaction.lines.filter((line) => !line.voided);
  const sum = (of: (line: (typeof counted)[number]) => number) =>
    counted.reduce((total, line) => total + of(line), 0);
  const { totals } = transaction;
  if (isRepeated(transaction.lines) || isRepeated(transaction.tenders))
    return 'two of its lines have the same number';
  if (
    sum((line) => line.grossMinor) !== totals.grossMinor ||
    sum((line) => line.taxMinor) !== totals.taxMinor ||
    sum((line) => line.netMinor) !== totals.netMinor
  ) {
    return 'its lines do not add up to its totals';
  }
  if (counted.some((line) => line.netMinor + line.taxMinor !== line.grossMinor))
    return 'a line has net and tax that are not its gross';
  if (
    counted.some(({ taxes, taxMinor }) => taxes.reduce((total, tax) => total + tax.taxMinor, 0) !== taxMinor)
  )
    return 'a line has taxes that do not add up to its tax';
  const tendered = transaction.tenders.reduce((total, tender) => total + tender.amountMinor, 0);
  const takesMoney = transaction.type === 'sale' || transaction.type === 'return';
  if (takesMoney && tendered !== totals.grossMinor) return 'its tenders do not pay its total';
  return null;
}

function isRepeated(lines: readonly { readonly line: number }[]): boolean {
  return new Set(lines.map(({ line }) => line)).size < lines.length;
}

function addTransaction(
  into: Projection,
  transaction: RetailTransaction,
  record: VerifiedRecord,
  saleId: string,
  postedAt: string,
): void {
  const { header, hash } = record;
  const { store, terminal, businessDate, currency, totals } = transaction;
  into.sales.push({
    id: saleId,
    store,
    terminal,
    epoch: header.epoch,
    seq: header.seq,
    type: transaction.type,
    receiptId: transaction.receiptId,
    receiptNumber: transaction.receiptNumber,
    shift: transaction.shift,
    businessDate,
    concludedAt: transaction.concludedAt,
    employee: transaction.employee,
    customer: transaction.customer,
    externalRef: transaction.externalRef,
    currency,
    connection: transaction.connection,
    lineCount: transaction.lines.length,
    ...totals,
    hash,
    postedAt,
  });
  for (const line of transaction.lines) {
    into.lines.push({
      saleId,
      line: line.line,
      sku: line.sku,
      name: line.name,
      quantityThousandths: line.quantityThousandths,
      amountMinor: line.unitPrice.amountMinor,
      priceUnitThousandths: line.unitPrice.priceUnitThousandths,
      listAmountMinor: line.listPrice?.amountMinor ?? null,
      listPriceUnitThousandths: line.listPrice?.priceUnitThousandths ?? null,
      overrideReason: line.override?.reasonCode ?? null,
      voided: line.voided,
      taxCode: line.taxCode,
      taxRatePpm: line.taxRatePpm,
      netMinor: line.netMinor,
      taxMinor: line.taxMinor,
      grossMinor: line.grossMinor,
    });
  }
  for (const { line, discounts } of transaction.lines)
    for (const [position, discount] of discounts.entries())
      into.discounts.push({ saleId, line, position, ...discount });
  if (transaction.type === 'sale') {
    const { receiptId } = transaction;
    for (const code of transaction.coupons) into.couponUses.push({ code, receiptId });
  }
  for (const { coversMinor: _, ...tender } of transaction.tenders) into.tenders.push({ saleId, ...tender });
  for (const movement of stockMovements(transaction)) into.movements.push({ saleId, store, ...movement });
  addEntries(into, saleId, { store, businessDate, currency }, ledgerEntries(transaction));
}

function addShift(
  into: Projection,
  id: string,
  header: RecordHeader,
  body: ShiftBody,
  detail: unknown,
): void {
  const { shift, businessDate, currency, floatMinor, floatTender, differences = [] } = body;
  const { store, terminal, kind } = header;
  const state = kind === 'shiftOpen' ? 'open' : kind === 'shiftClose' ? 'closed' : 'blind';
  into.shifts.push({ ...{ id, store, terminal, shift, state, businessDate, detail } });
  if (currency === undefined || floatTender === undefined || state === 'blind') return;
  const moved = shiftEntries(state === 'open' ? 'opened' : 'closed', floatMinor, floatTender, differences);
  addEntries(into, id, { store, businessDate, currency }, moved);
}

function addEntries(
  into: Projection,
  recordId: string,
  day: { readonly store: string; readonly businessDate: string; readonly currency: string },
  entries: readonly LedgerEntry[],
): void {
  for (const entry of entries) {
    into.entries.push({ saleId: recordId, ...entry });
    into.days.push({ ...day, ...entry });
  }
}
