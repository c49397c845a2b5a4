-- Snapshots that are being cut, page by page: a run that ends goes on from here in the next one.
CREATE TABLE snapshot_work (
  stream text PRIMARY KEY NOT NULL,
  version integer NOT NULL,
  change_version integer NOT NULL,
  source integer NOT NULL,
  after_key text NOT NULL,
  blobs text NOT NULL
);

-- Blobs that no head names any more. They are kept for registers that are still fetching them.
CREATE TABLE retired_blob (
  sha256 text PRIMARY KEY NOT NULL,
  retired_at text NOT NULL
);
CREATE INDEX retired_blob_at ON retired_blob (retired_at);
