-- What prices are made of: categories, products' parts, offers, coupons, members. See masters-schema.ts and
-- offers-schema.ts for what the columns mean.
ALTER TABLE price_group ADD priority integer NOT NULL DEFAULT 0;

CREATE TABLE category (
  id text PRIMARY KEY NOT NULL,
  name text NOT NULL,
  parent text,
  FOREIGN KEY (parent) REFERENCES category(id) ON UPDATE no action ON DELETE no action
);
CREATE INDEX category_parent ON category (parent);

ALTER TABLE product ADD categories text NOT NULL DEFAULT '[]';
ALTER TABLE product ADD labels text NOT NULL DEFAULT '[]';
ALTER TABLE product ADD attributes text NOT NULL DEFAULT '{}';
ALTER TABLE product ADD unit_of_measure text NOT NULL DEFAULT 'EA';
ALTER TABLE product ADD unit_conversions text NOT NULL DEFAULT '[]';
ALTER TABLE product ADD is_weighed integer NOT NULL DEFAULT 0;
ALTER TABLE product ADD blocks text NOT NULL DEFAULT '{"offers":false,"manual":false,"tender":false}';
ALTER TABLE product ADD kit text NOT NULL DEFAULT '[]';
ALTER TABLE product ADD cost_minor integer;
CREATE TABLE product_category (
  category text NOT NULL,
  sku text NOT NULL,
  PRIMARY KEY(category, sku),
  FOREIGN KEY (category) REFERENCES category(id) ON UPDATE no action ON DELETE no action,
  FOREIGN KEY (sku) REFERENCES product(sku) ON UPDATE no action ON DELETE cascade
);
CREATE INDEX product_category_sku ON product_category (sku);
CREATE TABLE kit_component (
  kit text NOT NULL,
  component text NOT NULL,
  PRIMARY KEY(kit, component),
  FOREIGN KEY (kit) REFERENCES product(sku) ON UPDATE no action ON DELETE cascade,
  FOREIGN KEY (component) REFERENCES product(sku) ON UPDATE no action ON DELETE no action
);
CREATE INDEX kit_component_component ON kit_component (component);

ALTER TABLE price ADD customer text REFERENCES customer(number);
ALTER TABLE price ADD dimensions text NOT NULL DEFAULT '{}';
ALTER TABLE price ADD unit_of_measure text;
ALTER TABLE price ADD attributes text NOT NULL DEFAULT '[]';
ALTER TABLE price ADD header_rank integer NOT NULL DEFAULT 0;
ALTER TABLE price ADD line_rank integer NOT NULL DEFAULT 0;
CREATE INDEX price_customer ON price (customer);

CREATE TABLE offer (
  id text PRIMARY KEY NOT NULL,
  name text NOT NULL,
  currency text NOT NULL,
  valid_from text NOT NULL,
  valid_to text,
  periods text NOT NULL,
  price_groups text NOT NULL,
  all_price_groups integer NOT NULL,
  coupon_needed integer NOT NULL,
  priority integer,
  concurrency text NOT NULL,
  limits text NOT NULL,
  rule text NOT NULL,
  lines text NOT NULL
);
CREATE TABLE offer_line (
  offer text NOT NULL,
  line integer NOT NULL,
  target text NOT NULL,
  dimensions text NOT NULL,
  unit_of_measure text,
  exclude integer NOT NULL,
  "group" integer NOT NULL,
  reward text,
  PRIMARY KEY(offer, line),
  FOREIGN KEY (offer) REFERENCES offer(id) ON UPDATE no action ON DELETE cascade
);
CREATE INDEX offer_line_target ON offer_line (target);
CREATE TABLE offer_price_group (
  price_group text NOT NULL,
  offer text NOT NULL,
  PRIMARY KEY(price_group, offer),
  FOREIGN KEY (price_group) REFERENCES price_group(id) ON UPDATE no action ON DELETE no action,
  FOREIGN KEY (offer) REFERENCES offer(id) ON UPDATE no action ON DELETE cascade
);
CREATE INDEX offer_price_group_offer ON offer_price_group (offer);
CREATE TABLE coupon (
  code text PRIMARY KEY NOT NULL,
  offer text NOT NULL,
  valid_from text NOT NULL,
  valid_to text,
  customer text,
  uses_max integer,
  FOREIGN KEY (offer) REFERENCES offer(id) ON UPDATE no action ON DELETE no action,
  FOREIGN KEY (customer) REFERENCES customer(number) ON UPDATE no action ON DELETE no action
);
CREATE INDEX coupon_offer ON coupon (offer);
CREATE INDEX coupon_customer ON coupon (customer);
CREATE TABLE coupon_use (
  code text NOT NULL,
  receipt_id text NOT NULL,
  PRIMARY KEY(code, receipt_id)
);

