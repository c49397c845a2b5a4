import { recordProblem } from '../../commerce/journal/check-record.ts';
import { cutSegments } from '../../commerce/journal/cut-segments.ts';
import { gatewayStep } from '../../commerce/journal/gateway-end.ts';
import type { GatewayEvent, GatewayReply } from '../../commerce/journal/gateway-shapes.ts';
import { adoptedGrant, type EpochGrant } from '../../commerce/journal/grant-epoch.ts';
import { wireHeader } from '../../protocol/journal-messages.ts';
import { GatewayDisk } from './gateway-disk.ts';
import type { Headquarters } from './headquarters.ts';
import { type ActivateBody, hashOf, type Reply, type Request, type SimRecord, sign } from './messages.ts';
import { RESTORE_MAX_MS, type World } from './world.ts';

interface NewEpochBody extends Pick<Extract<GatewayEvent, { type: 'newEpoch' }>, 'from' | 'reason'> {
  readonly installId: string;
  readonly paper: ActivateBody['paper'];
  readonly ask: string;
}

/** Small, so that some are full. */
const SEGMENT_MAX = { records: 8, bytes: 4_000_000 };
const DRAIN_MS = 30_000;
const REPEAT_MS = 120_000;
const COMPARE_MS = 3600_000;

/** A store's gateway: its disk survives it, everything else does not. */
export class Gateway {
  readonly #world: World;
  readonly #hq: Headquarters;
  disk = new GatewayDisk();
  /** Set by a fault: it stops at its next commit, before or after it. */
  kill: 'before' | 'after' | null = null;

  constructor(world: World, hq: Headquarters) {
    this.#world = world;
    this.#hq = hq;
  }

