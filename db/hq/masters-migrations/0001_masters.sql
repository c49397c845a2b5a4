-- Headquarters' masters. See masters-schema.ts for what the columns mean.
CREATE TABLE activation_code (
  code_hash text PRIMARY KEY NOT NULL,
  register_id text NOT NULL,
  issued_by text NOT NULL,
  issued_at text NOT NULL,
  expires_at text NOT NULL,
  used_at text,
  used_by text,
  FOREIGN KEY (register_id) REFERENCES register(id) ON UPDATE no action ON DELETE cascade
);
CREATE INDEX activation_code_register ON activation_code (register_id);
CREATE TABLE admin (
  id text PRIMARY KEY NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  token_hash text NOT NULL
);
CREATE UNIQUE INDEX admin_token_hash_unique ON admin (token_hash);
CREATE TABLE assortment (
  id text PRIMARY KEY NOT NULL,
  name text NOT NULL
);
CREATE TABLE assortment_product (
  assortment text NOT NULL,
  sku text NOT NULL,
  PRIMARY KEY(assortment, sku),
  FOREIGN KEY (assortment) REFERENCES assortment(id) ON UPDATE no action ON DELETE no action,
  FOREIGN KEY (sku) REFERENCES product(sku) ON UPDATE no action ON DELETE cascade
);
CREATE INDEX assortment_product_sku ON assortment_product (sku);
CREATE TABLE barcode (
  barcode text PRIMARY KEY NOT NULL,
  sku text NOT NULL,
  FOREIGN KEY (sku) REFERENCES product(sku) ON UPDATE no action ON DELETE cascade
);
CREATE INDEX barcode_sku ON barcode (sku);
CREATE TABLE change_log (
  version integer PRIMARY KEY AUTOINCREMENT NOT NULL,
  table_name text NOT NULL,
  row_key text NOT NULL,
  scope text NOT NULL,
  operation text NOT NULL,
  admin text NOT NULL,
  at text NOT NULL
);
CREATE INDEX change_log_scope ON change_log (table_name,scope,version);
CREATE TABLE customer (
  number text PRIMARY KEY NOT NULL,
  name text NOT NULL,
  country text NOT NULL,
  customer_group text NOT NULL,
  FOREIGN KEY (customer_group) REFERENCES customer_group(id) ON UPDATE no action ON DELETE no action
);
CREATE INDEX customer_group_member ON customer (customer_group);
CREATE TABLE customer_group (
  id text PRIMARY KEY NOT NULL,
  name text NOT NULL
);
CREATE TABLE distribution_job (
  id text PRIMARY KEY NOT NULL,
  name text NOT NULL,
  every_minutes integer NOT NULL
);
CREATE TABLE distribution_run (
  id text PRIMARY KEY NOT NULL,
  job text NOT NULL,
  trigger text NOT NULL,
  started_at text NOT NULL,
  finished_at text,
  state text NOT NULL,
  streams integer NOT NULL,
  rows integer NOT NULL,
  bytes integer NOT NULL,
  error text
);
CREATE INDEX distribution_run_started ON distribution_run (started_at);
CREATE TABLE employee (
  number text PRIMARY KEY NOT NULL,
  name text NOT NULL,
  permission_group text NOT NULL,
  employee_group text NOT NULL,
  FOREIGN KEY (permission_group) REFERENCES permission_group(id) ON UPDATE no action ON DELETE no action,
  FOREIGN KEY (employee_group) REFERENCES employee_group(id) ON UPDATE no action ON DELETE no action
);
CREATE INDEX employee_group_member ON employee (employee_group);
CREATE TABLE employee_group (
  id text PRIMARY KEY NOT NULL,
  name text NOT NULL
);
CREATE TABLE employee_pin (
  number text PRIMARY KEY NOT NULL,
  salt text NOT NULL,
  verifier text NOT NULL,
  changed_at text NOT NULL,
  FOREIGN KEY (number) REFERENCES employee(number) ON UPDATE no action ON DELETE cascade
);
CREATE TABLE manifest (
  store text PRIMARY KEY NOT NULL,
  version integer NOT NULL,
  streams text NOT NULL
);
CREATE TABLE offline_profile (
  id text PRIMARY KEY NOT NULL,
  name text NOT NULL,
  support_offline integer NOT NULL,
  request_timeout_ms integer NOT NULL,
  reconnect_interval_ms integer NOT NULL,
  health_check_interval_ms integer NOT NULL,
  manual_switch integer NOT NULL,
  offline_hours_max integer NOT NULL,
  persistent_storage text NOT NULL,
  pause_sync integer NOT NULL
);
CREATE TABLE permission_group (
  id text PRIMARY KEY NOT NULL,
  name text NOT NULL,
  override_price integer NOT NULL,
  negative_price integer NOT NULL,
  return_goods integer NOT NULL,
  void_transaction integer NOT NULL,
  exempt_tax integer NOT NULL,
  adjust_stock integer NOT NULL,
  close_shift integer NOT NULL
);
CREATE TABLE price (
  id text PRIMARY KEY NOT NULL,
  sku text NOT NULL,
  price_group text,
  currency text NOT NULL,
  min_quantity_thousandths integer NOT NULL,
  amount_minor integer NOT NULL,
  price_unit_thousandths integer NOT NULL,
  valid_from text NOT NULL,
  valid_to text,
  FOREIGN KEY (sku) REFERENCES product(sku) ON UPDATE no action ON DELETE cascade,
  FOREIGN KEY (price_group) REFERENCES price_group(id) ON UPDATE no action ON DELETE no action
);
CREATE INDEX price_sku ON price (sku);
CREATE INDEX price_price_group ON price (price_group);
CREATE TABLE price_group (
  id text PRIMARY KEY NOT NULL,
  name text NOT NULL
);
CREATE TABLE product (
  sku text PRIMARY KEY NOT NULL,
  name text NOT NULL,
  tax_code text NOT NULL,
  stocked integer NOT NULL,
  variant_of text,
  variant text NOT NULL,
  FOREIGN KEY (tax_code) REFERENCES tax_code(id) ON UPDATE no action ON DELETE no action
);
CREATE TABLE publisher (
  id integer PRIMARY KEY NOT NULL,
  change_version integer NOT NULL,
  lease_until_ms integer NOT NULL,
  lease_holder text NOT NULL
);
CREATE TABLE reason_code (
  id text PRIMARY KEY NOT NULL,
  text text NOT NULL,
  usage text NOT NULL
);
CREATE TABLE register (
  id text PRIMARY KEY NOT NULL,
  store text NOT NULL,
  terminal text NOT NULL,
  name text NOT NULL,
  offline_profile text NOT NULL,
  FOREIGN KEY (store) REFERENCES store(store) ON UPDATE no action ON DELETE no action,
  FOREIGN KEY (offline_profile) REFERENCES offline_profile(id) ON UPDATE no action ON DELETE no action
);
CREATE UNIQUE INDEX register_terminal ON register (store,terminal);
CREATE INDEX register_profile ON register (offline_profile);
CREATE TABLE signing_key (
  key_id text PRIMARY KEY NOT NULL,
  public_key text NOT NULL,
  first_used_at text NOT NULL
);
CREATE TABLE store (
  store text PRIMARY KEY NOT NULL,
  name text NOT NULL,
  receipt_lines text NOT NULL,
  currency text NOT NULL,
  time_zone text NOT NULL,
  country text NOT NULL,
  prices_include_tax integer NOT NULL,
  tax_region text NOT NULL,
  assortment text NOT NULL,
  price_groups text NOT NULL,
  employee_group text NOT NULL,
  customer_group text NOT NULL,
  FOREIGN KEY (tax_region) REFERENCES tax_region(id) ON UPDATE no action ON DELETE no action,
  FOREIGN KEY (assortment) REFERENCES assortment(id) ON UPDATE no action ON DELETE no action,
  FOREIGN KEY (employee_group) REFERENCES employee_group(id) ON UPDATE no action ON DELETE no action,
  FOREIGN KEY (customer_group) REFERENCES customer_group(id) ON UPDATE no action ON DELETE no action
);
CREATE TABLE stream (
  stream text PRIMARY KEY NOT NULL,
  version integer NOT NULL,
  change_version integer NOT NULL,
  head text NOT NULL
);
CREATE TABLE tax_code (
  id text PRIMARY KEY NOT NULL,
  name text NOT NULL
);
CREATE TABLE tax_rate (
  id text PRIMARY KEY NOT NULL,
  region text NOT NULL,
  tax_code text NOT NULL,
  valid_from text NOT NULL,
  rate_ppm integer NOT NULL,
  FOREIGN KEY (region) REFERENCES tax_region(id) ON UPDATE no action ON DELETE no action,
  FOREIGN KEY (tax_code) REFERENCES tax_code(id) ON UPDATE no action ON DELETE no action
);
CREATE UNIQUE INDEX tax_rate_day ON tax_rate (region,tax_code,valid_from);
CREATE TABLE tax_region (
  id text PRIMARY KEY NOT NULL,
  name text NOT NULL
);
CREATE TABLE tender_type (
  id text PRIMARY KEY NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  gives_change integer NOT NULL,
  opens_drawer integer NOT NULL
);
CREATE TABLE writer (
  id integer PRIMARY KEY NOT NULL,
  admin text NOT NULL
);

