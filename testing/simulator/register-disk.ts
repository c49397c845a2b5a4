import type { JournalHead } from '../../commerce/journal/journal-record.ts';
import type { RegisterState } from '../../commerce/journal/register-end.ts';
import type { Marks } from '../../commerce/journal/watermarks.ts';
import type { SimRecord } from './messages.ts';

interface EpochOnDisk {
  readonly epoch: number;
  /** Oldest kept first. */
  records: SimRecord[];
  marks: Marks;
}

/** What a register's storage holds. A commit is whole or not at all, as the database promises. */
export class RegisterDisk {
  readonly installId: string;
  readonly key: string;
  terminal: string | null = null;
  epochs: EpochOnDisk[] = [];
  head: JournalHead | null = null;
  fenced = false;
  /** Kept until it is granted, whatever the gateway says later: it may be set back in between. */
  needsEpoch: { readonly reason: 'restored' | 'forked'; readonly ask: string } | null = null;

  constructor(installId: string, key: string) {
    this.installId = installId;
    this.key = key;
  }

  begin(terminal: string, head: JournalHead, first: SimRecord, from: string): void {
    this.terminal = terminal;
    const none = { seq: 0, hash: from };
    const marks = { epoch: first.epoch, gateway: none, hq: none, prunableSeq: 0 };
    this.epochs = [...this.epochs, { epoch: first.epoch, records: [first], marks }];
    this.head = head;
  }

  append(record: SimRecord, head: JournalHead): void {
    this.current.records.push(record);
    this.head = head;
  }

  get current(): EpochOnDisk {
    const newest = this.epochs.at(-1);
    if (!newest) throw new Error('the device is activated');
    return newest;
  }

  state(): RegisterState {
    const epochs = this.epochs.map(({ epoch, records, marks }) => {
      const [first, last] = [records[0] as SimRecord, records.at(-1) as SimRecord];
      return { ...marks, epoch, head: { seq: last.seq, hash: last.hash }, keptFrom: first.seq };
    });
    return { epochs, fenced: this.fenced };
  }

  hashAt(epoch: number, seq: number): string | undefined {
    const found = this.epochs.find((candidate) => candidate.epoch === epoch);
    const first = found?.records[0];
    return first && found.records[seq - first.seq]?.hash;
  }

  after(epoch: number, seq: number, limit: number): SimRecord[] {
    const found = this.epochs.find((candidate) => candidate.epoch === epoch);
    const first = found?.records[0];
    if (!found || !first) return [];
    const start = Math.max(0, seq + 1 - first.seq);
    return found.records.slice(start, start + limit);
  }

  saveMarks(marks: Marks): void {
    const found = this.epochs.find(({ epoch }) => epoch === marks.epoch);
    if (found) found.marks = marks;
  }

  prune(epoch: number, seq: number): SimRecord[] {
    const found = this.epochs.find((candidate) => candidate.epoch === epoch);
    if (!found) return [];
    const gone = found.records.filter((record) => record.seq <= seq);
    found.records = found.records.filter((record) => record.seq > seq);
    return gone;
  }

  copy(): RegisterDisk {
    const copy = new RegisterDisk(this.installId, this.key);
    copy.terminal = this.terminal;
    copy.epochs = this.epochs.map((epoch) => ({ ...epoch, records: [...epoch.records] }));
    copy.head = this.head;
    copy.fenced = this.fenced;
    copy.needsEpoch = this.needsEpoch;
    return copy;
  }

  records(): SimRecord[] {
    return this.epochs.flatMap(({ records }) => records);
  }
}
