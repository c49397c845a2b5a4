import type { Migration } from '../migration.ts';

export const channel: Migration = {
  id: '0001-channel',
  statements: [
  `CREATE TABLE barcode (
    stream text NOT NULL,
    row_key text NOT NULL,
    since integer NOT NULL,
    until integer,
    barcode text NOT NULL,
    sku text NOT NULL,
    PRIMARY KEY(row_key, stream, since)
  ) STRICT`,
  `CREATE INDEX barcode_sku ON barcode (sku)`,
  `CREATE TABLE cart_step (
    position integer PRIMARY KEY NOT NULL,
    detail text NOT NULL
  ) STRICT`,
  `CREATE TABLE customer (
    stream text NOT NULL,
    row_key text NOT NULL,
    since integer NOT NULL,
    until integer,
    number text NOT NULL,
    name text NOT NULL,
    country text NOT NULL,
    PRIMARY KEY(row_key, stream, since)
  ) STRICT`,
  `CREATE TABLE device (
    id integer PRIMARY KEY NOT NULL,
    store text NOT NULL,
    terminal text NOT NULL,
    install_id text NOT NULL,
    trusted_keys text NOT NULL,
    activated_at text NOT NULL
  ) STRICT`,
  `CREATE TABLE employee (
    stream text NOT NULL,
    row_key text NOT NULL,
    since integer NOT NULL,
    until integer,
    number text NOT NULL,
    name text NOT NULL,
    permission_group text NOT NULL,
    PRIMARY KEY(row_key, stream, since)
  ) STRICT`,
  `CREATE TABLE journal (
    epoch integer NOT NULL,
    seq integer NOT NULL,
    kind text NOT NULL,
    header text NOT NULL,
    body text NOT NULL,
    prev text NOT NULL,
    hash text NOT NULL,
    next_receipt_number integer NOT NULL,
    perpetual_minor integer NOT NULL,
    PRIMARY KEY(epoch, seq)
  ) STRICT`,
  `CREATE TABLE journal_head (
    id integer PRIMARY KEY NOT NULL,
    epoch integer NOT NULL,
    seq integer NOT NULL,
    hash text NOT NULL,
    next_receipt_number integer NOT NULL,
    perpetual_minor integer NOT NULL
  ) STRICT`,
  `CREATE TABLE note (
    name text PRIMARY KEY NOT NULL,
    detail text NOT NULL
  ) STRICT`,
  `CREATE TABLE offline_profile (
    stream text NOT NULL,
    row_key text NOT NULL,
    since integer NOT NULL,
    until integer,
    terminal text NOT NULL,
    support_offline integer NOT NULL,
    request_timeout_ms integer NOT NULL,
    reconnect_interval_ms integer NOT NULL,
    health_check_interval_ms integer NOT NULL,
    manual_switch integer NOT NULL,
    offline_hours_max integer NOT NULL,
    persistent_storage text NOT NULL,
    pause_sync integer NOT NULL,
    PRIMARY KEY(row_key, stream, since)
  ) STRICT`,
  `CREATE TABLE permission_group (
    stream text NOT NULL,
    row_key text NOT NULL,
    since integer NOT NULL,
    until integer,
    id text NOT NULL,
    name text NOT NULL,
    override_price integer NOT NULL,
    negative_price integer NOT NULL,
    return_goods integer NOT NULL,
    void_transaction integer NOT NULL,
    exempt_tax integer NOT NULL,
    adjust_stock integer NOT NULL,
    close_shift integer NOT NULL,
    PRIMARY KEY(row_key, stream, since)
  ) STRICT`,
  `CREATE TABLE price (
    stream text NOT NULL,
    row_key text NOT NULL,
    since integer NOT NULL,
    until integer,
    id text NOT NULL,
    sku text NOT NULL,
    price_group text,
    currency text NOT NULL,
    min_quantity_thousandths integer NOT NULL,
    amount_minor integer NOT NULL,
    price_unit_thousandths integer NOT NULL,
    valid_from text NOT NULL,
    valid_to text,
    PRIMARY KEY(row_key, stream, since)
  ) STRICT`,
  `CREATE INDEX price_sku ON price (sku)`,
  `CREATE TABLE product (
    stream text NOT NULL,
    row_key text NOT NULL,
    since integer NOT NULL,
    until integer,
    sku text NOT NULL,
    name text NOT NULL,
    tax_code text NOT NULL,
    stocked integer NOT NULL,
    variant_of text,
    variant text NOT NULL,
    PRIMARY KEY(row_key, stream, since)
  ) STRICT`,
  `CREATE TABLE reason_code (
    stream text NOT NULL,
    row_key text NOT NULL,
    since integer NOT NULL,
    until integer,
    id text NOT NULL,
    text text NOT NULL,
    usage text NOT NULL,
    PRIMARY KEY(row_key, stream, since)
  ) STRICT`,
  `CREATE TABLE retail_transaction (
    receipt_id text PRIMARY KEY NOT NULL,
    epoch integer NOT NULL,
    seq integer NOT NULL,
    type text NOT NULL,
    concluded_at text NOT NULL,
    employee text NOT NULL,
    gross_minor integer NOT NULL,
    external_ref text
  ) STRICT`,
  `CREATE INDEX retail_transaction_record ON retail_transaction (epoch,seq)`,
  `CREATE TABLE returned_line (
    receipt_id text NOT NULL,
    line integer NOT NULL,
    quantity_thousandths integer NOT NULL,
    PRIMARY KEY(receipt_id, line)
  ) STRICT`,
  `CREATE TABLE session (
    id integer PRIMARY KEY NOT NULL,
    detail text NOT NULL
  ) STRICT`,
  `CREATE TABLE shift (
    shift integer PRIMARY KEY NOT NULL,
    state text NOT NULL,
    detail text NOT NULL
  ) STRICT`,
  `CREATE TABLE store (
    stream text NOT NULL,
    row_key text NOT NULL,
    since integer NOT NULL,
    until integer,
    store text NOT NULL,
    name text NOT NULL,
    receipt_lines text NOT NULL,
    currency text NOT NULL,
    time_zone text NOT NULL,
    country text NOT NULL,
    prices_include_tax integer NOT NULL,
    price_groups text NOT NULL,
    PRIMARY KEY(row_key, stream, since)
  ) STRICT`,
  `CREATE TABLE stream_cursor (
    stream text PRIMARY KEY NOT NULL,
    version integer NOT NULL,
    applying integer NOT NULL,
    blob integer NOT NULL,
    row integer NOT NULL,
    visible_at_ms integer NOT NULL
  ) STRICT`,
  `CREATE TABLE tax_rate (
    stream text NOT NULL,
    row_key text NOT NULL,
    since integer NOT NULL,
    until integer,
    tax_code text NOT NULL,
    valid_from text NOT NULL,
    rate_ppm integer NOT NULL,
    PRIMARY KEY(row_key, stream, since)
  ) STRICT`,
  `CREATE TABLE tender_type (
    stream text NOT NULL,
    row_key text NOT NULL,
    since integer NOT NULL,
    until integer,
    id text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    gives_change integer NOT NULL,
    opens_drawer integer NOT NULL,
    PRIMARY KEY(row_key, stream, since)
  ) STRICT`,
  `CREATE TABLE watermark (
    epoch integer PRIMARY KEY NOT NULL,
    gateway_seq integer NOT NULL,
    hq_seq integer NOT NULL
  ) STRICT`,
  `CREATE TRIGGER journal_continues BEFORE INSERT ON journal
  WHEN NOT EXISTS (
    SELECT 1 FROM journal_head WHERE epoch = NEW.epoch AND seq = NEW.seq - 1 AND hash = NEW.prev
  )
  BEGIN
    SELECT RAISE(ABORT, 'a journal record must continue the head');
  END`,
  `CREATE TRIGGER journal_moves_head AFTER INSERT ON journal
  BEGIN
    UPDATE journal_head SET seq = NEW.seq, hash = NEW.hash,
      next_receipt_number = NEW.next_receipt_number, perpetual_minor = NEW.perpetual_minor;
  END`,
  `CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal
  BEGIN
    SELECT RAISE(ABORT, 'a journal record never changes');
  END`,
  ],
};
