import type { HeldHash } from '../../commerce/journal/branches.ts';
import type { GatewayBranch, GatewayTerminal, GatewayWrite } from '../../commerce/journal/gateway-shapes.ts';
import type { EpochGrant } from '../../commerce/journal/grant-epoch.ts';
import type { SimRecord } from './messages.ts';

interface EpochRows {
  readonly grant: EpochGrant;
  heard: boolean;
  setBackTo: number | null;
  branches: GatewayBranch[];
  /** Of each branch, its own records in order. */
  readonly records: Map<number, SimRecord[]>;
}

export interface SegmentRow {
  readonly key: string;
  readonly terminal: string;
  readonly epoch: number;
  readonly branch: number;
  readonly from: number;
  readonly to: number;
  readonly state: 'planned' | 'stored' | 'booked';
  readonly dueMs: number;
}

/** What a store's object holds. Every commit is one transaction. */
export class GatewayDisk {
  readonly terminals = new Map<string, Map<number, EpochRows>>();
  /** Segments that are on their way, and those that are done with. */
  segments = new Map<string, SegmentRow>();
  booked = new Map<string, SegmentRow>();
  /** How often it has compared itself with headquarters, which knows it too: a lower one was set back. */
  comparisons = 0;

  terminal(terminal: string): GatewayTerminal {
    const epochs = [...(this.terminals.get(terminal)?.values() ?? [])].sort(
      (a, b) => a.grant.epoch - b.grant.epoch,
    );
    return { epochs };
  }

  held(terminal: string): (epoch: number) => HeldHash {
    const epochs = this.terminals.get(terminal);
    return (epoch) => (branch, seq) => {
      const rows = epochs?.get(epoch);
      if (seq === 0) return rows?.grant.predecessor.hash;
      const shared = rows?.branches.find((candidate) => candidate.branch === branch)?.sharedSeq ?? 0;
      return rows?.records.get(branch)?.[seq - shared - 1]?.hash;
    };
  }

  records(terminal: string, epoch: number, branch: number, from: number, to: number): SimRecord[] {
    const rows = this.terminals.get(terminal)?.get(epoch);
    return (rows?.records.get(branch) ?? []).filter(({ seq }) => seq >= from && seq <= to);
  }

  apply(terminal: string, writes: readonly GatewayWrite<SimRecord>[], nowMs: number): void {
    let epochs = this.terminals.get(terminal);
    if (!epochs) {
      epochs = new Map();
      this.terminals.set(terminal, epochs);
    }
    for (const write of writes) {
      if (write.type === 'incident') continue;
      if (write.type === 'epoch') {
        const { grant } = write;
        epochs.set(grant.epoch, { grant, heard: false, setBackTo: null, branches: [], records: new Map() });
        continue;
      }
      const rows = epochs.get(write.epoch);
      if (!rows) throw new Error(`terminal ${terminal} has no epoch ${write.epoch}`);
      switch (write.type) {
        case 'heard':
          rows.heard = true;
          break;
        case 'setBackTo':
          rows.setBackTo = write.seq;
          break;
        case 'branch':
          rows.branches = [
            ...rows.branches.filter(({ branch }) => branch !== write.branch.branch),
            write.branch,
          ].sort((a, b) => a.branch - b.branch);
          break;
        case 'records': {
          const known = rows.records.get(write.branch) ?? [];
          rows.records.set(write.branch, [
            ...known,
            ...write.records.map((record) => ({ ...record, storedMs: nowMs })),
          ]);
          break;
        }
        case 'segmentsBooked':
          move(
            this.segments,
            this.booked,
            of(terminal, write, ({ to }) => to <= write.seq),
            { state: 'booked' },
          );
          break;
        case 'segmentsAgain':
          move(
            this.booked,
            this.segments,
            of(terminal, write, ({ to }) => to > write.seq),
            {
              state: 'stored',
              dueMs: nowMs,
            },
          );
          break;
        case 'dropTexts': {
          const own = rows.records.get(write.branch) ?? [];
          rows.records.set(
            write.branch,
            own.map((record) => (record.seq <= write.seq ? { ...record, header: '', body: '' } : record)),
          );
          break;
        }
      }
    }
  }

  copy(): GatewayDisk {
    const copy = new GatewayDisk();
    for (const [terminal, epochs] of this.terminals) {
      const rows = [...epochs].map(
        ([epoch, row]) => [epoch, { ...row, records: new Map(row.records) }] as const,
      );
      copy.terminals.set(terminal, new Map(rows));
    }
    copy.segments = new Map(this.segments);
    copy.booked = new Map(this.booked);
    copy.comparisons = this.comparisons;
    return copy;
  }
}

const of =
  (
    terminal: string,
    { epoch, branch }: { readonly epoch: number; readonly branch: number },
    which: (row: SegmentRow) => boolean,
  ) =>
  (row: SegmentRow) =>
    row.terminal === terminal && row.epoch === epoch && row.branch === branch && which(row);

function move(
  from: Map<string, SegmentRow>,
  to: Map<string, SegmentRow>,
  which: (row: SegmentRow) => boolean,
  change: Partial<SegmentRow>,
): void {
  for (const row of from.values()) {
    if (!which(row)) continue;
    from.delete(row.key);
    to.set(row.key, { ...row, ...change });
  }
}
