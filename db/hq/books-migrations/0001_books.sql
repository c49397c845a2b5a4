-- The books. See books-schema.ts for what the columns mean.
CREATE TABLE journal_cursor (
  store text NOT NULL,
  terminal text NOT NULL,
  epoch integer NOT NULL,
  seq integer NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY(store, terminal, epoch)
);
CREATE TABLE ledger_day (
  store text NOT NULL,
  business_date text NOT NULL,
  currency text NOT NULL,
  account text NOT NULL,
  debit_minor integer NOT NULL,
  credit_minor integer NOT NULL,
  PRIMARY KEY(store, business_date, currency, account)
);
CREATE TABLE ledger_entry (
  sale_id text NOT NULL,
  account text NOT NULL,
  debit_minor integer NOT NULL,
  credit_minor integer NOT NULL,
  PRIMARY KEY(sale_id, account)
);
CREATE TABLE posting (
  store text NOT NULL,
  terminal text NOT NULL,
  epoch integer NOT NULL,
  from_seq integer NOT NULL,
  to_seq integer NOT NULL,
  hash text NOT NULL,
  segment text NOT NULL,
  posted_at text NOT NULL,
  PRIMARY KEY(store, terminal, epoch, from_seq)
);
CREATE TABLE sale (
  id text PRIMARY KEY NOT NULL,
  store text NOT NULL,
  terminal text NOT NULL,
  epoch integer NOT NULL,
  seq integer NOT NULL,
  type text NOT NULL,
  receipt_id text NOT NULL,
  receipt_number integer NOT NULL,
  shift integer NOT NULL,
  business_date text NOT NULL,
  concluded_at text NOT NULL,
  employee text NOT NULL,
  customer text,
  external_ref text,
  currency text NOT NULL,
  connection text NOT NULL,
  line_count integer NOT NULL,
  net_minor integer NOT NULL,
  tax_minor integer NOT NULL,
  gross_minor integer NOT NULL,
  quantity_thousandths integer NOT NULL,
  hash text NOT NULL,
  posted_at text NOT NULL
);
CREATE INDEX sale_external_ref ON sale (external_ref);
CREATE INDEX sale_receipt ON sale (receipt_id);
CREATE INDEX sale_store_day ON sale (store,business_date);
CREATE INDEX sale_concluded ON sale (concluded_at,id);
CREATE TABLE sale_line (
  sale_id text NOT NULL,
  line integer NOT NULL,
  sku text NOT NULL,
  name text NOT NULL,
  quantity_thousandths integer NOT NULL,
  amount_minor integer NOT NULL,
  price_unit_thousandths integer NOT NULL,
  list_amount_minor integer,
  list_price_unit_thousandths integer,
  override_reason text,
  voided integer NOT NULL,
  tax_code text NOT NULL,
  tax_rate_ppm integer NOT NULL,
  net_minor integer NOT NULL,
  tax_minor integer NOT NULL,
  gross_minor integer NOT NULL,
  PRIMARY KEY(sale_id, line)
);
CREATE TABLE sale_tender (
  sale_id text NOT NULL,
  line integer NOT NULL,
  tender_type text NOT NULL,
  amount_minor integer NOT NULL,
  tendered_minor integer NOT NULL,
  change_minor integer NOT NULL,
  PRIMARY KEY(sale_id, line)
);
CREATE TABLE shift_report (
  id text PRIMARY KEY NOT NULL,
  store text NOT NULL,
  terminal text NOT NULL,
  shift integer NOT NULL,
  state text NOT NULL,
  business_date text NOT NULL,
  detail text NOT NULL
);
CREATE INDEX shift_report_store ON shift_report (store,business_date);
CREATE TABLE stock (
  store text NOT NULL,
  sku text NOT NULL,
  quantity_thousandths integer NOT NULL,
  PRIMARY KEY(store, sku)
);
CREATE TABLE stock_movement (
  sale_id text NOT NULL,
  line integer NOT NULL,
  store text NOT NULL,
  sku text NOT NULL,
  quantity_thousandths integer NOT NULL,
  PRIMARY KEY(sale_id, line)
);
CREATE TABLE suspense (
  id text PRIMARY KEY NOT NULL,
  store text NOT NULL,
  terminal text NOT NULL,
  kind text NOT NULL,
  reason text NOT NULL,
  header text NOT NULL,
  body text NOT NULL,
  posted_at text NOT NULL
);

-- A posting must continue its terminal's cursor; then it moves it. So a record is booked once, whoever repeats it.
CREATE TRIGGER posting_continues BEFORE INSERT ON posting
WHEN NEW.from_seq <> 1 + coalesce((
  SELECT seq FROM journal_cursor WHERE store = NEW.store AND terminal = NEW.terminal AND epoch = NEW.epoch
), 0)
BEGIN
  SELECT RAISE(ABORT, 'a posting must continue its cursor');
END;
CREATE TRIGGER posting_moves_cursor AFTER INSERT ON posting
BEGIN
  INSERT INTO journal_cursor (store, terminal, epoch, seq, hash)
  VALUES (NEW.store, NEW.terminal, NEW.epoch, NEW.to_seq, NEW.hash)
  ON CONFLICT (store, terminal, epoch) DO UPDATE SET seq = excluded.seq, hash = excluded.hash;
END;
