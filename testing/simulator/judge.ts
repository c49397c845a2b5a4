import type { EpochStartBody } from '../../commerce/journal/grant-epoch.ts';
import type { RecordHeader } from '../../commerce/journal/journal-record.ts';
import { Books, book } from './headquarters.ts';
import type { SimRecord } from './messages.ts';
import type { World } from './world.ts';

export interface Verdict {
  readonly lost: number;
  readonly duplicated: number;
  readonly destroyed: number;
  readonly destroyedUndetected: number;
  readonly undetectedForks: number;
  readonly imbalanceMinor: number;
  readonly gaps: number;
  readonly explainedGaps: number;
}

/** When everything is quiet: is all of it at headquarters, once, whole, in balance, and was all that was lost noticed? */
export function judge(world: World): Verdict {
  const { witness, hq } = world;
  const { books } = hq;
  const records = [...books.epochs].flatMap(([name, { records: of }]) =>
    [...of].flatMap(([branch, own]) => own.map((record) => ({ terminal: terminalOf(name), branch, record }))),
  );
  const atHq = new Set(records.map(({ record }) => record.hash));
  const printed = [...witness.printed.values()];
  const missing = printed.filter(({ hash }) => !atHq.has(hash));
  const lost = missing.filter(({ hash }) => !witness.destroyed.has(hash));
  const destroyed = missing.filter(({ hash }) => witness.destroyed.has(hash));
  const noticed = ({ terminal, epoch, seq }: { terminal: string; epoch: number; seq: number }) =>
    witness.incidents.some(
      ({ terminal: of, incident }) =>
        of === terminal &&
        incident.type === 'epochEnded' &&
        incident.epoch === epoch &&
        incident.heldSeq < seq &&
        seq <= (incident.paperSeq ?? 0),
    );
  const destroyedUndetected = destroyed.filter((record) => !noticed(record));
  const duplicated = [...books.bookings.values()].filter((times) => times > 1).length;
  for (const { terminal, epoch, seq } of lost)
    witness.check(false, () => `I1: ${terminal} ${epoch}.${seq} was printed and is lost`);
  for (const { terminal, epoch, seq } of destroyedUndetected)
    witness.check(false, () => `F9: nobody noticed that ${terminal} ${epoch}.${seq} was destroyed`);
  witness.check(duplicated === 0, () => `I2: ${duplicated} records are booked twice`);
  const undetectedForks = forksUnseen(world, records);
  checkChains(world, atHq);
  checkDevices(world);
  const imbalanceMinor = checkBooks(world);
  checkRebuild(world);
  return {
    ...{ lost: lost.length, duplicated, destroyed: destroyed.length },
    ...{ destroyedUndetected: destroyedUndetected.length, undetectedForks, imbalanceMinor },
    ...checkNumbers(world, records),
  };
}

const terminalOf = (name: string) => name.slice(0, name.lastIndexOf('.'));

interface Placed {
  readonly terminal: string;
  readonly branch: number;
  readonly record: SimRecord;
}

/** I8: where two records claim one place, both are kept and somebody was told. */
function forksUnseen(world: World, records: readonly Placed[]): number {
  const { witness } = world;
  const places = new Map<string, number>();
  for (const { terminal, record } of records) {
    const place = `${terminal}.${record.epoch}`;
    const key = `${place}.${record.seq}`;
    places.set(key, (places.get(key) ?? 0) + 1);
  }
  let unseen = 0;
  const forked = new Set(
    [...places].filter(([, count]) => count > 1).map(([key]) => key.slice(0, key.lastIndexOf('.'))),
  );
  for (const place of forked) {
    const seen = witness.incidents.some(
      ({ terminal, incident }) => incident.type === 'fork' && `${terminal}.${incident.epoch}` === place,
    );
    if (!seen) unseen += 1;
    witness.check(seen, () => `I8: the fork in ${place} was not reported`);
  }
  return unseen;
}

/** I3 and I4: each branch is whole from where it leaves its parent, and each epoch continues a record that is known. */
function checkChains(world: World, atHq: ReadonlySet<string>): void {
  const { witness, hq } = world;
  for (const [name, { branches, records }] of hq.books.epochs) {
    for (const { branch, sharedSeq, seq, hash } of branches) {
      const own = records.get(branch) ?? [];
      const whole =
        own.length === seq - sharedSeq && own.every((record, index) => record.seq === sharedSeq + index + 1);
      witness.check(whole, () => `I3: ${name} branch ${branch} has a hole`);
      const linked = own.every((record, index) => index === 0 || record.prev === own[index - 1]?.hash);
      witness.check(
        linked && own.at(-1)?.hash === hash,
        () => `I4: ${name} branch ${branch} is not one chain`,
      );
      const first = own[0];
      if (!first) continue;
      const known = atHq.has(first.prev) || /^0+$/.test(first.prev) || witness.destroyed.has(first.prev);
      witness.check(known, () => `I4: ${name} branch ${branch} continues a record that nobody knows`);
    }
  }
}

/**
 * I8: who writes on writes the epoch's first branch; a copy went on in an epoch of its own. I5: what a device keeps is
 * at its gateway, also where that was set back.
 */
