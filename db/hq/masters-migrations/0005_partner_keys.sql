-- Partners' keys, and the snapshots that prices were told under. See partner-schema.ts for what the columns mean.
CREATE TABLE partner_key (
  id text PRIMARY KEY NOT NULL,
  name text NOT NULL,
  prefix text NOT NULL,
  key_hash text NOT NULL,
  scopes text NOT NULL,
  channels text,
  requests_per_minute integer NOT NULL,
  created_at text NOT NULL,
  created_by text NOT NULL,
  last_used_at text,
  revoked_at text
);
CREATE UNIQUE INDEX partner_key_key_hash_unique ON partner_key (key_hash);
CREATE TABLE pricing_snapshot (
  id text PRIMARY KEY NOT NULL,
  store text NOT NULL,
  streams text NOT NULL,
  first_told_at text NOT NULL
);

-- When a key was last used is no change of it.
CREATE TRIGGER partner_key_logs_insert AFTER INSERT ON partner_key
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'partner_key', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER partner_key_logs_update
AFTER UPDATE OF name, scopes, channels, requests_per_minute, revoked_at ON partner_key
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'partner_key', NEW.id, '', iif(NEW.revoked_at IS NULL, 'put', 'remove'), admin,
    strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER partner_key_logs_delete AFTER DELETE ON partner_key
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'partner_key', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
