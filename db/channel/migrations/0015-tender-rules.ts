import type { Migration } from '../migration.ts';

export const tenderRules: Migration = {
  id: '0015-tender-rules',
  statements: [
    `ALTER TABLE tender_type ADD minimum_minor integer`,
    `ALTER TABLE tender_type ADD maximum_minor integer`,
    `ALTER TABLE tender_type ADD change_max_minor integer`,
    `ALTER TABLE tender_type ADD rounding_step_minor integer`,
    `ALTER TABLE tender_type ADD pays_part integer NOT NULL DEFAULT 1`,
    `ALTER TABLE tender_type ADD connector text NOT NULL DEFAULT 'none'`,
  ],
};
