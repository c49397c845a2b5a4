import type { Branch } from '../../commerce/journal/branches.ts';
import { recordProblem } from '../../commerce/journal/check-record.ts';
import { hqStep } from '../../commerce/journal/hq-end.ts';
import type { Place } from '../../commerce/journal/watermarks.ts';
import { projectRecords } from '../../db/hq/project-records.ts';
import { wireHeader } from '../../protocol/journal-messages.ts';
import { hashOf, type Notice, type Registration, type SimRecord } from './messages.ts';
import type { World } from './world.ts';

interface BookedEpoch {
  readonly branches: readonly Branch[];
  readonly records: ReadonlyMap<number, readonly SimRecord[]>;
}

/** What the books hold: all of it from records, so that it can be built again. */
export class Books {
  readonly epochs: Map<string, BookedEpoch>;
  readonly ledger: Map<string, number>;
  /** How often each record was booked, by hash. */
  readonly bookings: Map<string, number>;
  readonly saleIds: Set<string>;
  readonly receiptMax: Map<string, number>;
  suspended: number;

  constructor(from?: Books) {
    this.epochs = new Map(from?.epochs);
    this.ledger = new Map(from?.ledger);
    this.bookings = new Map(from?.bookings);
    this.saleIds = new Set(from?.saleIds);
    this.receiptMax = new Map(from?.receiptMax);
    this.suspended = from?.suspended ?? 0;
  }
}

const ATTEMPTS_MAX = 5;
const RETRY_MS = 2000;
const SWEEP_EACH_MS = 100;

/** Headquarters: the queue's consumer and the books, R2 with the segments, and who was given which epoch. */
export class Headquarters {
  readonly #world: World;
  books = new Books();
  /** R2: written once, kept for ever. */
  readonly segments = new Map<string, { readonly notice: Notice; readonly records: readonly SimRecord[] }>();
  readonly #registered = new Map<string, Registration>();
  readonly #byAsk = new Map<string, number>();
  readonly #newestEpoch = new Map<string, number>();
  #comparisons = 0;
  /** Until a sweep finds nothing that is not booked. */
  sweepDue = false;
  down = false;
  /** Set by a fault: the consumer stops at its next booking, before or after it. */
  kill: 'before' | 'after' | null = null;
  repeatUntilMs = 0;
  deadLetterUntilMs = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /**
   * A number for a terminal's next epoch: never given twice, whatever the gateway forgets; but who asks again, because
   * the answer got lost, is given the same. `ask` is an activation code, or what a register made up when it asked.
   */
  allocate(
    terminal: string,
    registration: Registration,
    ask: string,
  ): { epoch: number; receiptSeen: number } {
    const receiptSeen = this.books.receiptMax.get(terminal) ?? 0;
    const known = this.#byAsk.get(`${terminal} ${ask}`);
    if (known !== undefined) return { epoch: known, receiptSeen };
    const epoch = (this.#newestEpoch.get(terminal) ?? 0) + 1;
    this.#newestEpoch.set(terminal, epoch);
    this.#registered.set(`${terminal}.${epoch}`, registration);
    this.#byAsk.set(`${terminal} ${ask}`, epoch);
    return { epoch, receiptSeen };
  }

  registration(terminal: string, epoch: number): Registration | undefined {
    return this.#registered.get(`${terminal}.${epoch}`);
  }

  knows(terminal: string, key: string): boolean {
    return [...this.#registered].some(
      ([name, { publicKey }]) => name.startsWith(`${terminal}.`) && publicKey === key,
    );
  }

  /** Sets the books back; who was given which epoch, and R2, are elsewhere. */
  restore(books: Books): void {
    this.books = new Books(books);
  }

  /** A gateway compares itself, for the so-manieth time as it knows. Answers what it knows from now on. */
  compared(comparisons: number): number {
    if (comparisons < this.#comparisons) this.sweepDue = true;
    this.#comparisons = Math.max(comparisons, this.#comparisons) + 1;
    if (this.sweepDue) this.#sweep();
    return this.#comparisons;
  }

  /** Books segments that nobody announces any more: their gateway was set back, or these books were. */
  #sweep(): void {
    const open = [...this.segments.values()].filter(
      ({ records }) => !this.books.bookings.has(records.at(-1)?.hash ?? ''),
    );
    this.sweepDue = open.length > 0;
    open.sort((a, b) => (a.records[0]?.seq ?? 0) - (b.records[0]?.seq ?? 0));
    // One after the other, not by the queue: each continues the one before it.
    for (const [index, { notice }] of open.entries())
      this.#world.timeline.after(index * SWEEP_EACH_MS, () => this.#consume(notice, ATTEMPTS_MAX));
  }

  /** Whether every segment is booked. */
  get isIdle(): boolean {
    return [...this.segments.values()].every(({ records }) =>
      this.books.bookings.has(records.at(-1)?.hash ?? ''),
    );
  }

  heads(terminal: string, epoch: number): readonly Place[] {
    return bookedOf(this.books, { terminal, epoch }).branches.map(({ seq, hash }) => ({ seq, hash }));
  }

  /** The queue: delivers at least once, out of order, and gives up in the end. */
  announce(notice: Notice, attempt = 1): void {
    const { timeline, chance, witness } = this.#world;
    const { nowMs } = timeline;
    if (nowMs < this.deadLetterUntilMs && chance.happens(0.5)) {
      witness.count('deadLetter');
      return;
    }
    const times = nowMs < this.repeatUntilMs && chance.happens(0.5) ? 2 : 1;
    if (times === 2) witness.count('repeatNotice');
    for (let time = 0; time < times; time++) {
      timeline.after(chance.between(20, 3000), () => this.#consume(notice, attempt));
    }
  }

  #consume(notice: Notice, attempt: number): void {
    const { timeline, chance } = this.#world;
    const again = () => {
      if (attempt < ATTEMPTS_MAX)
        timeline.after(RETRY_MS * attempt, () => this.announce(notice, attempt + 1));
    };
    if (this.down) {
      again();
      return;
    }
    const segment = this.segments.get(notice.key);
    if (!segment) {
      again();
      return;
    }
    const { branches, held } = bookedOf(this.books, notice);
    const effects = hqStep(branches, this.#checked(notice, segment.records), held);
    // Another consumer may book in between; the answer leaves after that.
    timeline.after(chance.between(5, 60), () => {
      for (const effect of effects) {
        if (this.#stops('before')) {
          again();
          return;
        }
        if (effect.type === 'commit') {
          const now = bookedOf(this.books, notice).branches.find(
            ({ branch }) => branch === effect.branch.branch,
          );
          // The database refuses a booking that does not continue its cursor.
          if ((now?.seq ?? 0) !== (effect.from?.seq ?? 0) || now?.hash !== effect.from?.hash) {
            again();
            return;
          }
          book(this.books, notice, effect.branch, effect.records);
          if (effect.forked) this.#world.onFork(notice, effect.branch);
          if (this.#stops('after')) {
            again();
            return;
          }
        } else {
          if (effect.answer.type === 'lacking') again();
          else this.#tell(notice, effect.answer.place);
        }
      }
    });
  }

  /** I6: who is told that something is booked finds it in the books. */
  #tell(notice: Notice, place: Place): void {
    this.#world.witness.check(
      this.books.bookings.has(place.hash),
      () =>
        `I6: the gateway is told that ${notice.terminal} ${notice.epoch}.${place.seq} is booked, and it is not`,
    );
    this.#world.tellGateway(notice, place);
  }

