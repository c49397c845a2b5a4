-- What offers and manual discounts took off each line of a sale, in the order in which they were applied.
ALTER TABLE sale ADD COLUMN discount_minor integer NOT NULL DEFAULT 0;
CREATE TABLE sale_discount (
  sale_id text NOT NULL,
  line integer NOT NULL,
  position integer NOT NULL,
  kind text NOT NULL,
  offer text,
  name text NOT NULL,
  amount_minor integer NOT NULL,
  PRIMARY KEY(sale_id, line, position)
);
CREATE INDEX sale_discount_offer ON sale_discount (offer) WHERE offer IS NOT NULL;