INSERT INTO writer (id, admin) VALUES (1, 'set-up');
INSERT INTO publisher (id, change_version, lease_until_ms, lease_holder) VALUES (1, 0, 0, '');

-- Every change of a master gets a version, with the scope that tells which streams may care and who made it.

CREATE TRIGGER assortment_product_logs_insert AFTER INSERT ON assortment_product
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'assortment_product', NEW.sku, NEW.assortment, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER assortment_product_logs_update AFTER UPDATE ON assortment_product
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'assortment_product', NEW.sku, NEW.assortment, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'assortment_product', OLD.sku, OLD.assortment, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer
  WHERE OLD.sku IS NOT NEW.sku OR OLD.assortment IS NOT NEW.assortment;
END;
CREATE TRIGGER assortment_product_logs_delete AFTER DELETE ON assortment_product
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'assortment_product', OLD.sku, OLD.assortment, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER product_logs_insert AFTER INSERT ON product
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'product', NEW.sku, NEW.sku, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER product_logs_update AFTER UPDATE ON product
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'product', NEW.sku, NEW.sku, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'product', OLD.sku, OLD.sku, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer
  WHERE OLD.sku IS NOT NEW.sku;
END;
CREATE TRIGGER product_logs_delete AFTER DELETE ON product
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'product', OLD.sku, OLD.sku, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER barcode_logs_insert AFTER INSERT ON barcode
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'barcode', NEW.barcode, NEW.sku, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER barcode_logs_update AFTER UPDATE ON barcode
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'barcode', NEW.barcode, NEW.sku, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'barcode', OLD.barcode, OLD.sku, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer
  WHERE OLD.barcode IS NOT NEW.barcode OR OLD.sku IS NOT NEW.sku;
