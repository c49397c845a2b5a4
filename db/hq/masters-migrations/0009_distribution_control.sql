-- Streams in which something has changed and that are not published yet; a job takes those that it is for.
CREATE TABLE due_stream (
  stream text PRIMARY KEY NOT NULL,
  change_version integer NOT NULL,
  due_since text NOT NULL,
  error text
);

-- Rows that could not be packed: each is left out with its reason, and the others travel.
CREATE TABLE refused_row (
  stream text NOT NULL,
  table_name text NOT NULL,
  row_key text NOT NULL,
  reason text NOT NULL,
  refused_at text NOT NULL,
  PRIMARY KEY(stream, table_name, row_key)
);

-- What admins have told single stores and registers to do with their packages.
CREATE TABLE package_order (
  id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
  store text NOT NULL,
  terminal text,
  deed text NOT NULL,
  streams text NOT NULL,
  reason text NOT NULL,
  admin text NOT NULL,
  ordered_at text NOT NULL
);
CREATE INDEX package_order_of ON package_order (store, id);

-- The database entry of every register that may sell offline, in its data group (the assortment that it carries).
CREATE TABLE channel_database (
  register text PRIMARY KEY NOT NULL,
  store text NOT NULL,
  terminal text NOT NULL,
  data_group text NOT NULL,
  created_at text NOT NULL,
  retired_at text
);

ALTER TABLE distribution_job ADD stream_kinds text NOT NULL DEFAULT '[]';
ALTER TABLE distribution_job ADD run_from text;
ALTER TABLE distribution_job ADD run_until text;
ALTER TABLE distribution_job ADD time_zone text NOT NULL DEFAULT 'UTC';
ALTER TABLE distribution_job ADD paused integer NOT NULL DEFAULT 0;
ALTER TABLE distribution_run ADD stop_asked_by text;
ALTER TABLE signing_key ADD retired_at text;
ALTER TABLE publisher ADD key_ring_version integer NOT NULL DEFAULT 0;
ALTER TABLE publisher ADD signing_key_id text NOT NULL DEFAULT '';
ALTER TABLE register ADD support_offline integer NOT NULL DEFAULT 1;

-- When each version was first published: how long ago a register stopped being up to date.
ALTER TABLE stream_version ADD published_at text;
DROP TRIGGER stream_keeps_its_first_version;
DROP TRIGGER stream_keeps_its_versions;
CREATE TRIGGER stream_keeps_its_first_version AFTER INSERT ON stream
BEGIN
  INSERT INTO stream_version (stream, version, change_version, published_at)
  VALUES (NEW.stream, NEW.version, NEW.change_version, NEW.head ->> '$.issuedAt')
  ON CONFLICT (stream, version) DO UPDATE SET change_version = excluded.change_version;
END;
CREATE TRIGGER stream_keeps_its_versions AFTER UPDATE ON stream
BEGIN
  INSERT INTO stream_version (stream, version, change_version, published_at)
  VALUES (NEW.stream, NEW.version, NEW.change_version, NEW.head ->> '$.issuedAt')
  ON CONFLICT (stream, version) DO UPDATE SET change_version = excluded.change_version;
END;

-- A register that may sell offline has its entry; one that may not, or is gone, has a retired one.
CREATE TRIGGER register_has_its_database AFTER INSERT ON register WHEN NEW.support_offline
BEGIN
  INSERT INTO channel_database (register, store, terminal, data_group, created_at)
  SELECT NEW.id, NEW.store, NEW.terminal, s.assortment, strftime('%Y-%m-%dT%H:%M:%fZ') FROM store s WHERE s.store = NEW.store
  ON CONFLICT (register) DO UPDATE SET store = excluded.store, terminal = excluded.terminal,
    data_group = excluded.data_group, created_at = excluded.created_at, retired_at = NULL;
END;
CREATE TRIGGER register_changes_its_database AFTER UPDATE ON register
  WHEN NEW.support_offline AND (NOT OLD.support_offline OR OLD.store <> NEW.store OR OLD.terminal <> NEW.terminal)
BEGIN
  INSERT INTO channel_database (register, store, terminal, data_group, created_at)
  SELECT NEW.id, NEW.store, NEW.terminal, s.assortment, strftime('%Y-%m-%dT%H:%M:%fZ') FROM store s WHERE s.store = NEW.store
  ON CONFLICT (register) DO UPDATE SET store = excluded.store, terminal = excluded.terminal,
    data_group = excluded.data_group, created_at = excluded.created_at, retired_at = NULL;
END;
CREATE TRIGGER register_retires_its_database AFTER UPDATE ON register WHEN OLD.support_offline AND NOT NEW.support_offline
BEGIN
  UPDATE channel_database SET retired_at = strftime('%Y-%m-%dT%H:%M:%fZ') WHERE register = NEW.id;
END;
CREATE TRIGGER register_takes_its_database_along AFTER DELETE ON register
BEGIN
  UPDATE channel_database SET retired_at = strftime('%Y-%m-%dT%H:%M:%fZ') WHERE register = OLD.id AND retired_at IS NULL;
END;
CREATE TRIGGER store_changes_its_data_group AFTER UPDATE ON store WHEN OLD.assortment <> NEW.assortment
BEGIN
  UPDATE channel_database SET data_group = NEW.assortment WHERE store = NEW.store AND retired_at IS NULL;
END;
INSERT INTO channel_database (register, store, terminal, data_group, created_at)
SELECT r.id, r.store, r.terminal, s.assortment, strftime('%Y-%m-%dT%H:%M:%fZ') FROM register r JOIN store s ON s.store = r.store;

-- The log keeps the new column too.
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
    'offline_profile', OLD.offline_profile, 'support_offline', OLD.support_offline)
  FROM writer
  WHERE OLD.terminal IS NOT NEW.terminal OR OLD.store IS NOT NEW.store;
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'register', NEW.terminal, NEW.store, 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'store', OLD.store, 'terminal', OLD.terminal, 'name', OLD.name,
    'offline_profile', OLD.offline_profile, 'support_offline', OLD.support_offline)
  FROM writer
  WHERE NOT (OLD.terminal IS NOT NEW.terminal OR OLD.store IS NOT NEW.store);
END;
CREATE TRIGGER register_logs_delete AFTER DELETE ON register
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'register', OLD.terminal, OLD.store, 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'store', OLD.store, 'terminal', OLD.terminal, 'name', OLD.name,
    'offline_profile', OLD.offline_profile, 'support_offline', OLD.support_offline)
  FROM writer;
END;
