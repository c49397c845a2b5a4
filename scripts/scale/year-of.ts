/** A chain by what makes work: everything is per day of trade. */
export interface Chain {
  readonly stores: number;
  readonly registersPerStore: number;
  readonly salesPerStore: number;
  readonly linesPerSale: number;
  /** Hours in which registers are on and connected. */
  readonly openHours: number;
  readonly daysPerYear: number;
  /** Publishings, each of one stream, and the rows in them. */
  readonly changes: number;
  readonly rowsChanged: number;
  /** Price groups, assortments and customer groups together; of tax regions and employee groups there are few. */
  readonly sharedStreams: number;
}

/** Units that Cloudflare counts, for a year. */
export interface Usage {
  readonly workerRequests: number;
  readonly objectRequests: number;
  readonly objectGbSeconds: number;
  readonly objectRowsWritten: number;
  readonly d1RowsWritten: number;
  readonly d1RowsRead: number;
  readonly r2Writes: number;
  readonly r2Reads: number;
  readonly queueOperations: number;
  /** What a year adds. */
  readonly d1Gb: number;
  readonly objectGb: number;
  readonly r2Gb: number;
}

/*
 * How often each part does its work. The rows are those of the schemas: SQLite counts one for the table and one for
 * each index that a row is in (db/hq/books-migrations, db/gateway/migrations.ts).
 */
const SYNC_A_HOUR = 60;
const CALLS_A_SYNC = 3; // hello, push, packages
const SOCKET_MESSAGES_A_REQUEST = 20; // as they are billed
const CALL_SECONDS = 0.01; // of an object, awake
const OBJECT_GB = 0.128;
const STREAMS_OF_STORE = 7;
const PACKAGES_READ_A_HOUR = 60; // manifest, keys and heads, kept for a minute by the gateway
const SALE_ROWS = 6 + 2 + 6; // sale with five indexes, one tender, three accounts of the ledger
const LINE_ROWS = 2 + 2 + 1; // line, stock movement, stock
const POSTING_ROWS = 6; // posting, cursor, the days of three accounts
const RECORD_ROWS = 3; // record with its key, the terminal's cursor
const SEGMENT_ROWS = 9; // segment with key and index, its three states, the alarm
const MINUTES_A_DAY = 1440;
const CRON_ROWS_READ = 60;
const PUBLISH_ROWS_WRITTEN = 12; // lease, run, head, version
const HEADS_SIGNED_A_DAY = 1;
const ROW_READS_OF_CHANGE = 8; // log, row, owners
const BLOB_BYTES_A_ROW = 14;
/*
 * Bytes by SQLite's dbstat after a replay of 300 invoices with 5,017 lines; a sale and each of its lines.
 */
const BOOKS_BYTES_A_SALE = 900;
const BOOKS_BYTES_A_LINE = 170;
const RECORD_BYTES_A_SALE = 900;
const RECORD_BYTES_A_LINE = 600;
const SEGMENT_SHARE = 0.35; // of the records, compressed

/** What a year of a chain uses, where each sale is a segment of its own: the most that it can be. */
export function yearOf(chain: Chain): Usage {
  const days = chain.daysPerYear;
  const registers = chain.stores * chain.registersPerStore;
  const sales = chain.stores * chain.salesPerStore * days;
  const openHours = chain.openHours * days;
  const socketCalls = registers * openHours * SYNC_A_HOUR * CALLS_A_SYNC + sales;
  const streams = chain.stores + chain.sharedStreams;
  const objectCalls = sales * 2; // the alarm that drains, and the word that it is booked
  const recordBytes = RECORD_BYTES_A_SALE + chain.linesPerSale * RECORD_BYTES_A_LINE;
  return {
    // A batch of notices, publishing, and a page that registers and back office open now and then.
    workerRequests: sales / 5 + chain.changes * days + MINUTES_A_DAY * 365 + registers * days * 4,
    objectRequests:
      socketCalls / SOCKET_MESSAGES_A_REQUEST + objectCalls + chain.changes * days * chain.stores,
    objectGbSeconds:
      (socketCalls + objectCalls + chain.changes * days * chain.stores) * CALL_SECONDS * OBJECT_GB,
    objectRowsWritten: sales * (RECORD_ROWS + SEGMENT_ROWS) + registers * openHours * SYNC_A_HOUR,
    d1RowsWritten:
      sales * (SALE_ROWS + POSTING_ROWS + chain.linesPerSale * LINE_ROWS) +
      chain.changes * days * PUBLISH_ROWS_WRITTEN +
      streams * HEADS_SIGNED_A_DAY * 365,
    d1RowsRead:
      MINUTES_A_DAY * 365 * CRON_ROWS_READ +
      streams * MINUTES_A_DAY * 365 +
      chain.rowsChanged * days * ROW_READS_OF_CHANGE +
      sales * 10,
    r2Writes: sales + chain.changes * days * 2 + streams * HEADS_SIGNED_A_DAY * 365,
    r2Reads: sales + chain.stores * openHours * PACKAGES_READ_A_HOUR * (STREAMS_OF_STORE + 2),
    queueOperations: sales * 3,
    d1Gb: (sales * (BOOKS_BYTES_A_SALE + chain.linesPerSale * BOOKS_BYTES_A_LINE)) / 1e9,
    objectGb: (sales * recordBytes) / 1e9,
    r2Gb: (sales * recordBytes * SEGMENT_SHARE + chain.rowsChanged * days * BLOB_BYTES_A_ROW) / 1e9,
  };
}