END;
CREATE TRIGGER barcode_logs_delete AFTER DELETE ON barcode
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'barcode', OLD.barcode, OLD.sku, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER price_logs_insert AFTER INSERT ON price
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT iif(NEW.price_group IS NULL, 'base_price', 'price'), NEW.id, coalesce(NEW.price_group, NEW.sku), 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER price_logs_update AFTER UPDATE ON price
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT iif(NEW.price_group IS NULL, 'base_price', 'price'), NEW.id, coalesce(NEW.price_group, NEW.sku), 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT iif(OLD.price_group IS NULL, 'base_price', 'price'), OLD.id, coalesce(OLD.price_group, OLD.sku), 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer
  WHERE OLD.id IS NOT NEW.id OR coalesce(OLD.price_group, OLD.sku) IS NOT coalesce(NEW.price_group, NEW.sku) OR iif(OLD.price_group IS NULL, 'base_price', 'price') <> iif(NEW.price_group IS NULL, 'base_price', 'price');
END;
CREATE TRIGGER price_logs_delete AFTER DELETE ON price
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT iif(OLD.price_group IS NULL, 'base_price', 'price'), OLD.id, coalesce(OLD.price_group, OLD.sku), 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER tax_rate_logs_insert AFTER INSERT ON tax_rate
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'tax_rate', json_array(NEW.tax_code, NEW.valid_from), NEW.region, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER tax_rate_logs_update AFTER UPDATE ON tax_rate
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'tax_rate', json_array(NEW.tax_code, NEW.valid_from), NEW.region, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'tax_rate', json_array(OLD.tax_code, OLD.valid_from), OLD.region, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer
  WHERE json_array(OLD.tax_code, OLD.valid_from) IS NOT json_array(NEW.tax_code, NEW.valid_from) OR OLD.region IS NOT NEW.region;
END;
CREATE TRIGGER tax_rate_logs_delete AFTER DELETE ON tax_rate
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'tax_rate', json_array(OLD.tax_code, OLD.valid_from), OLD.region, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER store_logs_insert AFTER INSERT ON store
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'store', NEW.store, NEW.store, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER store_logs_update AFTER UPDATE ON store
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'store', NEW.store, NEW.store, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'store', OLD.store, OLD.store, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer
  WHERE OLD.store IS NOT NEW.store;
END;
CREATE TRIGGER store_logs_delete AFTER DELETE ON store
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'store', OLD.store, OLD.store, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER register_logs_insert AFTER INSERT ON register
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'register', NEW.terminal, NEW.store, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER register_logs_update AFTER UPDATE ON register
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'register', NEW.terminal, NEW.store, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'register', OLD.terminal, OLD.store, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer
  WHERE OLD.terminal IS NOT NEW.terminal OR OLD.store IS NOT NEW.store;
END;
CREATE TRIGGER register_logs_delete AFTER DELETE ON register
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'register', OLD.terminal, OLD.store, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER offline_profile_logs_insert AFTER INSERT ON offline_profile
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'offline_profile', NEW.id, NEW.id, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER offline_profile_logs_update AFTER UPDATE ON offline_profile
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'offline_profile', NEW.id, NEW.id, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'offline_profile', OLD.id, OLD.id, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer
  WHERE OLD.id IS NOT NEW.id;