ALTER TABLE customer ADD price_groups text NOT NULL DEFAULT '[]';
ALTER TABLE customer ADD attributes text NOT NULL DEFAULT '{}';
ALTER TABLE customer ADD is_tax_exempt integer NOT NULL DEFAULT 0;
CREATE INDEX customer_with_price_groups ON customer (number) WHERE price_groups <> '[]';
CREATE TABLE affiliation (
  id text PRIMARY KEY NOT NULL,
  name text NOT NULL,
  price_groups text NOT NULL
);
CREATE TABLE loyalty_tier (
  id text PRIMARY KEY NOT NULL,
  name text NOT NULL,
  price_groups text NOT NULL
);
CREATE TABLE loyalty_card (
  card text PRIMARY KEY NOT NULL,
  tier text NOT NULL,
  customer text,
  customer_group text NOT NULL,
  FOREIGN KEY (tier) REFERENCES loyalty_tier(id) ON UPDATE no action ON DELETE no action,
  FOREIGN KEY (customer) REFERENCES customer(number) ON UPDATE no action ON DELETE no action,
  FOREIGN KEY (customer_group) REFERENCES customer_group(id) ON UPDATE no action ON DELETE no action
);
CREATE INDEX loyalty_card_group ON loyalty_card (customer_group);
CREATE INDEX loyalty_card_customer ON loyalty_card (customer);
CREATE INDEX loyalty_card_tier ON loyalty_card (tier);

ALTER TABLE tax_code ADD parts text NOT NULL DEFAULT '[]';
ALTER TABLE tax_code ADD base text NOT NULL DEFAULT 'net';
ALTER TABLE tax_code ADD tax_of text;
ALTER TABLE tax_code ADD joins_next_base integer NOT NULL DEFAULT 0;
ALTER TABLE tax_code ADD included_in_price text NOT NULL DEFAULT 'channel';
ALTER TABLE tax_code ADD rounding text;
ALTER TABLE tax_code ADD minimum_minor integer;
ALTER TABLE tax_code ADD maximum_minor integer;
ALTER TABLE tax_code ADD intervals text NOT NULL DEFAULT 'whole';
ALTER TABLE tax_code ADD marginal_base text NOT NULL DEFAULT 'netOfLine';
ALTER TABLE tax_rate ADD amount_per_unit text;
ALTER TABLE tax_rate ADD from_minor integer;
ALTER TABLE tax_rate ADD up_to_minor integer;
DROP INDEX tax_rate_day;
CREATE UNIQUE INDEX tax_rate_bracket ON tax_rate (region, tax_code, valid_from, coalesce(from_minor, 0));

ALTER TABLE store ADD member_price_groups text NOT NULL DEFAULT '[]';
ALTER TABLE store ADD pricing text NOT NULL DEFAULT '{"choice":"specific","adjustUp":false,"concurrency":"withinPriority","compounding":"running","exclusiveThresholdsCompete":false,"taxRounding":{"scope":"line","by":"code","mode":"halfAwayFromZero","stepMinor":1,"target":"tax","spread":"largestRemainder"},"inclusiveAmountKeeps":"gross","manualLineDiscount":"compound","offersOnOverriddenPrices":false,"offersOnKeyedInPrices":true}';

-- Every change also keeps the row as it was before, and what it was looked up by: so the masters can be read as
-- they were at any version of the log. An offer's lines have entries of their own.
ALTER TABLE change_log ADD lookup text;
ALTER TABLE change_log ADD before text;
CREATE INDEX change_log_row ON change_log (table_name, row_key, version);
CREATE INDEX change_log_lookup ON change_log (table_name, lookup, version) WHERE lookup IS NOT NULL;

DROP TRIGGER assortment_logs_insert;
DROP TRIGGER assortment_logs_update;
DROP TRIGGER assortment_logs_delete;
CREATE TRIGGER assortment_logs_insert AFTER INSERT ON assortment
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'assortment', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER assortment_logs_update AFTER UPDATE ON assortment
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'assortment', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'name', OLD.name)
  FROM writer;
END;
CREATE TRIGGER assortment_logs_delete AFTER DELETE ON assortment
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'assortment', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'name', OLD.name)
  FROM writer;
END;

DROP TRIGGER assortment_product_logs_insert;
DROP TRIGGER assortment_product_logs_update;
DROP TRIGGER assortment_product_logs_delete;
CREATE TRIGGER assortment_product_logs_insert AFTER INSERT ON assortment_product
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'assortment_product', NEW.sku, NEW.assortment, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER assortment_product_logs_update AFTER UPDATE ON assortment_product
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'assortment_product', NEW.sku, NEW.assortment, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer
  WHERE OLD.sku IS NOT NEW.sku OR OLD.assortment IS NOT NEW.assortment;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'assortment_product', OLD.sku, OLD.assortment, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.sku,
    json_object('assortment', OLD.assortment, 'sku', OLD.sku)
  FROM writer
  WHERE OLD.sku IS NOT NEW.sku OR OLD.assortment IS NOT NEW.assortment;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'assortment_product', NEW.sku, NEW.assortment, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.sku,
    json_object('assortment', OLD.assortment, 'sku', OLD.sku)
  FROM writer
  WHERE NOT (OLD.sku IS NOT NEW.sku OR OLD.assortment IS NOT NEW.assortment);
END;
CREATE TRIGGER assortment_product_logs_delete AFTER DELETE ON assortment_product
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'assortment_product', OLD.sku, OLD.assortment, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.sku,
    json_object('assortment', OLD.assortment, 'sku', OLD.sku)
  FROM writer;
END;

DROP TRIGGER barcode_logs_insert;
DROP TRIGGER barcode_logs_update;
DROP TRIGGER barcode_logs_delete;
CREATE TRIGGER barcode_logs_insert AFTER INSERT ON barcode
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'barcode', NEW.barcode, NEW.sku, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER barcode_logs_update AFTER UPDATE ON barcode
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'barcode', NEW.barcode, NEW.sku, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.barcode,
    json_object('barcode', OLD.barcode, 'sku', OLD.sku)
  FROM writer;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'barcode', OLD.barcode, OLD.sku, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.barcode,
    json_object('barcode', OLD.barcode, 'sku', OLD.sku)
  FROM writer
  WHERE OLD.sku IS NOT NEW.sku;