  /** Null: it stopped, and nobody hears anything. */
  handle(request: Request): Reply | null {
    const { id, terminal, key, body } = request;
    if (request.signature !== sign(key, body)) return { id, status: 401 };
    const { epochs } = this.disk.terminal(terminal);
    const known = epochs.some(({ grant }) => grant.publicKey === key);
    if (!known && request.call !== 'activate') {
      if (!this.#world.reachesHq()) return { id, status: 503 };
      if (!this.#hq.knows(terminal, key)) return { id, status: 401 };
    }
    const event = this.#eventOf(request);
    if ('status' in event) return { id, ...event };
    const reply = this.run(terminal, event);
    return reply && { id, status: 200, reply };
  }

  #eventOf({ terminal, call, body, key }: Request): GatewayEvent<SimRecord> | { status: 422 | 503 } {
    const parsed = JSON.parse(body) as never;
    switch (call) {
      case 'activate': {
        if (!this.#world.reachesHq()) return { status: 503 };
        const { installId, paper, code } = parsed as ActivateBody;
        const registration = { installId, publicKey: key };
        const { epoch, receiptSeen } = this.#hq.allocate(terminal, registration, code);
        const seen = Math.max(receiptSeen, paper?.receiptNumber ?? 0);
        return { type: 'activate', epoch, installId, publicKey: key, receiptSeen: seen, paper };
      }
      case 'newEpoch': {
        if (!this.#world.reachesHq()) return { status: 503 };
        const { from, reason, paper, installId, ask } = parsed as NewEpochBody;
        const { epoch, receiptSeen } = this.#hq.allocate(terminal, { installId, publicKey: key }, ask);
        const seen = Math.max(receiptSeen, paper?.receiptNumber ?? 0);
        return { type: 'newEpoch', epoch, from, reason, paper, receiptSeen: seen };
      }
      case 'hello':
        return { type: 'hello', ...(parsed as object) } as Extract<GatewayEvent, { type: 'hello' }>;
      case 'journal':
        return this.#batchOf(terminal, parsed);
    }
  }

  #batchOf(
    terminal: string,
    batch: { epoch: number; records: { seq: number; header: string; body: string; hash: string }[] },
  ): GatewayEvent<SimRecord> | { status: 422 | 503 } {
    const { store } = this.#world;
    const records: SimRecord[] = [];
    let adopt: EpochGrant | null = null;
    const isKnown = this.disk.terminals.get(terminal)?.has(batch.epoch);
    for (const { seq, header: text, body, hash } of batch.records) {
      const header = wireHeader.parse(JSON.parse(text));
      const { epoch, prev, receiptNumber, totals } = header;
      const expected = { store, terminal, epoch: batch.epoch, seq };
      const hashes = { said: hash, recomputed: hashOf(prev, text, body) };
      if (recordProblem(header, expected, hashes)) return { status: 422 };
      if (!isKnown && records.length === 0) {
        if (!this.#world.reachesHq()) return { status: 503 };
        const registered = this.#hq.registration(terminal, epoch);
        if (registered && seq === 1) adopt = adoptedGrant(header, JSON.parse(body), registered);
      }
      const { perpetualMinor } = totals;
      records.push({
        epoch,
        seq,
        prev,
        hash,
        header: text,
        body,
        receiptNumber,
        perpetualMinor,
        storedMs: 0,
      });
    }
    return { type: 'batch', epoch: batch.epoch, records, adopt };
  }

  /** Does what the step says, in its order. */
  run(terminal: string, event: GatewayEvent<SimRecord>): GatewayReply | null {
    const { witness, timeline } = this.#world;
    let answer: GatewayReply | null = null;
    const effects = gatewayStep(this.disk.terminal(terminal), event, this.disk.held(terminal));
    for (const effect of effects) {
      if (effect.type === 'reply') {
        answer = effect.reply;
        this.#promised(terminal, answer);
        if (answer.type === 'told') this.#world.tellRegisters(terminal, answer);
        continue;
      }
      if (this.#stops('before')) return null;
      this.disk.apply(terminal, effect.writes, timeline.nowMs);
      this.#world.stored(terminal, effect.writes);
      for (const write of effect.writes)
        if (write.type === 'incident') witness.incidents.push({ terminal, incident: write.incident });
        else if (write.type === 'dropTexts') this.#dropped(terminal, write);
      if (this.#stops('after')) return null;
    }
    return answer;
  }

  #stops(moment: 'before' | 'after'): boolean {
    if (this.kill !== moment) return false;
    this.kill = null;
    this.#world.witness.count(moment === 'before' ? 'killGatewayBeforeCommit' : 'killGatewayAfterCommit');
    return true;
  }

  /** I5: what is acknowledged is on the disk at this moment, with this hash; what is said to be booked is booked. */
  #promised(terminal: string, answer: GatewayReply): void {
    if (!('marks' in answer)) return;
    const { epoch, gateway, hq } = answer.marks;
    const { witness } = this.#world;
    if (gateway.seq > 0) {
      const { branches = [] } = this.disk.terminals.get(terminal)?.get(epoch) ?? {};
      const stored = branches.some(({ seq, hash }) => seq === gateway.seq && hash === gateway.hash);
      const held = branches.some(
        ({ branch }) => this.disk.held(terminal)(epoch)(branch, gateway.seq) === gateway.hash,
      );
      witness.check(
        stored && held,
        () => `I5: terminal ${terminal} was told ${epoch}.${gateway.seq}, which is not stored`,
      );
    }
    if (hq.seq > 0)
      witness.check(
        this.#world.isInSegment(hq.hash),
        () =>
          `I6: terminal ${terminal} was told that ${epoch}.${hq.seq} is booked, and there is no segment of it`,
      );
  }

  #dropped(terminal: string, { epoch, branch, seq }: { epoch: number; branch: number; seq: number }): void {
    const { witness, timeline } = this.#world;
    for (const record of this.disk.terminals.get(terminal)?.get(epoch)?.records.get(branch) ?? []) {
      if (record.seq > seq) break;
      const old = timeline.nowMs - record.storedMs >= RESTORE_MAX_MS;
      const safe = this.#world.isInSegment(record.hash) && old;
      witness.check(
        safe,
        () => `I6: the gateway dropped ${terminal} ${epoch}.${record.seq}, which is still needed`,
      );
    }
  }

  /** Cuts what is new into segments, stores and announces those that are due, and comes again. */
  drain(): void {
    const { timeline } = this.#world;
    timeline.after(this.#world.pace(DRAIN_MS), () => this.drain());
    this.#plan();
    if (!this.#world.linkToHq) return;
    for (const row of this.disk.segments.values()) {
      if (row.dueMs > timeline.nowMs) continue;
      const { key, terminal, epoch, branch, from, to } = row;
      const notice = { terminal, epoch, key };
      if (row.state === 'planned')
        this.#hq.segments.set(key, { notice, records: this.disk.records(terminal, epoch, branch, from, to) });
      for (const { hash } of this.#hq.segments.get(key)?.records ?? []) this.#world.inSegments.add(hash);
      this.#hq.announce(notice);
      this.disk.segments.set(key, { ...row, state: 'stored', dueMs: timeline.nowMs + REPEAT_MS });
    }
  }

  #plan(): void {
    for (const [terminal, epochs] of this.disk.terminals) {
      for (const [epoch, { branches }] of epochs) {
        for (const branch of branches) {
          if (branch.plannedSeq >= branch.seq) continue;
          const records = this.disk.records(
            terminal,
            epoch,
            branch.branch,
            branch.plannedSeq + 1,
            branch.seq,
          );
          const sizes = records.map(({ seq, header, body }) => ({ seq, bytes: header.length + body.length }));
          for (const { from, to } of cutSegments(sizes, SEGMENT_MAX)) {
            const { hash } = records.find(({ seq }) => seq === to) as SimRecord;
            const key = `${terminal}/${epoch}/${from}-${to}-${hash.slice(0, 16)}`;
            const row = { key, terminal, epoch, branch: branch.branch, from, to };
            this.disk.segments.set(key, { ...row, state: 'planned', dueMs: 0 });
          }
          const planned = { ...branch, plannedSeq: branch.seq };
          this.disk.apply(terminal, [{ type: 'branch', epoch, branch: planned }], this.#world.timeline.nowMs);
        }
      }
    }
  }

  /** Asks headquarters how far it holds everything, so that books that were set back are given again what they lack. */
  compare(): void {
    this.#world.timeline.after(this.#world.pace(COMPARE_MS), () => this.compare());
    if (!this.#world.reachesHq()) return;
    this.disk.comparisons = this.#hq.compared(this.disk.comparisons);
    for (const [terminal, epochs] of [...this.disk.terminals])
      for (const epoch of [...epochs.keys()])
        this.run(terminal, { type: 'lacking', epoch, heads: this.#hq.heads(terminal, epoch) });
  }

  prune(): void {
    for (const [terminal, epochs] of [...this.disk.terminals]) {
      for (const [epoch, { branches, records }] of [...epochs]) {
        for (const { branch, prunedSeq } of branches) {
          const rows = (records.get(branch) ?? []).filter(({ seq }) => seq > prunedSeq);
          const { nowMs } = this.#world.timeline;
          this.run(terminal, { type: 'prune', epoch, branch, records: rows, nowMs });
        }
      }
    }
  }

  /** Whether everything that it holds is booked. */
  get isIdle(): boolean {
    for (const epochs of this.disk.terminals.values())
      for (const { branches } of epochs.values())
        for (const { seq, hqSeq, plannedSeq } of branches) if (hqSeq < seq || plannedSeq < seq) return false;
    return this.disk.segments.size === 0;
  }
}