function checkDevices({ registers, gateway, witness }: World): void {
  for (const { name, terminal, disk } of registers) {
    const { epochs, fenced } = disk.state();
    const current = epochs.at(-1);
    for (const { epoch, hash, seq } of disk.records()) {
      const { branches = [], records } = gateway.disk.terminals.get(terminal)?.get(epoch) ?? {};
      const holder = branches.find(({ branch }) =>
        records?.get(branch)?.some((record) => record.hash === hash),
      );
      witness.check(
        holder !== undefined,
        () => `I5: the gateway lacks ${terminal} ${epoch}.${seq}, which ${name} keeps`,
      );
      const isHead = !fenced && epoch === current?.epoch && hash === current.head.hash;
      if (isHead && seq > 1)
        witness.check(holder?.branch === 0, () => `I8: ${name} goes on in epoch ${epoch} of another device`);
    }
  }
}

/** I9 and I10: the books balance, and come to what was sold. */
function checkBooks(world: World): number {
  const { witness, hq } = world;
  const { ledger } = hq.books;
  const balance = [...ledger.values()].reduce((sum, amount) => sum + amount, 0);
  witness.check(balance === 0, () => `I9: debits and credits differ by ${balance}`);
  const expected = witness.expectedBooks();
  let sales = 0;
  for (const [account, amount] of ledger) if (!account.startsWith('tender.')) sales -= amount;
  witness.check(
    sales === expected.grossMinor,
    () => `I10: the books have ${sales} of sales, ${expected.grossMinor} were made`,
  );
  for (const [tender, amount] of expected.tenders) {
    const booked = ledger.get(`tender.${tender}`) ?? 0;
    witness.check(
      booked === amount,
      () => `I10: the books have ${booked} of ${tender}, ${amount} were taken`,
    );
  }
  return Math.abs(balance) + Math.abs(sales - expected.grossMinor);
}

/** I13: books dropped and built again from the segments come to the same. */
function checkRebuild(world: World): void {
  const { witness, hq } = world;
  const rebuilt = new Books();
  for (const [name, { branches, records }] of hq.books.epochs) {
    const epoch = Number(name.slice(name.lastIndexOf('.') + 1));
    for (const branch of branches)
      book(rebuilt, { terminal: terminalOf(name), epoch }, branch, records.get(branch.branch) ?? []);
  }
  const sorted = (ledger: ReadonlyMap<string, number>) => JSON.stringify([...ledger].sort());
  const same = sorted(rebuilt.ledger) === sorted(hq.books.ledger) && rebuilt.suspended === hq.books.suspended;
  witness.check(same, () => 'I13: books built again differ');
}

/** I11: each number once per terminal but on forks, and no hole that no epoch explains. I10: the running total. */
function checkNumbers(world: World, records: readonly Placed[]): Pick<Verdict, 'gaps' | 'explainedGaps'> {
  const { witness, plan } = world;
  let gaps = 0;
  let explainedGaps = 0;
  for (let terminal = 1; terminal <= plan.registers; terminal++) {
    const own = records.filter((placed) => placed.terminal === String(terminal));
    const used = new Map<number, SimRecord[]>();
    const skipped: [number, number][] = [];
    for (const { record } of own) {
      const header = JSON.parse(record.header) as RecordHeader;
      if (header.receiptNumber !== null)
        used.set(header.receiptNumber, [...(used.get(header.receiptNumber) ?? []), record]);
      if (header.kind !== 'epochStart') continue;
      const { nextReceiptNumber } = JSON.parse(record.body) as EpochStartBody;
      skipped.push([0, nextReceiptNumber - 1]);
    }
    for (const [number, of] of used) {
      const epochs = new Set(of.map(({ epoch }) => epoch));
      witness.check(
        epochs.size === 1,
        () => `I11: terminal ${terminal} used ${number} in epochs ${[...epochs].join(', ')}`,
      );
      const lines = own.filter(({ record }) => of.includes(record)).map(({ branch }) => branch);
      witness.check(
        new Set(lines).size === lines.length,
        () => `I11: terminal ${terminal} used ${number} twice in one line of epoch ${[...epochs][0]}`,
      );
    }
    const numbers = [...used.keys()].sort((a, b) => a - b);
    for (const [index, number] of numbers.entries()) {
      const before = numbers[index - 1] ?? 0;
      if (number === before + 1) continue;
      const explained = skipped.some(([, last]) => last === number - 1);
      if (explained) explainedGaps += 1;
      else gaps += 1;
      witness.check(
        explained,
        () => `I11: terminal ${terminal} has no receipt ${before + 1} to ${number - 1}`,
      );
    }
    checkRunningTotal(world, terminal, own);
  }
  return { gaps, explainedGaps };
}

function checkRunningTotal(world: World, terminal: number, own: readonly Placed[]): void {
  const byHash = new Map(own.map(({ record }) => [record.hash, record]));
  for (const { record } of own) {
    const before = byHash.get(record.prev);
    if (!before) continue;
    const { totals } = JSON.parse(record.header) as RecordHeader;
    const runs = totals.perpetualMinor === before.perpetualMinor + totals.grossMinor;
    world.witness.check(
      runs,
      () => `I10: terminal ${terminal} ${record.epoch}.${record.seq} breaks the running total`,
    );
  }
}
