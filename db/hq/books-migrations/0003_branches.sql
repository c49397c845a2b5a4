-- Branches: a device that was copied, or whose database was set back, writes another record at a place that is held.
-- Each is booked. See books-schema.ts for what the columns mean.
CREATE TABLE journal_branch (
  store text NOT NULL,
  terminal text NOT NULL,
  epoch integer NOT NULL,
  branch integer NOT NULL,
  parent integer NOT NULL,
  shared_seq integer NOT NULL,
  seq integer NOT NULL,
  hash text NOT NULL,
  receipt_max integer NOT NULL,
  PRIMARY KEY(store, terminal, epoch, branch)
);
INSERT INTO journal_branch
  SELECT store, terminal, epoch, 0, 0, 0, seq, hash, coalesce((
    SELECT max(receipt_number) FROM sale s WHERE s.store = c.store AND s.terminal = c.terminal AND s.epoch = c.epoch
  ), 0) FROM journal_cursor c;

CREATE TABLE journal_record (
  store text NOT NULL,
  terminal text NOT NULL,
  epoch integer NOT NULL,
  branch integer NOT NULL,
  seq integer NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY(store, terminal, epoch, branch, seq)
) WITHOUT ROWID;
INSERT INTO journal_record SELECT store, terminal, epoch, 0, seq, hash FROM sale;
INSERT OR IGNORE INTO journal_record SELECT store, terminal, epoch, 0, seq, hash FROM journal_cursor;

CREATE TABLE posting_of_branch (
  store text NOT NULL,
  terminal text NOT NULL,
  epoch integer NOT NULL,
  branch integer NOT NULL,
  parent integer NOT NULL,
  shared_seq integer NOT NULL,
  from_seq integer NOT NULL,
  to_seq integer NOT NULL,
  prev text NOT NULL,
  hash text NOT NULL,
  receipt_max integer NOT NULL,
  segment text NOT NULL,
  posted_at text NOT NULL,
  PRIMARY KEY(store, terminal, epoch, branch, from_seq)
);
INSERT INTO posting_of_branch
  SELECT store, terminal, epoch, 0, 0, 0, from_seq, to_seq, '', hash, 0, segment, posted_at FROM posting;
DROP TABLE posting;
DROP TABLE journal_cursor;
ALTER TABLE posting_of_branch RENAME TO posting;
CREATE INDEX posting_segment ON posting (segment);

-- A posting continues the head of its branch, or begins the branch; then it moves the head. So a record is booked
-- once, whoever repeats it.
CREATE TRIGGER posting_continues BEFORE INSERT ON posting
WHEN CASE WHEN EXISTS (
  SELECT 1 FROM journal_branch WHERE store = NEW.store AND terminal = NEW.terminal AND epoch = NEW.epoch AND branch = NEW.branch
) THEN NOT EXISTS (
  SELECT 1 FROM journal_branch WHERE store = NEW.store AND terminal = NEW.terminal AND epoch = NEW.epoch
    AND branch = NEW.branch AND seq = NEW.from_seq - 1 AND hash = NEW.prev
) ELSE NEW.from_seq <> NEW.shared_seq + 1 END
BEGIN
  SELECT RAISE(ABORT, 'a posting must continue its branch');
END;
CREATE TRIGGER posting_moves_branch AFTER INSERT ON posting
BEGIN
  INSERT INTO journal_branch (store, terminal, epoch, branch, parent, shared_seq, seq, hash, receipt_max)
  VALUES (NEW.store, NEW.terminal, NEW.epoch, NEW.branch, NEW.parent, NEW.shared_seq, NEW.to_seq, NEW.hash, NEW.receipt_max)
  ON CONFLICT (store, terminal, epoch, branch) DO UPDATE SET
    seq = excluded.seq, hash = excluded.hash, receipt_max = max(receipt_max, excluded.receipt_max);
END;
