import type { Migration } from '../migration.ts';

export const drawer: Migration = {
  id: '0014-drawer',
  statements: [
    `ALTER TABLE permission_group ADD open_drawer integer NOT NULL DEFAULT 0`,
    `ALTER TABLE permission_group ADD manage_cash integer NOT NULL DEFAULT 0`,
    `ALTER TABLE permission_group ADD view_reports integer NOT NULL DEFAULT 1`,
    `ALTER TABLE permission_group ADD price_override_max_basis_points integer NOT NULL DEFAULT 10000`,
    `ALTER TABLE permission_group ADD return_max_minor integer`,
  ],
};
