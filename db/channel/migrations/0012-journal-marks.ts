import type { Migration } from '../migration.ts';

/** A place in a journal is named by its hash too: a number alone may mean another record on a copied device. */
export const journalMarks: Migration = {
  id: '0012-journal-marks',
  statements: [
    `ALTER TABLE watermark ADD COLUMN gateway_hash text NOT NULL DEFAULT ''`,
    `ALTER TABLE watermark ADD COLUMN hq_hash text NOT NULL DEFAULT ''`,
    `UPDATE watermark SET
      gateway_hash = coalesce((SELECT hash FROM journal j WHERE j.epoch = watermark.epoch AND j.seq = gateway_seq), ''),
      hq_hash = coalesce((SELECT hash FROM journal j WHERE j.epoch = watermark.epoch AND j.seq = hq_seq), '')`,
  ],
};
