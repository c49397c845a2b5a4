/**
 * A line of records within a terminal's epoch that continue each other. Branch 0 is the one that was seen first; a
 * device that was copied or set back makes another one where it writes a different record at a place that is held.
 */
export interface Branch {
  readonly branch: number;
  /** The branch it leaves, and the last place that the two share. Branch 0 leaves nothing: 0 and 0. */
  readonly parent: number;
  readonly sharedSeq: number;
  readonly seq: number;
  readonly hash: string;
}

/** A record whose hash was recomputed from its texts before it comes here. */
export interface OfferedRecord {
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
}

/** The hash of a held record by the branch that holds it; of seq 0 on branch 0, what the epoch's first record follows. */
export type HeldHash = (branch: number, seq: number) => string | undefined;

/**
 * `stored`: all of it is held now. `gap`: records before it are missing. `unlinked`: it follows a record that is not
 * held, so its sender goes further back. `damaged`: its own records do not continue each other.
 */
export type ReceiveResult = 'stored' | 'gap' | 'unlinked' | 'damaged';

export interface Received<R, B extends Branch = Branch> {
  readonly result: ReceiveResult;
  /** The branch the records are of, as it is afterwards; where none was taken, branch 0. */
  readonly branch: B;
  /** Set where these records begin a branch: the device was copied, or its database was set back. */
  readonly forked: boolean;
  /** What to store, in order; also where the batch ends in a gap, what came before it counts. */
  readonly accepted: readonly R[];
  readonly duplicates: number;
}

/** The hash at a place, followed along a branch back through the branches it left. */
export function hashAlong(
  branches: readonly Branch[],
  branch: number,
  seq: number,
  held: HeldHash,
): string | undefined {
  let at = branches.find((candidate) => candidate.branch === branch);
  while (at && at.branch !== 0 && seq <= at.sharedSeq) {
    const { parent } = at;
    at = branches.find((candidate) => candidate.branch === parent);
  }
  if (!at || seq > at.seq) return undefined;
  if (seq === at.seq) return at.hash;
  return held(at.branch, seq);
}

/**
 * Which records of a batch are new, and where they belong. A record that is held is a duplicate; one that follows
 * a head extends that branch; one that follows a held record which already has a successor begins a branch of its own.
 * Nothing is ever overwritten, and a record that follows what is held is never refused: the sale was made.
 */
export function receive<R extends OfferedRecord, B extends Branch>(
  branches: readonly B[],
  records: readonly R[],
  held: HeldHash,
): Received<R, B> {
  const accepted: R[] = [];
  let duplicates = 0;
  let forked = false;
  let known: readonly B[] = branches;
  let current: B | undefined;
  let before: R | undefined;
  const main = branches[0];
  if (!main) throw new Error('an epoch has a first branch from its grant on');
  const end = (result: ReceiveResult): Received<R, B> => ({
    result,
    branch: current ?? main,
    forked,
    accepted,
    duplicates,
  });
  for (const record of records) {
    if (before && record.seq !== before.seq + 1) return end('gap');
    if (before && record.prev !== before.hash) return end('damaged');
    const inOrder: readonly B[] = current
      ? [current, ...known.filter(({ branch }) => branch !== current?.branch)]
      : known;
    const holder = inOrder.find(({ branch }) => hashAlong(known, branch, record.seq, held) === record.hash);
    if (holder) {
      duplicates += 1;
      current = holder;
    } else {
      const at = inOrder.find(({ seq, hash }) => seq === record.seq - 1 && hash === record.prev);
      const left =
        at ?? inOrder.find(({ branch }) => hashAlong(known, branch, record.seq - 1, held) === record.prev);
      if (!left) return end(inOrder.every(({ seq }) => record.seq > seq + 1) ? 'gap' : 'unlinked');
      const next: B = { ...(at ?? leave(left, known, record)), seq: record.seq, hash: record.hash };
      if (!at) forked = true;
      known = [...known.filter(({ branch }) => branch !== next.branch), next].sort(
        (a, b) => a.branch - b.branch,
      );
      accepted.push(record);
      current = next;
    }
    before = record;
  }
  return end('stored');
}

function leave<B extends Branch>(parent: B, known: readonly B[], record: OfferedRecord): B {
  return {
    ...parent,
    branch: Math.max(...known.map(({ branch }) => branch)) + 1,
    parent: parent.branch,
    sharedSeq: record.seq - 1,
  };
}
