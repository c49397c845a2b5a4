-- What headquarters knows of each store's gateway: how often it has compared itself (a gateway that says less was set
-- back), and how far the search for segments that nobody announces has come, while one is due.
CREATE TABLE store_journal (
  store text PRIMARY KEY NOT NULL,
  comparisons integer NOT NULL,
  sweep_due integer NOT NULL,
  sweep_cursor text
);