END;
CREATE TRIGGER offline_profile_logs_delete AFTER DELETE ON offline_profile
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'offline_profile', OLD.id, OLD.id, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER tender_type_logs_insert AFTER INSERT ON tender_type
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'tender_type', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER tender_type_logs_update AFTER UPDATE ON tender_type
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'tender_type', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER tender_type_logs_delete AFTER DELETE ON tender_type
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'tender_type', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER reason_code_logs_insert AFTER INSERT ON reason_code
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'reason_code', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER reason_code_logs_update AFTER UPDATE ON reason_code
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'reason_code', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER reason_code_logs_delete AFTER DELETE ON reason_code
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'reason_code', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER permission_group_logs_insert AFTER INSERT ON permission_group
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'permission_group', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER permission_group_logs_update AFTER UPDATE ON permission_group
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'permission_group', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER permission_group_logs_delete AFTER DELETE ON permission_group
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'permission_group', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER employee_logs_insert AFTER INSERT ON employee
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'employee', NEW.number, NEW.employee_group, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER employee_logs_update AFTER UPDATE ON employee
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'employee', NEW.number, NEW.employee_group, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'employee', OLD.number, OLD.employee_group, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer
  WHERE OLD.number IS NOT NEW.number OR OLD.employee_group IS NOT NEW.employee_group;
END;
CREATE TRIGGER employee_logs_delete AFTER DELETE ON employee
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'employee', OLD.number, OLD.employee_group, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER customer_logs_insert AFTER INSERT ON customer
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'customer', NEW.number, NEW.customer_group, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER customer_logs_update AFTER UPDATE ON customer
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'customer', NEW.number, NEW.customer_group, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'customer', OLD.number, OLD.customer_group, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer
  WHERE OLD.number IS NOT NEW.number OR OLD.customer_group IS NOT NEW.customer_group;
END;
CREATE TRIGGER customer_logs_delete AFTER DELETE ON customer
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'customer', OLD.number, OLD.customer_group, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER price_group_logs_insert AFTER INSERT ON price_group
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'price_group', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER price_group_logs_update AFTER UPDATE ON price_group
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'price_group', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER price_group_logs_delete AFTER DELETE ON price_group
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'price_group', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER assortment_logs_insert AFTER INSERT ON assortment
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'assortment', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER assortment_logs_update AFTER UPDATE ON assortment
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'assortment', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER assortment_logs_delete AFTER DELETE ON assortment
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'assortment', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER tax_region_logs_insert AFTER INSERT ON tax_region
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'tax_region', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER tax_region_logs_update AFTER UPDATE ON tax_region
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'tax_region', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER tax_region_logs_delete AFTER DELETE ON tax_region
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'tax_region', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER tax_code_logs_insert AFTER INSERT ON tax_code
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'tax_code', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER tax_code_logs_update AFTER UPDATE ON tax_code
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'tax_code', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER tax_code_logs_delete AFTER DELETE ON tax_code
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'tax_code', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER employee_group_logs_insert AFTER INSERT ON employee_group
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'employee_group', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER employee_group_logs_update AFTER UPDATE ON employee_group
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'employee_group', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER employee_group_logs_delete AFTER DELETE ON employee_group
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'employee_group', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER customer_group_logs_insert AFTER INSERT ON customer_group
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'customer_group', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER customer_group_logs_update AFTER UPDATE ON customer_group
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'customer_group', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER customer_group_logs_delete AFTER DELETE ON customer_group
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'customer_group', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER employee_pin_logs_insert AFTER INSERT ON employee_pin
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'employee_pin', NEW.number, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER employee_pin_logs_update AFTER UPDATE ON employee_pin
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'employee_pin', NEW.number, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER employee_pin_logs_delete AFTER DELETE ON employee_pin
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'employee_pin', OLD.number, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER activation_code_logs_insert AFTER INSERT ON activation_code
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'activation_code', NEW.register_id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER activation_code_logs_update AFTER UPDATE ON activation_code
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'activation_code', NEW.register_id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER activation_code_logs_delete AFTER DELETE ON activation_code
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'activation_code', OLD.register_id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER distribution_job_logs_insert AFTER INSERT ON distribution_job
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'distribution_job', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER distribution_job_logs_update AFTER UPDATE ON distribution_job
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'distribution_job', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER distribution_job_logs_delete AFTER DELETE ON distribution_job
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'distribution_job', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;

CREATE TRIGGER admin_logs_insert AFTER INSERT ON admin
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'admin', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER admin_logs_update AFTER UPDATE ON admin
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'admin', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER admin_logs_delete AFTER DELETE ON admin
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'admin', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
