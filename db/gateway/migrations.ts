import type { Migration } from '../channel/migration.ts';

/** What a store's gateway keeps besides its channel database. Append only. */
export const gatewayMigrations: readonly Migration[] = [
  {
    id: '0001-gateway',
    statements: [
      // A device is the hardware activated as a terminal: one for each epoch, the newest may sell.
      `CREATE TABLE terminal_device (
        terminal TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        install_id TEXT NOT NULL,
        token_hash TEXT NOT NULL UNIQUE,
        public_key TEXT NOT NULL,
        predecessor_epoch INTEGER NOT NULL,
        predecessor_seq INTEGER NOT NULL,
        predecessor_hash TEXT NOT NULL,
        first_receipt_number INTEGER NOT NULL,
        perpetual_minor INTEGER NOT NULL,
        activated_at TEXT NOT NULL,
        last_seen_at TEXT,
        report TEXT,
        PRIMARY KEY (terminal, epoch)
      ) STRICT`,
      `CREATE TABLE terminal_cursor (
        terminal TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        hash TEXT NOT NULL,
        receipt_max INTEGER NOT NULL,
        perpetual_minor INTEGER NOT NULL,
        planned_seq INTEGER NOT NULL DEFAULT 0,
        hq_seq INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (terminal, epoch)
      ) STRICT`,
      `CREATE TABLE terminal_record (
        terminal TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        header TEXT NOT NULL,
        body TEXT NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (terminal, epoch, seq)
      ) STRICT`,
      `CREATE TRIGGER terminal_record_never_changes BEFORE UPDATE ON terminal_record
      BEGIN
        SELECT RAISE(ABORT, 'a journal record never changes');
      END`,
      // The outbox: ranges of records on their way to R2, to the Queue and into the books.
      `CREATE TABLE segment (
        key TEXT PRIMARY KEY,
        terminal TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        from_seq INTEGER NOT NULL,
        to_seq INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('planned', 'stored', 'announced', 'booked')),
        attempts INTEGER NOT NULL DEFAULT 0,
        next_attempt_ms INTEGER NOT NULL DEFAULT 0
      ) STRICT`,
      `CREATE INDEX segment_open ON segment (terminal, epoch, from_seq) WHERE state <> 'booked'`,
      // Failed sign-ons are counted before the PIN is checked.
      `CREATE TABLE sign_on_attempt (
        employee TEXT PRIMARY KEY,
        failures INTEGER NOT NULL,
        locked_until_ms INTEGER NOT NULL
      ) STRICT`,
    ],
  },
  {
    id: '0002-package-orders',
    statements: [
      // Who gets no packages: a terminal, or the whole store where the terminal is empty.
      `CREATE TABLE package_pause (
        terminal TEXT PRIMARY KEY,
        since TEXT NOT NULL,
        by TEXT NOT NULL,
        reason TEXT NOT NULL
      ) STRICT`,
      // Streams that a terminal takes whole once more; kept, because it says itself which order it has followed.
      `CREATE TABLE package_resend (
        terminal TEXT NOT NULL,
        stream TEXT NOT NULL,
        order_id INTEGER NOT NULL,
        PRIMARY KEY (terminal, stream)
      ) STRICT`,
    ],
  },
];
