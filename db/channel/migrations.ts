import type { Migration } from './migration.ts';
import { channel } from './migrations/0001-channel.ts';
import { pricing } from './migrations/0002-pricing.ts';
import { arriving } from './migrations/0003-arriving.ts';
import { discountsByHand } from './migrations/0004-discounts-by-hand.ts';
import { journalMarks } from './migrations/0012-journal-marks.ts';
import { suspended } from './migrations/0013-suspended.ts';
import { drawer } from './migrations/0014-drawer.ts';
import { tenderRules } from './migrations/0015-tender-rules.ts';

export const channelMigrations: readonly Migration[] = [
  channel,
  pricing,
  arriving,
  discountsByHand,
  journalMarks,
  suspended,
  drawer,
  tenderRules,
];
