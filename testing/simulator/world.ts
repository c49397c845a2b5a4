import type { Branch } from '../../commerce/journal/branches.ts';
import type { GatewayReply, GatewayWrite } from '../../commerce/journal/gateway-shapes.ts';
import type { Marks, Place } from '../../commerce/journal/watermarks.ts';
import { applyFault } from './apply-fault.ts';
import { Chance, mixSeed } from './chance.ts';
import { DAY_MS, type Fault, type FaultKind } from './faults.ts';
import { Gateway } from './gateway.ts';
import type { GatewayDisk } from './gateway-disk.ts';
import { Books, Headquarters } from './headquarters.ts';
import type { Notice, Reply, Request, SimRecord } from './messages.ts';
import { Register } from './register.ts';
import { RegisterDisk } from './register-disk.ts';
import { Timeline } from './timeline.ts';
import { nextDeed } from './trade.ts';
import { Witness } from './witness.ts';

/** What is to be simulated: with it, the same history happens again. */
export interface Plan {
  readonly seed: number;
  /** Days of one store; between some of them the store is closed for weeks. */
  readonly days: readonly { readonly opensMs: number; readonly transactions: number }[];
  readonly registers: number;
  readonly faults: readonly Fault[];
}

export const OPEN_HOURS = 12;
const HOUR_MS = 3600_000;
const START_MS = Date.UTC(2026, 0, 5);
/** After the last fault everything has to be settled within this. */
const SETTLE_MS = 10 * HOUR_MS;
/** A receiver is never set back further than this. */
export const RESTORE_MAX_MS = 30 * DAY_MS;

interface Snapshot {
  readonly atMs: number;
  readonly gateway: GatewayDisk;
  readonly books: Books;
}

/** A store, its registers, its gateway and headquarters, with everything between them that can go wrong. */
export class World {
  readonly store = '1';
  readonly plan: Plan;
  readonly timeline = new Timeline(START_MS);
  readonly chance: Chance;
  readonly witness = new Witness();
  readonly hq: Headquarters;
  readonly gateway: Gateway;
  readonly registers: Register[] = [];
  readonly inSegments = new Set<string>();
  snapshots: Snapshot[] = [];
  profiles = new Map<string, { readonly disk: RegisterDisk; readonly atMs: number }>();
  linkToHq = true;
  /** Hashes of all that any gateway has ever stored, and since when each epoch was heard from. */
  readonly #everStored = new Set<string>();
  readonly #heardMs = new Map<string, number>();
  gatewayRestoredMs = 0;
  readonly messageFaults = new Map<FaultKind, { untilMs: number; rate: number }>();
  #ids = 0;
  #devices = 0;
  #calm = false;

  constructor(plan: Plan) {
    this.plan = plan;
    this.chance = new Chance(mixSeed(plan.seed, 1));
    this.hq = new Headquarters(this);
    this.gateway = new Gateway(this, this.hq);
  }

  run(): Witness {
    const { timeline, plan } = this;
    for (let index = 0; index < plan.registers; index++) this.install(String(index + 1));
    this.gateway.drain();
    this.gateway.compare();
    for (const fault of plan.faults)
      timeline.at(START_MS + fault.atMs, () => {
        applyFault(this, fault);
      });
    for (const [index, day] of plan.days.entries())
      this.#openDay(index, START_MS + day.opensMs, day.transactions);
    const closed = START_MS + Math.max(...plan.days.map(({ opensMs }) => opensMs)) + OPEN_HOURS * HOUR_MS;
    timeline.runUntil(closed);
    this.#settle();
    return this.witness;
  }

  /** Activates a new device as a terminal; a manager types the code in, and what the newest paper says. */
  install(terminal: string, paper: Register['paper'] = null): Register {
    const device = ++this.#devices;
    const disk = new RegisterDisk(`install-${device}`, `key-${device}`);
    const register = new Register(this, `device-${device}`, terminal, disk, paper);
    register.code = `code-${device}`;
    this.registers.push(register);
    register.pump();
    this.#keepTrying(register);
    return register;
  }

  /** The manager tries again until the device is activated. */
  #keepTrying(register: Register): void {
    if (register.disk.head || !register.code) return;
    register.pump();
    this.timeline.after(60_000, () => this.#keepTrying(register));
  }