END;
CREATE TRIGGER barcode_logs_delete AFTER DELETE ON barcode
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'barcode', OLD.barcode, OLD.sku, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.barcode,
    json_object('barcode', OLD.barcode, 'sku', OLD.sku)
  FROM writer;
END;

CREATE TRIGGER category_logs_insert AFTER INSERT ON category
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'category', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER category_logs_update AFTER UPDATE ON category
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'category', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'name', OLD.name, 'parent', OLD.parent)
  FROM writer;
END;
CREATE TRIGGER category_logs_delete AFTER DELETE ON category
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'category', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'name', OLD.name, 'parent', OLD.parent)
  FROM writer;
END;

DROP TRIGGER product_logs_insert;
DROP TRIGGER product_logs_update;
DROP TRIGGER product_logs_delete;
CREATE TRIGGER product_logs_insert AFTER INSERT ON product
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'product', NEW.sku, NEW.sku, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER product_logs_update AFTER UPDATE ON product
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'product', NEW.sku, NEW.sku, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.sku,
    json_object('sku', OLD.sku, 'name', OLD.name, 'tax_code', OLD.tax_code, 'stocked', OLD.stocked,
    'variant_of', OLD.variant_of, 'variant', OLD.variant, 'categories', OLD.categories,
    'labels', OLD.labels, 'attributes', OLD.attributes, 'unit_of_measure', OLD.unit_of_measure,
    'unit_conversions', OLD.unit_conversions, 'is_weighed', OLD.is_weighed, 'blocks', OLD.blocks,
    'kit', OLD.kit, 'cost_minor', OLD.cost_minor)
  FROM writer;
END;
CREATE TRIGGER product_logs_delete AFTER DELETE ON product
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'product', OLD.sku, OLD.sku, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.sku,
    json_object('sku', OLD.sku, 'name', OLD.name, 'tax_code', OLD.tax_code, 'stocked', OLD.stocked,
    'variant_of', OLD.variant_of, 'variant', OLD.variant, 'categories', OLD.categories,
    'labels', OLD.labels, 'attributes', OLD.attributes, 'unit_of_measure', OLD.unit_of_measure,
    'unit_conversions', OLD.unit_conversions, 'is_weighed', OLD.is_weighed, 'blocks', OLD.blocks,
    'kit', OLD.kit, 'cost_minor', OLD.cost_minor)
  FROM writer;
END;

DROP TRIGGER price_logs_insert;
DROP TRIGGER price_logs_update;
DROP TRIGGER price_logs_delete;
CREATE TRIGGER price_logs_insert AFTER INSERT ON price
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT iif(NEW.customer IS NOT NULL, 'customer_price', iif(NEW.price_group IS NULL, 'base_price', 'price')), NEW.id, coalesce(NEW.customer, NEW.price_group, NEW.sku), 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER price_logs_update AFTER UPDATE ON price
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT iif(NEW.customer IS NOT NULL, 'customer_price', iif(NEW.price_group IS NULL, 'base_price', 'price')), NEW.id, coalesce(NEW.customer, NEW.price_group, NEW.sku), 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.sku,
    json_object('id', OLD.id, 'sku', OLD.sku, 'price_group', OLD.price_group, 'customer', OLD.customer,
    'currency', OLD.currency, 'dimensions', OLD.dimensions, 'unit_of_measure', OLD.unit_of_measure,
    'min_quantity_thousandths', OLD.min_quantity_thousandths, 'attributes', OLD.attributes,
    'header_rank', OLD.header_rank, 'line_rank', OLD.line_rank, 'amount_minor', OLD.amount_minor,
    'price_unit_thousandths', OLD.price_unit_thousandths, 'valid_from', OLD.valid_from,
    'valid_to', OLD.valid_to)
  FROM writer;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT iif(OLD.customer IS NOT NULL, 'customer_price', iif(OLD.price_group IS NULL, 'base_price', 'price')), OLD.id, coalesce(OLD.customer, OLD.price_group, OLD.sku), 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.sku,
    json_object('id', OLD.id, 'sku', OLD.sku, 'price_group', OLD.price_group, 'customer', OLD.customer,
    'currency', OLD.currency, 'dimensions', OLD.dimensions, 'unit_of_measure', OLD.unit_of_measure,
    'min_quantity_thousandths', OLD.min_quantity_thousandths, 'attributes', OLD.attributes,
    'header_rank', OLD.header_rank, 'line_rank', OLD.line_rank, 'amount_minor', OLD.amount_minor,
    'price_unit_thousandths', OLD.price_unit_thousandths, 'valid_from', OLD.valid_from,
    'valid_to', OLD.valid_to)
  FROM writer
  WHERE coalesce(OLD.customer, OLD.price_group, OLD.sku) IS NOT coalesce(NEW.customer, NEW.price_group, NEW.sku) OR iif(OLD.customer IS NOT NULL, 'customer_price', iif(OLD.price_group IS NULL, 'base_price', 'price')) <> iif(NEW.customer IS NOT NULL, 'customer_price', iif(NEW.price_group IS NULL, 'base_price', 'price'));
