import { describe, expect, test } from 'vitest';
import { type AuditedRecord, AuditJournal } from './audit-journal.ts';
import { genesisHash } from './journal-record.ts';

interface Made {
  readonly record: AuditedRecord;
  readonly perpetualMinor: number;
}

/** A terminal's records in the making; hashes are names, because what they are made of is checked elsewhere. */
class Journal {
  readonly made: Made[] = [];
  readonly terminal = '1';

  add(
    epoch: number,
    seq: number,
    change: Partial<AuditedRecord> & {
      gross?: number;
      receipt?: number | null;
      prev?: string;
      perpetual?: number;
      kind?: string;
    } = {},
  ) {
    const branch = change.branch ?? 0;
    const before = this.made
      .filter(({ record }) => record.epoch === epoch && record.branch === branch)
      .at(-1);
    const grossMinor = change.gross ?? 0;
    const perpetualMinor = change.perpetual ?? (before?.perpetualMinor ?? 0) + grossMinor;
    const hash = `${epoch}.${seq}~${branch}`;
    const record: AuditedRecord = {
      ...{
        terminal: this.terminal,
        epoch,
        branch,
        seq,
        hash,
        recomputed: hash,
        epochStart: null,
        bodyFault: null,
      },
      header: {
        ...{
          store: 'S1',
          terminal: this.terminal,
          epoch,
          seq,
          kind: change.kind ?? (seq === 1 ? 'epochStart' : 'sale'),
        },
        prev: change.prev ?? before?.record.hash ?? genesisHash,
        receiptNumber: change.receipt ?? null,
        totals: { grossMinor, perpetualMinor },
      },
      ...change,
    };
    this.made.push({ record, perpetualMinor });
    return this;
  }

  start(
    epoch: number,
    nextReceiptNumber: number,
    predecessor: { epoch: number; seq: number; hash: string },
    perpetual = 0,
  ) {
    return this.add(epoch, 1, {
      epochStart: { predecessor, nextReceiptNumber },
      prev: predecessor.hash,
      perpetual,
    });
  }

  audit() {
    const audit = new AuditJournal('S1');
    for (const { record } of this.made) audit.add(record);
    return audit.result();
  }
}

const genesis = { epoch: 0, seq: 0, hash: genesisHash };
const first = () => new Journal().start(1, 1, genesis);
const sound = { gaps: 0, explainedGaps: 0, chainErrors: 0, totalsErrors: 0, ok: true, faults: [] };

describe('a sound journal', () => {
  test('one epoch', () => {
    const journal = first()
      .add(1, 2, { gross: 295, receipt: 1 })
      .add(1, 3)
      .add(1, 4, { gross: -95, receipt: 2 });
    expect(journal.audit()).toEqual({ ...sound, store: 'S1', records: 4, epochs: 1, receipts: 2 });
  });

  test('a new epoch skips a reserve, and says so', () => {
    const journal = first()
      .add(1, 2, { gross: 295, receipt: 1 })
      .start(2, 1002, { epoch: 1, seq: 2, hash: '1.2~0' }, 295)
      .add(2, 2, { gross: 5, receipt: 1002 });
    expect(journal.audit()).toMatchObject({ ok: true, epochs: 2, receipts: 2, gaps: 0, explainedGaps: 1000 });
  });

  test('what a predecessor sold after its successor was granted is no gap', () => {
    const journal = first()
      .add(1, 2, { gross: 295, receipt: 1 })
      .add(1, 3, { gross: 1, receipt: 2 })
      .start(2, 1002, { epoch: 1, seq: 2, hash: '1.2~0' }, 295)
      .add(2, 2, { gross: 5, receipt: 1002 });
    expect(journal.audit()).toMatchObject({ ok: true, receipts: 3, gaps: 0, explainedGaps: 999 });
  });

  test('an epoch that sold nothing lies between two', () => {
    const journal = first()
      .add(1, 2, { gross: 295, receipt: 1 })
      .start(2, 1002, { epoch: 1, seq: 2, hash: '1.2~0' }, 295)
      .start(3, 2002, { epoch: 2, seq: 1, hash: '2.1~0' }, 295)
      .add(3, 2, { gross: 5, receipt: 2002 });
    expect(journal.audit()).toMatchObject({ ok: true, gaps: 0, explainedGaps: 2000 });
  });

  test('a branch leaves a record of its epoch', () => {
    const journal = first()
      .add(1, 2, { gross: 295, receipt: 1 })
      .add(1, 3, { gross: 5, receipt: 2 })
      .add(1, 3, { branch: 1, prev: '1.2~0', gross: 7, receipt: 3, perpetual: 302 });
    expect(journal.audit()).toMatchObject({ ok: true, records: 4, epochs: 1 });
  });
});

