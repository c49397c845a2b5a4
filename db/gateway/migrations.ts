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
  {
    id: '0003-branches',
    statements: [
      // A device is an install with its key. It keeps its token through the epochs that it writes.
      `CREATE TABLE known_device (
        token_hash TEXT PRIMARY KEY,
        terminal TEXT NOT NULL,
        install_id TEXT NOT NULL,
        public_key TEXT NOT NULL,
        revoked INTEGER NOT NULL,
        last_seen_at TEXT,
        report TEXT
      ) STRICT`,
      `INSERT INTO known_device SELECT token_hash, terminal, install_id, public_key, 0, last_seen_at, report
        FROM terminal_device`,
      `CREATE INDEX known_device_terminal ON known_device (terminal)`,
      // What each epoch was granted, whether its device was heard from in it, and where it was found set back.
      `CREATE TABLE terminal_epoch (
        terminal TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        reason TEXT NOT NULL,
        install_id TEXT NOT NULL,
        public_key TEXT NOT NULL,
        predecessor_epoch INTEGER NOT NULL,
        predecessor_seq INTEGER NOT NULL,
        predecessor_hash TEXT NOT NULL,
        first_receipt_number INTEGER NOT NULL,
        perpetual_minor INTEGER NOT NULL,
        heard INTEGER NOT NULL,
        set_back_to INTEGER,
        PRIMARY KEY (terminal, epoch)
      ) STRICT`,
      `INSERT INTO terminal_epoch SELECT terminal, epoch, 'activated', install_id, public_key, predecessor_epoch,
        predecessor_seq, predecessor_hash, first_receipt_number, perpetual_minor, last_seen_at IS NOT NULL, NULL
        FROM terminal_device`,
      `CREATE TABLE journal_branch (
        terminal TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        branch INTEGER NOT NULL,
        parent INTEGER NOT NULL,
        shared_seq INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        hash TEXT NOT NULL,
        receipt_max INTEGER NOT NULL,
        perpetual_minor INTEGER NOT NULL,
        planned_seq INTEGER NOT NULL,
        hq_seq INTEGER NOT NULL,
        pruned_seq INTEGER NOT NULL,
        PRIMARY KEY (terminal, epoch, branch)
      ) STRICT`,
      `INSERT INTO journal_branch SELECT terminal, epoch, 0, 0, 0, seq, hash, receipt_max, perpetual_minor,
        planned_seq, hq_seq, 0 FROM terminal_cursor`,
      // Texts are dropped when nobody can need them again; the hash stays, to tell a repeated record from another one.
      `CREATE TABLE journal_record (
        terminal TEXT NOT NULL,
        epoch INTEGER NOT NULL,
        branch INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        hash TEXT NOT NULL,
        stored_ms INTEGER NOT NULL,
        header TEXT,
        body TEXT,
        PRIMARY KEY (terminal, epoch, branch, seq)
      ) STRICT`,
      `INSERT INTO journal_record SELECT terminal, epoch, 0, seq, hash, unixepoch() * 1000, header, body
        FROM terminal_record`,
      `CREATE TRIGGER journal_record_never_changes BEFORE UPDATE ON journal_record
      WHEN NEW.header IS NOT NULL OR NEW.body IS NOT NULL OR NEW.hash <> OLD.hash
      BEGIN
        SELECT RAISE(ABORT, 'a journal record never changes');
      END`,
      `ALTER TABLE segment ADD COLUMN branch INTEGER NOT NULL DEFAULT 0`,
      `ALTER TABLE segment ADD COLUMN hash TEXT NOT NULL DEFAULT ''`,
      `CREATE INDEX segment_of ON segment (terminal, epoch, branch, to_seq)`,
      // What a person at headquarters has to know; gone when it was told.
      `CREATE TABLE incident (
        id INTEGER PRIMARY KEY,
        terminal TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        detail TEXT NOT NULL
      ) STRICT`,
      `DROP TABLE terminal_record`,
      `DROP TABLE terminal_cursor`,
      `DROP TABLE terminal_device`,
    ],
  },
  {
    id: '0004-suspended',
    statements: [
      // Baskets that registers put aside. The text goes when one of them has gone on with it.
      `CREATE TABLE waiting_transaction (
        id TEXT PRIMARY KEY,
        terminal TEXT NOT NULL,
        summary TEXT NOT NULL,
        body TEXT,
        claimed_by TEXT,
        recalled_ms INTEGER
      ) STRICT`,
    ],
  },
];