END;
CREATE TRIGGER price_logs_delete AFTER DELETE ON price
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT iif(OLD.customer IS NOT NULL, 'customer_price', iif(OLD.price_group IS NULL, 'base_price', 'price')), OLD.id, coalesce(OLD.customer, OLD.price_group, OLD.sku), 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.sku,
    json_object('id', OLD.id, 'sku', OLD.sku, 'price_group', OLD.price_group, 'customer', OLD.customer,
    'currency', OLD.currency, 'dimensions', OLD.dimensions, 'unit_of_measure', OLD.unit_of_measure,
    'min_quantity_thousandths', OLD.min_quantity_thousandths, 'attributes', OLD.attributes,
    'header_rank', OLD.header_rank, 'line_rank', OLD.line_rank, 'amount_minor', OLD.amount_minor,
    'price_unit_thousandths', OLD.price_unit_thousandths, 'valid_from', OLD.valid_from,
    'valid_to', OLD.valid_to)
  FROM writer;
END;

CREATE TRIGGER offer_logs_insert AFTER INSERT ON offer
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'offer', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER offer_logs_update AFTER UPDATE ON offer
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'offer', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'name', OLD.name, 'currency', OLD.currency, 'valid_from', OLD.valid_from,
    'valid_to', OLD.valid_to, 'periods', OLD.periods, 'price_groups', OLD.price_groups,
    'all_price_groups', OLD.all_price_groups, 'coupon_needed', OLD.coupon_needed, 'priority', OLD.priority,
    'concurrency', OLD.concurrency, 'limits', OLD.limits, 'rule', OLD.rule)
  FROM writer;
END;
CREATE TRIGGER offer_logs_delete AFTER DELETE ON offer
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'offer', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'name', OLD.name, 'currency', OLD.currency, 'valid_from', OLD.valid_from,
    'valid_to', OLD.valid_to, 'periods', OLD.periods, 'price_groups', OLD.price_groups,
    'all_price_groups', OLD.all_price_groups, 'coupon_needed', OLD.coupon_needed, 'priority', OLD.priority,
    'concurrency', OLD.concurrency, 'limits', OLD.limits, 'rule', OLD.rule)
  FROM writer;
END;

CREATE TRIGGER offer_line_logs_insert AFTER INSERT ON offer_line
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'offer_line', json_array(NEW.offer, NEW.line), NEW.offer, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER offer_line_logs_update AFTER UPDATE ON offer_line
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'offer_line', json_array(NEW.offer, NEW.line), NEW.offer, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.target,
    json_object('offer', OLD.offer, 'line', OLD.line, 'target', OLD.target, 'dimensions', OLD.dimensions,
    'unit_of_measure', OLD.unit_of_measure, 'exclude', OLD.exclude, 'group', OLD."group",
    'reward', OLD.reward)
  FROM writer;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'offer_line', json_array(OLD.offer, OLD.line), OLD.offer, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.target,
    json_object('offer', OLD.offer, 'line', OLD.line, 'target', OLD.target, 'dimensions', OLD.dimensions,
    'unit_of_measure', OLD.unit_of_measure, 'exclude', OLD.exclude, 'group', OLD."group",
    'reward', OLD.reward)
  FROM writer
  WHERE OLD.offer IS NOT NEW.offer;
END;
CREATE TRIGGER offer_line_logs_delete AFTER DELETE ON offer_line
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'offer_line', json_array(OLD.offer, OLD.line), OLD.offer, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.target,
    json_object('offer', OLD.offer, 'line', OLD.line, 'target', OLD.target, 'dimensions', OLD.dimensions,
    'unit_of_measure', OLD.unit_of_measure, 'exclude', OLD.exclude, 'group', OLD."group",
    'reward', OLD.reward)
  FROM writer;
END;

CREATE TRIGGER offer_price_group_logs_insert AFTER INSERT ON offer_price_group
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'offer_price_group', NEW.offer, NEW.price_group, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER offer_price_group_logs_update AFTER UPDATE ON offer_price_group
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'offer_price_group', NEW.offer, NEW.price_group, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer
  WHERE OLD.offer IS NOT NEW.offer OR OLD.price_group IS NOT NEW.price_group;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'offer_price_group', OLD.offer, OLD.price_group, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.offer,
    json_object('price_group', OLD.price_group, 'offer', OLD.offer)
  FROM writer
  WHERE OLD.offer IS NOT NEW.offer OR OLD.price_group IS NOT NEW.price_group;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'offer_price_group', NEW.offer, NEW.price_group, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.offer,
    json_object('price_group', OLD.price_group, 'offer', OLD.offer)
  FROM writer
  WHERE NOT (OLD.offer IS NOT NEW.offer OR OLD.price_group IS NOT NEW.price_group);
END;
CREATE TRIGGER offer_price_group_logs_delete AFTER DELETE ON offer_price_group
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'offer_price_group', OLD.offer, OLD.price_group, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.offer,
    json_object('price_group', OLD.price_group, 'offer', OLD.offer)
  FROM writer;
END;

CREATE TRIGGER coupon_logs_insert AFTER INSERT ON coupon
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'coupon', NEW.code, NEW.offer, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER coupon_logs_update AFTER UPDATE ON coupon
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'coupon', NEW.code, NEW.offer, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.code,
    json_object('code', OLD.code, 'offer', OLD.offer, 'valid_from', OLD.valid_from, 'valid_to', OLD.valid_to,
    'customer', OLD.customer, 'uses_max', OLD.uses_max)
  FROM writer;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'coupon', OLD.code, OLD.offer, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.code,
    json_object('code', OLD.code, 'offer', OLD.offer, 'valid_from', OLD.valid_from, 'valid_to', OLD.valid_to,
    'customer', OLD.customer, 'uses_max', OLD.uses_max)
  FROM writer
  WHERE OLD.offer IS NOT NEW.offer;