  #stops(moment: 'before' | 'after'): boolean {
    if (this.kill !== moment) return false;
    this.kill = null;
    this.#world.witness.count('killHq');
    return true;
  }

  #checked(notice: Notice, records: readonly SimRecord[]): readonly SimRecord[] {
    const { store, witness } = this.#world;
    for (const { seq, header, body, hash, prev } of records) {
      const expected = { store, terminal: notice.terminal, epoch: notice.epoch, seq };
      const hashes = { said: hash, recomputed: hashOf(prev, header, body) };
      const problem = recordProblem(JSON.parse(header), expected, hashes);
      witness.check(problem === null, () => `I4: ${notice.key} holds a damaged record ${seq}: ${problem}`);
    }
    return records;
  }
}

function bookedOf(books: Books, { terminal, epoch }: Pick<Notice, 'terminal' | 'epoch'>) {
  const booked = books.epochs.get(`${terminal}.${epoch}`);
  const branches = booked?.branches ?? [];
  const held = (branch: number, seq: number) => {
    const own = booked?.records.get(branch);
    const first = own?.[0];
    if (!own || !first) return undefined;
    return seq === first.seq - 1 ? first.prev : own[seq - first.seq]?.hash;
  };
  return { branches, held };
}

/** Books records of a branch; nothing comes in between, as in a database's transaction. */
export function book(
  books: Books,
  { terminal, epoch }: Pick<Notice, 'terminal' | 'epoch'>,
  branch: Branch,
  records: readonly SimRecord[],
): void {
  const name = `${terminal}.${epoch}`;
  const before = books.epochs.get(name);
  const branches = [...(before?.branches ?? []).filter((other) => other.branch !== branch.branch), branch];
  branches.sort((a, b) => a.branch - b.branch);
  const kept = new Map(before?.records);
  kept.set(branch.branch, [...(kept.get(branch.branch) ?? []), ...records]);
  books.epochs.set(name, { branches, records: kept });
  const verified = records.map(({ header, body, hash }) => ({
    header: wireHeader.parse(JSON.parse(header)),
    headerText: header,
    body,
    hash,
  }));
  const projection = projectRecords(verified, '2026-01-01T00:00:00.000Z', branch.branch);
  for (const { account, debitMinor, creditMinor } of projection.days)
    books.ledger.set(account, (books.ledger.get(account) ?? 0) + debitMinor - creditMinor);
  for (const { hash } of records) books.bookings.set(hash, (books.bookings.get(hash) ?? 0) + 1);
  for (const { id } of projection.sales) {
    if (books.saleIds.has(id)) throw new Error(`sale ${id} is booked already`);
    books.saleIds.add(id);
  }
  books.suspended += projection.suspense.length;
  for (const { header } of verified)
    books.receiptMax.set(terminal, Math.max(books.receiptMax.get(terminal) ?? 0, header.receiptNumber ?? 0));
}