  #openDay(index: number, opensMs: number, transactions: number): void {
    const { timeline } = this;
    const chance = new Chance(mixSeed(this.plan.seed, 2, index));
    const shift = (kind: 'shiftOpen' | 'shiftClose') => () => {
      for (const register of this.registers) register.trade({ kind, amountsMinor: [], tender: 'CASH' });
    };
    timeline.at(opensMs, () => {
      if (index > 0) this.gateway.prune();
      shift('shiftOpen')();
    });
    for (let hour = 0; hour < OPEN_HOURS; hour++)
      timeline.at(opensMs + hour * HOUR_MS, () => this.#keepSnapshot());
    for (let count = 0; count < transactions; count++) {
      const atMs = opensMs + 60_000 + chance.below(OPEN_HOURS * HOUR_MS - 120_000);
      const deed = nextDeed(chance);
      const first = chance.below(this.plan.registers);
      timeline.at(atMs, () => this.#serve(deed, first));
    }
    timeline.at(opensMs + OPEN_HOURS * HOUR_MS - 1000, shift('shiftClose'));
  }

  /** A customer takes the next register that sells. */
  #serve(deed: ReturnType<typeof nextDeed>, first: number): void {
    const { registers } = this;
    for (let step = 0; step < registers.length; step++) {
      const register = registers[(first + step) % registers.length] as Register;
      if (!register.maySell || register.isSpare) continue;
      register.trade(deed);
      return;
    }
  }