END;
CREATE TRIGGER coupon_logs_delete AFTER DELETE ON coupon
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'coupon', OLD.code, OLD.offer, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.code,
    json_object('code', OLD.code, 'offer', OLD.offer, 'valid_from', OLD.valid_from, 'valid_to', OLD.valid_to,
    'customer', OLD.customer, 'uses_max', OLD.uses_max)
  FROM writer;
END;

DROP TRIGGER customer_logs_insert;
DROP TRIGGER customer_logs_update;
DROP TRIGGER customer_logs_delete;
CREATE TRIGGER customer_logs_insert AFTER INSERT ON customer
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'customer', NEW.number, NEW.customer_group, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER customer_logs_update AFTER UPDATE ON customer
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'customer', NEW.number, NEW.customer_group, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.number,
    json_object('number', OLD.number, 'name', OLD.name, 'country', OLD.country, 'customer_group', OLD.customer_group,
    'price_groups', OLD.price_groups, 'attributes', OLD.attributes, 'is_tax_exempt', OLD.is_tax_exempt)
  FROM writer;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'customer', OLD.number, OLD.customer_group, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.number,
    json_object('number', OLD.number, 'name', OLD.name, 'country', OLD.country, 'customer_group', OLD.customer_group,
    'price_groups', OLD.price_groups, 'attributes', OLD.attributes, 'is_tax_exempt', OLD.is_tax_exempt)
  FROM writer
  WHERE OLD.customer_group IS NOT NEW.customer_group;
END;
CREATE TRIGGER customer_logs_delete AFTER DELETE ON customer
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'customer', OLD.number, OLD.customer_group, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.number,
    json_object('number', OLD.number, 'name', OLD.name, 'country', OLD.country, 'customer_group', OLD.customer_group,
    'price_groups', OLD.price_groups, 'attributes', OLD.attributes, 'is_tax_exempt', OLD.is_tax_exempt)
  FROM writer;
END;

CREATE TRIGGER affiliation_logs_insert AFTER INSERT ON affiliation
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'affiliation', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER affiliation_logs_update AFTER UPDATE ON affiliation
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'affiliation', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'name', OLD.name, 'price_groups', OLD.price_groups)
  FROM writer;
END;
CREATE TRIGGER affiliation_logs_delete AFTER DELETE ON affiliation
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'affiliation', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'name', OLD.name, 'price_groups', OLD.price_groups)
  FROM writer;
END;

CREATE TRIGGER loyalty_tier_logs_insert AFTER INSERT ON loyalty_tier
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'loyalty_tier', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER loyalty_tier_logs_update AFTER UPDATE ON loyalty_tier
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'loyalty_tier', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'name', OLD.name, 'price_groups', OLD.price_groups)
  FROM writer;
END;
CREATE TRIGGER loyalty_tier_logs_delete AFTER DELETE ON loyalty_tier
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'loyalty_tier', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'name', OLD.name, 'price_groups', OLD.price_groups)
  FROM writer;
END;

CREATE TRIGGER loyalty_card_logs_insert AFTER INSERT ON loyalty_card
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'loyalty_card', NEW.card, NEW.customer_group, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER loyalty_card_logs_update AFTER UPDATE ON loyalty_card
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'loyalty_card', NEW.card, NEW.customer_group, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.card,
    json_object('card', OLD.card, 'tier', OLD.tier, 'customer', OLD.customer, 'customer_group', OLD.customer_group)
  FROM writer;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'loyalty_card', OLD.card, OLD.customer_group, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.card,
    json_object('card', OLD.card, 'tier', OLD.tier, 'customer', OLD.customer, 'customer_group', OLD.customer_group)
  FROM writer
  WHERE OLD.customer_group IS NOT NEW.customer_group;
END;
CREATE TRIGGER loyalty_card_logs_delete AFTER DELETE ON loyalty_card
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'loyalty_card', OLD.card, OLD.customer_group, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.card,
    json_object('card', OLD.card, 'tier', OLD.tier, 'customer', OLD.customer, 'customer_group', OLD.customer_group)
  FROM writer;
END;

DROP TRIGGER tax_code_logs_insert;
DROP TRIGGER tax_code_logs_update;
DROP TRIGGER tax_code_logs_delete;
CREATE TRIGGER tax_code_logs_insert AFTER INSERT ON tax_code
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'tax_code', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER tax_code_logs_update AFTER UPDATE ON tax_code
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'tax_code', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'name', OLD.name, 'parts', OLD.parts, 'base', OLD.base, 'tax_of', OLD.tax_of,
    'joins_next_base', OLD.joins_next_base, 'included_in_price', OLD.included_in_price,
    'rounding', OLD.rounding, 'minimum_minor', OLD.minimum_minor, 'maximum_minor', OLD.maximum_minor,
    'intervals', OLD.intervals, 'marginal_base', OLD.marginal_base)
  FROM writer;
END;
CREATE TRIGGER tax_code_logs_delete AFTER DELETE ON tax_code
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'tax_code', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'name', OLD.name, 'parts', OLD.parts, 'base', OLD.base, 'tax_of', OLD.tax_of,
    'joins_next_base', OLD.joins_next_base, 'included_in_price', OLD.included_in_price,
    'rounding', OLD.rounding, 'minimum_minor', OLD.minimum_minor, 'maximum_minor', OLD.maximum_minor,
    'intervals', OLD.intervals, 'marginal_base', OLD.marginal_base)
  FROM writer;
