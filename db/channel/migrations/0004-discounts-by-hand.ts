import type { Migration } from '../migration.ts';

export const discountsByHand: Migration = {
  id: '0004-discounts-by-hand',
  statements: [
  `ALTER TABLE permission_group ADD line_discount_max_basis_points integer NOT NULL DEFAULT 0`,
  `ALTER TABLE permission_group ADD sale_discount_max_basis_points integer NOT NULL DEFAULT 0`,
  ],
};
