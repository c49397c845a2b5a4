CREATE TABLE drawer_operation (
  id text PRIMARY KEY NOT NULL,
  store text NOT NULL,
  terminal text NOT NULL,
  shift integer NOT NULL,
  business_date text NOT NULL,
  type text NOT NULL,
  at text NOT NULL,
  employee text NOT NULL,
  currency text NOT NULL,
  tender_type text,
  amount_minor integer NOT NULL,
  reason_code text,
  note text
);
CREATE INDEX drawer_operation_store ON drawer_operation (store,business_date);