END;

DROP TRIGGER tax_rate_logs_insert;
DROP TRIGGER tax_rate_logs_update;
DROP TRIGGER tax_rate_logs_delete;
CREATE TRIGGER tax_rate_logs_insert AFTER INSERT ON tax_rate
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'tax_rate', iif(NEW.from_minor IS NULL, json_array(NEW.tax_code, NEW.valid_from), json_array(NEW.tax_code, NEW.valid_from, NEW.from_minor)), NEW.region, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER tax_rate_logs_update AFTER UPDATE ON tax_rate
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'tax_rate', iif(NEW.from_minor IS NULL, json_array(NEW.tax_code, NEW.valid_from), json_array(NEW.tax_code, NEW.valid_from, NEW.from_minor)), NEW.region, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer
  WHERE iif(OLD.from_minor IS NULL, json_array(OLD.tax_code, OLD.valid_from), json_array(OLD.tax_code, OLD.valid_from, OLD.from_minor)) IS NOT iif(NEW.from_minor IS NULL, json_array(NEW.tax_code, NEW.valid_from), json_array(NEW.tax_code, NEW.valid_from, NEW.from_minor)) OR OLD.region IS NOT NEW.region;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'tax_rate', iif(OLD.from_minor IS NULL, json_array(OLD.tax_code, OLD.valid_from), json_array(OLD.tax_code, OLD.valid_from, OLD.from_minor)), OLD.region, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.tax_code,
    json_object('id', OLD.id, 'region', OLD.region, 'tax_code', OLD.tax_code, 'valid_from', OLD.valid_from,
    'rate_ppm', OLD.rate_ppm, 'amount_per_unit', OLD.amount_per_unit, 'from_minor', OLD.from_minor,
    'up_to_minor', OLD.up_to_minor)
  FROM writer
  WHERE iif(OLD.from_minor IS NULL, json_array(OLD.tax_code, OLD.valid_from), json_array(OLD.tax_code, OLD.valid_from, OLD.from_minor)) IS NOT iif(NEW.from_minor IS NULL, json_array(NEW.tax_code, NEW.valid_from), json_array(NEW.tax_code, NEW.valid_from, NEW.from_minor)) OR OLD.region IS NOT NEW.region;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'tax_rate', iif(NEW.from_minor IS NULL, json_array(NEW.tax_code, NEW.valid_from), json_array(NEW.tax_code, NEW.valid_from, NEW.from_minor)), NEW.region, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.tax_code,
    json_object('id', OLD.id, 'region', OLD.region, 'tax_code', OLD.tax_code, 'valid_from', OLD.valid_from,
    'rate_ppm', OLD.rate_ppm, 'amount_per_unit', OLD.amount_per_unit, 'from_minor', OLD.from_minor,
    'up_to_minor', OLD.up_to_minor)
  FROM writer
  WHERE NOT (iif(OLD.from_minor IS NULL, json_array(OLD.tax_code, OLD.valid_from), json_array(OLD.tax_code, OLD.valid_from, OLD.from_minor)) IS NOT iif(NEW.from_minor IS NULL, json_array(NEW.tax_code, NEW.valid_from), json_array(NEW.tax_code, NEW.valid_from, NEW.from_minor)) OR OLD.region IS NOT NEW.region);
END;
CREATE TRIGGER tax_rate_logs_delete AFTER DELETE ON tax_rate
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'tax_rate', iif(OLD.from_minor IS NULL, json_array(OLD.tax_code, OLD.valid_from), json_array(OLD.tax_code, OLD.valid_from, OLD.from_minor)), OLD.region, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.tax_code,
    json_object('id', OLD.id, 'region', OLD.region, 'tax_code', OLD.tax_code, 'valid_from', OLD.valid_from,
    'rate_ppm', OLD.rate_ppm, 'amount_per_unit', OLD.amount_per_unit, 'from_minor', OLD.from_minor,
    'up_to_minor', OLD.up_to_minor)
  FROM writer;
END;

DROP TRIGGER price_group_logs_insert;
DROP TRIGGER price_group_logs_update;
DROP TRIGGER price_group_logs_delete;
CREATE TRIGGER price_group_logs_insert AFTER INSERT ON price_group
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'price_group', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER price_group_logs_update AFTER UPDATE ON price_group
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'price_group', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'name', OLD.name, 'priority', OLD.priority)
  FROM writer;
END;
CREATE TRIGGER price_group_logs_delete AFTER DELETE ON price_group
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'price_group', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'name', OLD.name, 'priority', OLD.priority)
  FROM writer;
END;

DROP TRIGGER tax_region_logs_insert;
DROP TRIGGER tax_region_logs_update;
DROP TRIGGER tax_region_logs_delete;
CREATE TRIGGER tax_region_logs_insert AFTER INSERT ON tax_region
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'tax_region', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER tax_region_logs_update AFTER UPDATE ON tax_region
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'tax_region', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'name', OLD.name)
  FROM writer;
END;
CREATE TRIGGER tax_region_logs_delete AFTER DELETE ON tax_region
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'tax_region', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'name', OLD.name)
  FROM writer;
END;