describe('a journal that is not sound', () => {
  test.each<{ name: string; journal: Journal; found: object; fault: string }>([
    {
      name: 'a body was altered',
      journal: first().add(1, 2, { receipt: 1, recomputed: 'another' }),
      found: { chainErrors: 1 },
      fault: 'S1.1.1.2 does not have the hash it says',
    },
    {
      name: 'a record was taken out',
      journal: first().add(1, 2, { receipt: 1 }).add(1, 4, { receipt: 3 }),
      found: { chainErrors: 1, gaps: 1 },
      fault: 'S1.1.1.4 follows place 2',
    },
    {
      name: 'a record was exchanged',
      journal: first().add(1, 2, { receipt: 1 }).add(1, 3, { receipt: 2, prev: 'another' }),
      found: { chainErrors: 1 },
      fault: 'S1.1.1.3 does not continue the record before it',
    },
    {
      name: 'it is of another terminal',
      journal: first().add(1, 2, {
        header: {
          ...{ store: 'S1', terminal: '2', epoch: 1, seq: 2, kind: 'sale', prev: '1.1~0', receiptNumber: 1 },
          totals: { grossMinor: 0, perpetualMinor: 0 },
        },
      }),
      found: { chainErrors: 1 },
      fault: 'S1.1.1.2 says that it is S1.2.1.2',
    },
    {
      name: 'the grand total jumps',
      journal: first().add(1, 2, { gross: 5, perpetual: 6, receipt: 1 }),
      found: { totalsErrors: 1 },
      fault: 'S1.1.1.2 moves the grand total by another sum than its own',
    },
    {
      name: 'a body does not add up',
      journal: first().add(1, 2, { receipt: 1, bodyFault: 'its lines do not add up to its totals' }),
      found: { totalsErrors: 1 },
      fault: 'S1.1.1.2: its lines do not add up to its totals',
    },
    {
      name: 'a receipt number is missing',
      journal: first().add(1, 2, { receipt: 1 }).add(1, 3, { receipt: 3 }),
      found: { gaps: 1 },
      fault: 'S1.1: receipt number 2 is missing, and nothing explains it',
    },
    {
      name: 'a receipt number is missing before an epoch that explains others',
      journal: first()
        .add(1, 2, { receipt: 1 })
        .add(1, 3, { receipt: 3 })
        .start(2, 1004, { epoch: 1, seq: 3, hash: '1.3~0' })
        .add(2, 2, { receipt: 1004 }),
      found: { gaps: 1, explainedGaps: 1000 },
      fault: 'S1.1: receipt number 2 is missing, and nothing explains it',
    },
    {
      name: 'a receipt number is there twice',
      journal: first().add(1, 2, { receipt: 1 }).add(1, 3, { receipt: 1 }),
      found: { chainErrors: 1 },
      fault: 'S1.1: receipt number 1 is there twice',
    },
    {
      name: 'an epoch continues what is not there',
      journal: first().add(1, 2, { receipt: 1 }).start(2, 2, { epoch: 1, seq: 9, hash: 'gone' }),
      found: { chainErrors: 1 },
      fault: 'S1.1.2.1 continues 1.9, which is not there',
    },
    {
      name: 'an epoch does not carry the grand total on',
      journal: first()
        .add(1, 2, { receipt: 1, gross: 5 })
        .start(2, 2, { epoch: 1, seq: 2, hash: '1.2~0' }, 0),
      found: { totalsErrors: 1 },
      fault: 'S1.1.2.1 does not carry the grand total on',
    },
    {
      name: 'a branch leaves nothing that is there',
      journal: first().add(1, 2, { receipt: 1 }).add(1, 3, { branch: 1, prev: 'gone', receipt: 2 }),
      found: { chainErrors: 1 },
      fault: 'S1.1.1.3~1 leaves no branch of its epoch',
    },
    {
      name: 'the beginning is missing',
      journal: new Journal().add(1, 2, { receipt: 1 }),
      found: { chainErrors: 1 },
      fault: 'S1.1.1.2 is the first of its epoch that is there',
    },
  ])('$name', ({ journal, found, fault }) => {
    expect(journal.audit()).toMatchObject({ ok: false, ...found });
    expect(journal.audit().faults).toContain(fault);
  });
});
