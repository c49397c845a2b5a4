import type { Migration } from '../migration.ts';

export const arriving: Migration = {
  id: '0003-arriving',
  statements: [
  `ALTER TABLE stream_cursor ADD base integer NOT NULL DEFAULT 0`,
  `CREATE TABLE looked_up (
    sku text PRIMARY KEY NOT NULL,
    stream text NOT NULL
  ) STRICT`,
  // Only the index: what a row says stands in the product, found by its rowid.
  `CREATE VIRTUAL TABLE product_search USING fts5(name, sku, content='', contentless_delete=1, detail=none,
    tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')`,
  `INSERT INTO product_search (rowid, name, sku) SELECT rowid, name, sku FROM product`,
  // A row that is replaced leaves its words behind: they lead to a rowid that is no more, or is said anew.
  `CREATE TRIGGER product_is_found AFTER INSERT ON product
  BEGIN
    INSERT OR REPLACE INTO product_search (rowid, name, sku) VALUES (NEW.rowid, NEW.name, NEW.sku);
  END`,
  `CREATE TRIGGER product_is_not_found AFTER DELETE ON product
  BEGIN
    DELETE FROM product_search WHERE rowid = OLD.rowid;
  END`,
  ],
};