  #keepSnapshot(): void {
    const { nowMs } = this.timeline;
    const kept = this.snapshots.filter(({ atMs }) => nowMs - atMs <= RESTORE_MAX_MS).slice(-30);
    this.snapshots = [
      ...kept,
      { atMs: nowMs, gateway: this.gateway.disk.copy(), books: new Books(this.hq.books) },
    ];
    for (const register of this.registers)
      if (register.disk.head && this.chance.happens(0.3))
        this.profiles.set(register.name, { disk: register.disk.copy(), atMs: nowMs });
  }

  /** While the store is closed for weeks, what is done every minute is done every few hours. */
  pace(everyMs: number): number {
    const atMs = this.timeline.nowMs - START_MS;
    const near = this.plan.days.some(
      ({ opensMs }) => atMs > opensMs - HOUR_MS && atMs < opensMs + 18 * HOUR_MS,
    );
    return near ? everyMs : Math.max(everyMs, 2 * HOUR_MS);
  }

  nextId(): number {
    return ++this.#ids;
  }

  reachesHq(): boolean {
    return this.linkToHq && !this.hq.down;
  }

  isInSegment(hash: string): boolean {
    return this.inSegments.has(hash);
  }

  send(register: Register, request: Request): void {
    this.#carry(register, () => {
      const spoilt = this.#spoils() ? { ...request, body: `${request.body} ` } : request;
      const reply = this.gateway.handle(spoilt);
      if (reply) this.#carry(register, () => this.#deliver(register, reply));
    });
  }

  #deliver(register: Register, reply: Reply): void {
    if (this.registers.includes(register)) register.answered(reply);
  }

  #spoils(): boolean {
    return this.#strikes('corruptMessage');
  }

  #strikes(kind: FaultKind): boolean {
    const fault = this.messageFaults.get(kind);
    if (this.#calm || !fault || this.timeline.nowMs >= fault.untilMs || !this.chance.happens(fault.rate))
      return false;
    this.witness.count(kind);
    return true;
  }

  /** One way over the line between a register and the gateway. */
  #carry(register: Register, arrive: () => void): void {
    const { timeline, chance } = this;
    if (timeline.nowMs < register.cutUntilMs || this.#strikes('dropMessage')) return;
    const slow = this.#strikes('delayMessage') ? chance.between(1000, 60_000) : 0;
    timeline.after(chance.between(10, 150) + slow, arrive);
    if (this.#strikes('duplicateMessage')) timeline.after(chance.between(10, 5000), arrive);
    if (this.#strikes('replayMessage')) timeline.after(chance.between(1, 8) * HOUR_MS, arrive);
  }

  tellGateway({ terminal, epoch }: Notice, place: Place): void {
    this.timeline.after(this.chance.between(10, 200), () => {
      if (this.linkToHq) this.gateway.run(terminal, { type: 'booked', epoch, place });
    });
  }

  tellRegisters(terminal: string, { marks }: Extract<GatewayReply, { type: 'told' }>): void {
    for (const register of this.registers)
      if (register.terminal === terminal) this.#carry(register, () => register.told(marks));
  }

  stored(terminal: string, writes: readonly GatewayWrite<SimRecord>[]): void {
    for (const write of writes) {
      if (write.type === 'records') for (const { hash } of write.records) this.#everStored.add(hash);
      // Headquarters looks for what nobody announces any more.
      if (write.type === 'incident' && /SetBack$/.test(write.incident.type)) this.hq.sweepDue = true;
      if (write.type !== 'records' && write.type !== 'heard') continue;
      const name = `${terminal}.${write.epoch}`;
      if (!this.#heardMs.has(name)) this.#heardMs.set(name, this.timeline.nowMs);
    }
  }

  restoreGateway(disk: GatewayDisk): void {
    this.gateway.disk = disk;
    this.#heardMs.clear();
    this.gatewayRestoredMs = this.timeline.nowMs;
  }

  /** I5: a register marks as held what a gateway has stored. */
  onMarks(register: Register, { gateway }: Marks): void {
    this.witness.check(
      gateway.seq === 0 || this.#everStored.has(gateway.hash),
      () => `I5: ${register.name} takes ${gateway.seq} for held, which no gateway has stored`,
    );
  }

  /** I7: who has heard from its gateway since another device has the terminal sells no more. */
  #checkFence({ name, terminal, heardFromMs, disk }: Register): void {
    const newest = this.gateway.disk.terminal(terminal).epochs.at(-1);
    if (!newest || newest.grant.publicKey === disk.key) return;
    if (!newest.heard && (newest.branches[0]?.seq ?? 0) === 0) return;
    const { epoch } = newest.grant;
    const sinceMs = Math.max(this.#heardMs.get(`${terminal}.${epoch}`) ?? 0, this.gatewayRestoredMs);
    this.witness.check(
      heardFromMs <= sinceMs,
      () => `I7: ${name} sells on, though it has heard since that another device has epoch ${epoch}`,
    );
  }

  onCommit(register: Register, { epoch, seq, prev }: SimRecord): void {
    this.#checkFence(register);
    const { disk } = register;
    const before = disk.hashAt(epoch, seq - 1);
    const follows = seq === 1 || before === prev;
    this.witness.check(
      follows,
      () => `I4: ${register.name} ${epoch}.${seq} does not follow the record before it`,
    );
    const newest = disk.epochs.at(-1)?.epoch ?? 0;
    this.witness.check(
      epoch === newest,
      () => `I7: ${register.name} writes in epoch ${epoch} after ${newest} began`,
    );
  }

  /** Headquarters has found two records at one place, which its gateway need not have seen. */
  onFork({ terminal, epoch }: Notice, { branch, sharedSeq }: Branch): void {
    this.witness.incidents.push({ terminal, incident: { type: 'fork', epoch, seq: sharedSeq + 1, branch } });
  }

  onPrune(register: Register, gone: readonly SimRecord[]): void {
    for (const { epoch, seq, hash, storedMs } of gone) {
      const old = this.timeline.nowMs - storedMs >= RESTORE_MAX_MS;
      const safe = this.isInSegment(hash) && old;
      this.witness.check(safe, () => `I6: ${register.name} pruned ${epoch}.${seq}, which is still needed`);
    }
  }

  onProblem(register: Register, problem: string): void {
    this.witness.check(false, () => `I15: ${register.name} cannot send: ${problem}`);
  }

  /** Where else a record is held, besides one disk that is about to go. */
  isHeldElsewhere(hash: string, without: RegisterDisk | GatewayDisk): boolean {
    if (this.isInSegment(hash)) return true;
    if (this.gateway.disk !== without && holds(this.gateway.disk, hash)) return true;
    return this.registers.some(
      ({ disk }) => disk !== without && disk.records().some((record) => record.hash === hash),
    );
  }

  /** All faults end, every device is switched on, and everything has to arrive. */
  #settle(): void {
    const { timeline, witness, hq } = this;
    this.#calm = true;
    this.linkToHq = true;
    hq.down = false;
    hq.kill = null;
    this.gateway.kill = null;
    hq.repeatUntilMs = 0;
    hq.deadLetterUntilMs = 0;
    for (const register of this.registers) {
      register.cutUntilMs = 0;
      register.kill = null;
      register.start();
      register.pump();
    }
    const untilMs = timeline.nowMs + SETTLE_MS;
    // What was replayed or delayed for hours arrives as well before it is looked at.
    timeline.runUntil(timeline.nowMs + 4 * HOUR_MS);
    while (timeline.nowMs < untilMs && !this.#isSettled()) timeline.runUntil(timeline.nowMs + 60_000);
    witness.check(
      this.#isSettled(),
      () => `I15: ${SETTLE_MS / HOUR_MS} hours after the last fault something still waits`,
    );
  }

  #isSettled(): boolean {
    return this.gateway.isIdle && this.hq.isIdle && this.registers.every((register) => register.isDrained);
  }
}

export function holds(disk: GatewayDisk, hash: string): boolean {
  for (const epochs of disk.terminals.values())
    for (const { records } of epochs.values())
      for (const own of records.values()) if (own.some((record) => record.hash === hash)) return true;
  return false;
}