DROP TRIGGER store_logs_insert;
DROP TRIGGER store_logs_update;
DROP TRIGGER store_logs_delete;
CREATE TRIGGER store_logs_insert AFTER INSERT ON store
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'store', NEW.store, NEW.store, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER store_logs_update AFTER UPDATE ON store
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'store', NEW.store, NEW.store, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.store,
    json_object('store', OLD.store, 'name', OLD.name, 'receipt_lines', OLD.receipt_lines, 'currency', OLD.currency,
    'time_zone', OLD.time_zone, 'country', OLD.country, 'prices_include_tax', OLD.prices_include_tax,
    'tax_region', OLD.tax_region, 'assortment', OLD.assortment, 'price_groups', OLD.price_groups,
    'member_price_groups', OLD.member_price_groups, 'pricing', OLD.pricing,
    'employee_group', OLD.employee_group, 'customer_group', OLD.customer_group)
  FROM writer;
END;
CREATE TRIGGER store_logs_delete AFTER DELETE ON store
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'store', OLD.store, OLD.store, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.store,
    json_object('store', OLD.store, 'name', OLD.name, 'receipt_lines', OLD.receipt_lines, 'currency', OLD.currency,
    'time_zone', OLD.time_zone, 'country', OLD.country, 'prices_include_tax', OLD.prices_include_tax,
    'tax_region', OLD.tax_region, 'assortment', OLD.assortment, 'price_groups', OLD.price_groups,
    'member_price_groups', OLD.member_price_groups, 'pricing', OLD.pricing,
    'employee_group', OLD.employee_group, 'customer_group', OLD.customer_group)
  FROM writer;
END;

DROP TRIGGER register_logs_insert;
DROP TRIGGER register_logs_update;
DROP TRIGGER register_logs_delete;
CREATE TRIGGER register_logs_insert AFTER INSERT ON register
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'register', NEW.terminal, NEW.store, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER register_logs_update AFTER UPDATE ON register
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'register', NEW.terminal, NEW.store, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer
  WHERE OLD.terminal IS NOT NEW.terminal OR OLD.store IS NOT NEW.store;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'register', OLD.terminal, OLD.store, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'store', OLD.store, 'terminal', OLD.terminal, 'name', OLD.name,
    'offline_profile', OLD.offline_profile)
  FROM writer
  WHERE OLD.terminal IS NOT NEW.terminal OR OLD.store IS NOT NEW.store;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'register', NEW.terminal, NEW.store, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'store', OLD.store, 'terminal', OLD.terminal, 'name', OLD.name,
    'offline_profile', OLD.offline_profile)
  FROM writer
  WHERE NOT (OLD.terminal IS NOT NEW.terminal OR OLD.store IS NOT NEW.store);
END;
CREATE TRIGGER register_logs_delete AFTER DELETE ON register
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'register', OLD.terminal, OLD.store, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'store', OLD.store, 'terminal', OLD.terminal, 'name', OLD.name,
    'offline_profile', OLD.offline_profile)
  FROM writer;
END;

DROP TRIGGER tender_type_logs_insert;
DROP TRIGGER tender_type_logs_update;
DROP TRIGGER tender_type_logs_delete;
CREATE TRIGGER tender_type_logs_insert AFTER INSERT ON tender_type
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'tender_type', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER tender_type_logs_update AFTER UPDATE ON tender_type
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'tender_type', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'name', OLD.name, 'kind', OLD.kind, 'gives_change', OLD.gives_change,
    'opens_drawer', OLD.opens_drawer)
  FROM writer;
END;
CREATE TRIGGER tender_type_logs_delete AFTER DELETE ON tender_type
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'tender_type', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'name', OLD.name, 'kind', OLD.kind, 'gives_change', OLD.gives_change,
    'opens_drawer', OLD.opens_drawer)
  FROM writer;
END;

DROP TRIGGER reason_code_logs_insert;
DROP TRIGGER reason_code_logs_update;
DROP TRIGGER reason_code_logs_delete;
CREATE TRIGGER reason_code_logs_insert AFTER INSERT ON reason_code
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'reason_code', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER reason_code_logs_update AFTER UPDATE ON reason_code
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'reason_code', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'text', OLD.text, 'usage', OLD.usage)
  FROM writer;
END;
CREATE TRIGGER reason_code_logs_delete AFTER DELETE ON reason_code
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'reason_code', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'text', OLD.text, 'usage', OLD.usage)
  FROM writer;
END;

-- What products and offers say, also where it can be looked up by; only what differs is written, and logged.
CREATE TRIGGER product_tells_insert AFTER INSERT ON product WHEN NEW.categories <> '[]' OR NEW.kit <> '[]'
BEGIN
  INSERT INTO product_category (category, sku) SELECT value, NEW.sku FROM json_each(NEW.categories)
  WHERE true ON CONFLICT DO NOTHING;
  INSERT INTO kit_component (kit, component) SELECT NEW.sku, json_extract(value, '$.sku') FROM json_each(NEW.kit)
  WHERE true ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER product_tells_update AFTER UPDATE ON product
WHEN NEW.categories <> OLD.categories OR NEW.kit <> OLD.kit
BEGIN
  DELETE FROM product_category WHERE sku = NEW.sku AND category NOT IN (SELECT value FROM json_each(NEW.categories));
  INSERT INTO product_category (category, sku) SELECT value, NEW.sku FROM json_each(NEW.categories)
  WHERE true ON CONFLICT DO NOTHING;
  DELETE FROM kit_component WHERE kit = NEW.sku
    AND component NOT IN (SELECT json_extract(value, '$.sku') FROM json_each(NEW.kit));
  INSERT INTO kit_component (kit, component) SELECT NEW.sku, json_extract(value, '$.sku') FROM json_each(NEW.kit)
  WHERE true ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER offer_tells_insert AFTER INSERT ON offer
