-- Change requests: a change of masters, approved by another admin and published at a time. See governance-schema.ts.
CREATE TABLE change_request (
  id text PRIMARY KEY NOT NULL,
  number integer NOT NULL,
  title text NOT NULL,
  note text NOT NULL,
  state text NOT NULL,
  version integer NOT NULL,
  publish_at text,
  proposed_by text NOT NULL,
  created_at text NOT NULL,
  changed_at text NOT NULL,
  submitted_at text,
  decided_by text,
  decided_at text,
  decision_note text NOT NULL,
  published_at text,
  rollback_of text,
  failure_reason text,
  failed_at text,
  attempts integer NOT NULL,
  retry_at text
);
CREATE UNIQUE INDEX change_request_number ON change_request (number);
CREATE INDEX change_request_state ON change_request (state, number);
-- A request is rolled back once, unless that was taken back.
CREATE UNIQUE INDEX change_request_rollback ON change_request (rollback_of)
  WHERE rollback_of IS NOT NULL AND state <> 'withdrawn';

CREATE TABLE change_request_counter (id integer PRIMARY KEY NOT NULL, last integer NOT NULL);
INSERT INTO change_request_counter (id, last) VALUES (1, 0);

CREATE TABLE change_item (
  request text NOT NULL,
  noun text NOT NULL,
  key text NOT NULL,
  row text,
  base text,
  reason text NOT NULL,
  left_out integer NOT NULL,
  PRIMARY KEY (request, noun, key),
  FOREIGN KEY (request) REFERENCES change_request(id) ON UPDATE no action ON DELETE cascade
);
CREATE INDEX change_item_row ON change_item (noun, key);

-- One line for each version of a request: of two writers of the same version the second is refused by the key.
CREATE TABLE change_history (
  request text NOT NULL,
  version integer NOT NULL,
  at text NOT NULL,
  admin text NOT NULL,
  event text NOT NULL,
  note text NOT NULL,
  rows text NOT NULL,
  row_count integer NOT NULL,
  PRIMARY KEY (request, version)
);
CREATE INDEX change_history_at ON change_history (at);

-- A publication is the first statement of the transaction that applies a request: one for each, and only of an
-- approved request in the version that was checked, with no master written since.
CREATE TABLE publication (
  request text PRIMARY KEY NOT NULL,
  version integer NOT NULL,
  checked_at integer NOT NULL,
  at text NOT NULL,
  log_from integer NOT NULL,
  log_to integer NOT NULL,
  run text,
  distributed_at text,
  error text
);
CREATE INDEX publication_waiting ON publication (request) WHERE distributed_at IS NULL;
CREATE TRIGGER publication_is_due BEFORE INSERT ON publication
BEGIN
  SELECT RAISE(ABORT, 'notApproved') WHERE NOT EXISTS (
    SELECT 1 FROM change_request
    WHERE id = NEW.request AND state IN ('approved', 'failed') AND version = NEW.version);
  SELECT RAISE(ABORT, 'mastersMoved') WHERE EXISTS (SELECT 1 FROM change_log WHERE version > NEW.checked_at);
END;
-- A rehearsal runs the same statements and ends with a row here, which takes all of them back.
CREATE TABLE rehearsal (id integer PRIMARY KEY NOT NULL);
CREATE TRIGGER rehearsal_ends BEFORE INSERT ON rehearsal
BEGIN
  SELECT RAISE(ABORT, 'rehearsed');
END;

CREATE TABLE approval_policy (noun text PRIMARY KEY NOT NULL, policy text NOT NULL);
CREATE TRIGGER approval_policy_logs_insert AFTER INSERT ON approval_policy
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at)
  SELECT 'approval_policy', NEW.noun, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ') FROM writer;
END;
CREATE TRIGGER approval_policy_logs_update AFTER UPDATE ON approval_policy
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'approval_policy', NEW.noun, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.noun,
    json_object('noun', OLD.noun, 'policy', OLD.policy) FROM writer;
END;
CREATE TRIGGER approval_policy_logs_delete AFTER DELETE ON approval_policy
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'approval_policy', OLD.noun, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.noun,
    json_object('noun', OLD.noun, 'policy', OLD.policy) FROM writer;
END;

-- More tokens of one admin: who they are is the admin, whatever token they came with.
CREATE TABLE admin_token (
  token_hash text PRIMARY KEY NOT NULL,
  admin text NOT NULL,
  name text NOT NULL,
  FOREIGN KEY (admin) REFERENCES admin(id) ON UPDATE no action ON DELETE cascade
);
CREATE INDEX admin_token_admin ON admin_token (admin);

-- The request that brought a change, and who approved it.
ALTER TABLE change_log ADD COLUMN request text;
ALTER TABLE change_log ADD COLUMN approved_by text;
CREATE INDEX change_log_at ON change_log (at);
