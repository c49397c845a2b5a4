CREATE TABLE approval (
  id text PRIMARY KEY NOT NULL,
  store text NOT NULL,
  terminal text NOT NULL,
  business_date text NOT NULL,
  operation text NOT NULL,
  line integer,
  employee text NOT NULL,
  approved_by text NOT NULL,
  at text NOT NULL,
  shift integer,
  next_receipt_number integer NOT NULL
);
CREATE INDEX approval_store ON approval (store,business_date);
