/** Rows of headquarters' books and of its publishing, as its API gives them. */
export interface SaleRow {
  readonly id: string;
  readonly store: string;
  readonly terminal: string;
  readonly epoch: number;
  readonly seq: number;
  readonly type: 'sale' | 'return' | 'stockAdjustment' | 'void';
  readonly receiptId: string;
  readonly shift: number;
  readonly businessDate: string;
  readonly concludedAt: string;
  readonly employee: string;
  readonly customer: string | null;
  readonly externalRef: string | null;
  readonly currency: string;
  readonly connection: 'online' | 'offline' | 'manual';
  readonly lineCount: number;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly grossMinor: number;
  readonly quantityThousandths: number;
  readonly hash: string;
  readonly postedAt: string;
}

export interface SaleDetail extends SaleRow {
  readonly lines: readonly SaleLineRow[];
  readonly tenders: readonly TenderRow[];
  readonly ledger: readonly EntryRow[];
}

export interface SaleLineRow {
  readonly line: number;
  readonly sku: string;
  readonly name: string;
  readonly quantityThousandths: number;
  readonly amountMinor: number;
  readonly priceUnitThousandths: number;
  readonly listAmountMinor: number | null;
  readonly listPriceUnitThousandths: number | null;
  readonly overrideReason: string | null;
  readonly voided: boolean;
  readonly taxCode: string;
  readonly taxRatePpm: number;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly grossMinor: number;
}

export interface TenderRow {
  readonly line: number;
  readonly tenderType: string;
  readonly amountMinor: number;
  readonly tenderedMinor: number;
  readonly changeMinor: number;
}

export interface EntryRow {
  readonly account: string;
  readonly debitMinor: number;
  readonly creditMinor: number;
}

export interface SummaryRow {
  readonly store: string;
  readonly type: SaleRow['type'];
  readonly transactions: number;
  readonly offlineTransactions: number;
  readonly lines: number;
  readonly grossMinor: number;
  readonly taxMinor: number;
}

export interface AccountRow extends EntryRow {
  readonly currency: string;
}

export interface Balances {
  readonly accounts: readonly AccountRow[];
}

export interface SuspenseRow {
  readonly id: string;
  readonly store: string;
  readonly terminal: string;
  readonly kind: string;
  readonly reason: string;
  readonly postedAt: string;
}

export interface StockRow {
  readonly store: string;
  readonly sku: string;
  readonly quantityThousandths: number;
}

export interface StreamRow {
  readonly stream: string;
  readonly version: number;
}

export interface JobTimesRow {
  readonly job: string;
  readonly lastRunAt: string | null;
  readonly lastState: RunRow['state'] | null;
  /** Null where the clock does not start it. */
  readonly nextRunAt: string | null;
}

export interface RunRow {
  readonly id: string;
  readonly job: string;
  readonly trigger: 'cron' | 'demand';
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly state: 'running' | 'done' | 'failed' | 'stopped';
  readonly streams: number;
  readonly rows: number;
  readonly bytes: number;
  readonly error: string | null;
  /** The admin who asked for it to stop. */
  readonly stopAskedBy: string | null;
}

export interface RefusedRow {
  readonly stream: string;
  readonly tableName: string;
  readonly rowKey: string;
  readonly reason: string;
  readonly refusedAt: string;
}

export interface SigningKeyRow {
  readonly keyId: string;
  readonly firstUsedAt: string;
  readonly retiredAt: string | null;
  readonly signs: boolean;
}

export interface ChangeRow {
  readonly version: number;
  readonly tableName: string;
  readonly rowKey: string;
  readonly scope: string;
  readonly operation: 'put' | 'remove';
  readonly admin: string;
  readonly at: string;
}