BEGIN
  INSERT INTO offer_price_group (price_group, offer) SELECT value, NEW.id FROM json_each(NEW.price_groups)
  WHERE true ON CONFLICT DO NOTHING;
  INSERT INTO offer_line (offer, line, target, dimensions, unit_of_measure, exclude, "group", reward)
  SELECT NEW.id, key + 1, json_extract(value, '$.target'), json_extract(value, '$.dimensions'),
    json_extract(value, '$.unitOfMeasure'), json_extract(value, '$.exclude'), json_extract(value, '$.group'),
    json_extract(value, '$.reward')
  FROM json_each(NEW.lines) WHERE true
  ON CONFLICT (offer, line) DO UPDATE SET target = excluded.target, dimensions = excluded.dimensions,
    unit_of_measure = excluded.unit_of_measure, exclude = excluded.exclude, "group" = excluded."group",
    reward = excluded.reward
  WHERE target <> excluded.target OR dimensions <> excluded.dimensions
    OR unit_of_measure IS NOT excluded.unit_of_measure OR exclude <> excluded.exclude
    OR "group" <> excluded."group" OR reward IS NOT excluded.reward;
END;
CREATE TRIGGER offer_tells_update AFTER UPDATE ON offer
BEGIN
  DELETE FROM offer_price_group WHERE offer = NEW.id
    AND price_group NOT IN (SELECT value FROM json_each(NEW.price_groups));
  INSERT INTO offer_price_group (price_group, offer) SELECT value, NEW.id FROM json_each(NEW.price_groups)
  WHERE true ON CONFLICT DO NOTHING;
  DELETE FROM offer_line WHERE offer = NEW.id AND line > json_array_length(NEW.lines);
  INSERT INTO offer_line (offer, line, target, dimensions, unit_of_measure, exclude, "group", reward)
  SELECT NEW.id, key + 1, json_extract(value, '$.target'), json_extract(value, '$.dimensions'),
    json_extract(value, '$.unitOfMeasure'), json_extract(value, '$.exclude'), json_extract(value, '$.group'),
    json_extract(value, '$.reward')
  FROM json_each(NEW.lines) WHERE true
  ON CONFLICT (offer, line) DO UPDATE SET target = excluded.target, dimensions = excluded.dimensions,
    unit_of_measure = excluded.unit_of_measure, exclude = excluded.exclude, "group" = excluded."group",
    reward = excluded.reward
  WHERE target <> excluded.target OR dimensions <> excluded.dimensions
    OR unit_of_measure IS NOT excluded.unit_of_measure OR exclude <> excluded.exclude
    OR "group" <> excluded."group" OR reward IS NOT excluded.reward;
END;

-- What is named inside other rows is not removed under them.
CREATE TRIGGER price_group_is_used BEFORE DELETE ON price_group
WHEN EXISTS (SELECT 1 FROM store s, json_each(s.price_groups) g WHERE g.value = OLD.id)
  OR EXISTS (SELECT 1 FROM store s, json_each(s.member_price_groups) g WHERE g.value = OLD.id)
  OR EXISTS (SELECT 1 FROM affiliation a, json_each(a.price_groups) g WHERE g.value = OLD.id)
  OR EXISTS (SELECT 1 FROM loyalty_tier t, json_each(t.price_groups) g WHERE g.value = OLD.id)
  OR EXISTS (SELECT 1 FROM customer c, json_each(c.price_groups) g WHERE c.price_groups <> '[]' AND g.value = OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'FOREIGN KEY: the price group is still used');
END;
CREATE TRIGGER category_is_used BEFORE DELETE ON category
WHEN EXISTS (SELECT 1 FROM offer_line WHERE target = 'category:' || OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'FOREIGN KEY: the category is still used');
END;
CREATE TRIGGER product_is_used BEFORE DELETE ON product
WHEN EXISTS (SELECT 1 FROM offer_line WHERE target = 'product:' || OLD.sku)
BEGIN
  SELECT RAISE(ABORT, 'FOREIGN KEY: the product is still used');
END;
CREATE TRIGGER tax_code_is_used BEFORE DELETE ON tax_code
WHEN EXISTS (SELECT 1 FROM tax_code t, json_each(t.parts) p WHERE p.value = OLD.id AND t.id <> OLD.id)
  OR EXISTS (SELECT 1 FROM tax_code t WHERE t.tax_of = OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'FOREIGN KEY: the tax code is still used');
END;

-- Until now a store's list said which group goes first; now the groups say it themselves: a group gets a priority
-- above those that come after it in any store. Every group and tax code is logged, because packages hold them now.
UPDATE price_group SET priority = (
  WITH RECURSIVE
    before (higher, lower) AS (
      SELECT DISTINCT a.value, b.value
      FROM store s, json_each(s.price_groups) a, json_each(s.price_groups) b WHERE a.key < b.key
    ),
    chain (id, length) AS (
      SELECT id, 0 FROM price_group
      UNION
      SELECT b.higher, c.length + 1 FROM chain c JOIN before b ON b.lower = c.id WHERE c.length < 50
    )
  SELECT max(length) FROM chain WHERE chain.id = price_group.id
);
UPDATE tax_code SET name = name;
