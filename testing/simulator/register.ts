import { epochStart } from '../../commerce/journal/epoch-start.ts';
import type { GatewayReply } from '../../commerce/journal/gateway-shapes.ts';
import type { EpochGrant } from '../../commerce/journal/grant-epoch.ts';
import {
  headAfter,
  type JournalHead,
  nextHeader,
  type RecordDraft,
} from '../../commerce/journal/journal-record.ts';
import {
  type RegisterEffect,
  type RegisterEvent,
  registerStep,
  type SaidMarks,
} from '../../commerce/journal/register-end.ts';
import type { Marks } from '../../commerce/journal/watermarks.ts';
import { BATCH_MAX_RECORDS } from '../../protocol/journal-messages.ts';
import { hashOf, type Paper, type Reply, type Request, type SimRecord, sign } from './messages.ts';
import type { RegisterDisk } from './register-disk.ts';
import { type Deed, draftOf } from './trade.ts';
import type { World } from './world.ts';

const TIMEOUT_MS = 10_000;
const RETRY_MS = 5000;
const HELLO_EVERY_MS = 300_000;

interface Pending {
  readonly id: number;
  readonly call: Request['call'];
  readonly epoch: number;
  readonly after: number;
  readonly last: SimRecord | null;
  readonly sentMs: number;
}

export type Kill = 'killBeforeCommit' | 'killInCommit' | 'killAfterCommit';

/** A register: its disk survives it, its process does not. */
export class Register {
  readonly #world: World;
  readonly name: string;
  readonly terminal: string;
  disk: RegisterDisk;
  isRunning = true;
  /** Its copy or its successor may sell instead. */
  isSpare = false;
  /** The one-time code that a manager has typed in. */
  code: string | null = null;
  paper: Paper | null;
  kill: Kill | null = null;
  cutUntilMs = 0;
  fullUntilMs = 0;
  clockOffMs = 0;
  /** Since when its gateway has not heard that it was set back; 0: it has. */
  setBackMs = 0;
  /** What a fault puts into the next record. */
  nextRecord: 'poison' | 'newer' | null = null;
  /** When the newest request about the epoch that it writes in was sent, of those that were answered. */
  heardFromMs = 0;
  #pending: Pending | null = null;
  #session = false;
  /** Epochs that a hello is still to be said for. */
  #greeting: number[] = [];
  #sendFrom = new Map<number, number>();
  #wake = 0;
  #sessions = 0;

  constructor(world: World, name: string, terminal: string, disk: RegisterDisk, paper: Paper | null) {
    this.#world = world;
    this.name = name;
    this.terminal = terminal;
    this.disk = disk;
    this.paper = paper;
  }

  get maySell(): boolean {
    return (
      this.isRunning &&
      this.disk.head !== null &&
      !this.disk.fenced &&
      this.#world.timeline.nowMs >= this.fullUntilMs
    );
  }

  /** Everything of it is held by the gateway. */
  get isDrained(): boolean {
    return this.disk.state().epochs.every(({ head, gateway }) => gateway.seq >= head.seq);
  }

  /** One deed of trade: commit, and only then print. */
  trade(deed: Deed): void {
    const { head } = this.disk;
    if (!head || !this.maySell) return;
    const { store } = this.#world;
    const identity = { store, terminal: this.terminal };
    const tradingAt = new Date(this.#world.timeline.nowMs).toISOString();
    const at = { businessDate: tradingAt.slice(0, 10), tradingAt };
    const draft = draftOf(deed, identity, head.nextReceiptNumber, at);
    // One trouble at a time: what is killed here is read back when it is printed.
    const alter = this.kill ? null : this.nextRecord;
    if (alter) this.nextRecord = null;
    if (alter) this.#world.witness.count(alter === 'poison' ? 'poisonRecord' : 'newerRecord');
    const { record, head: next } = this.#written(draft, head, alter);
    if (this.kill === 'killBeforeCommit') {
      this.#killed();
      return;
    }
    // Power that fails within a commit leaves all of it or none.
    if (this.kill === 'killInCommit') {
      if (this.#world.chance.happens(0.5)) this.disk.append(record, next);
      this.#killed();
      return;
    }
    this.#world.onCommit(this, record);
    this.disk.append(record, next);
    if (this.kill === 'killAfterCommit') {
      this.#killed();
      return;
    }
    this.#print(record, deed, alter !== null);
    this.#world.witness.transactions += deed.kind === 'shiftOpen' || deed.kind === 'shiftClose' ? 0 : 1;
    if (this.#session) this.pump();
  }

  #written(
    draft: RecordDraft,
    head: JournalHead,
    alter: 'poison' | 'newer' | null,
  ): { record: SimRecord; head: JournalHead } {
    const { store, timeline } = this.#world;
    const wall = new Date(timeline.nowMs + this.clockOffMs).toISOString();
    const header = nextHeader(draft, head, { store, terminal: this.terminal }, wall);
    const text = JSON.stringify(alter === 'newer' ? { ...header, schema: 9, kind: 'giftCardSold' } : header);
    const body = alter === 'poison' ? '{"type":"sale","lines":' : JSON.stringify(draft.body);
    const hash = hashOf(header.prev, text, body);
    const next = headAfter(head, header, hash);
    const { epoch, seq, prev, receiptNumber, totals } = header;
    const { perpetualMinor } = totals;
    const storedMs = timeline.nowMs;
    return {
      record: { epoch, seq, prev, hash, header: text, body, receiptNumber, perpetualMinor, storedMs },
      head: next,
    };
  }

  /** What was committed and not printed is printed when the app is open again. */
  #print(record: SimRecord, deed: Deed | null, unreadable: boolean): void {
    const { epoch, seq } = record;
    const { paper } = this;
    const receiptNumber = Math.max(record.receiptNumber ?? 0, paper?.receiptNumber ?? 0);
    // Of all papers the one with the highest number counts, also after a device was set back.
    const isNewest = !paper || epoch > paper.epoch || (epoch === paper.epoch && seq > paper.seq);
    this.paper = isNewest ? { epoch, seq, receiptNumber } : { ...paper, receiptNumber };
    this.#world.witness.print(this.terminal, record, deed, unreadable);
  }

  #killed(): void {
    if (this.kill) this.#world.witness.count(this.kill);
    this.kill = null;
    this.stop();
    this.#world.timeline.after(30_000, () => this.start());
  }

  stop(): void {
    this.isRunning = false;
    this.#forget();
  }

  #forget(): void {
    this.#pending = null;
    this.#session = false;
    this.#sendFrom.clear();
    this.#greeting = [];
  }

  start(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    const newest = this.disk.epochs.at(-1)?.records.at(-1);
    if (newest && !this.#world.witness.printed.has(newest.hash)) this.#reprint(newest);
    this.pump();
  }

  #reprint(record: SimRecord): void {
    const deed = deedOf(record);
    this.#print(record, deed, false);
  }

  /** Does the next thing on the line: one request at a time. */
  pump(): void {
    if (!this.isRunning || this.#pending) return;
    const { disk } = this;
    if (!disk.head) {
      if (this.code) this.#ask('activate', { installId: disk.installId, paper: this.paper, code: this.code });
      return;
    }
    const state = disk.state();
    const current = state.epochs.at(-1);
    if (!current) return;
    // One hello for each epoch that it still keeps records of.
    if (!this.#session && this.#greeting.length === 0)
      this.#greeting = state.epochs.map(({ epoch }) => epoch);
    const greeted = state.epochs.find(({ epoch }) => epoch === this.#greeting[0]);
    if (greeted) {
      const { epoch, head, gateway: acknowledged } = greeted;
      this.#ask('hello', { epoch, head, acknowledged }, { epoch });
      return;
    }
    if (disk.needsEpoch && !disk.fenced) {
      const { nextReceiptNumber, perpetualMinor } = disk.head;
      const from = { epoch: current.epoch, ...current.head, nextReceiptNumber, perpetualMinor };
      const { installId } = disk;
      this.#ask('newEpoch', { from, ...disk.needsEpoch, paper: this.paper, installId });
      return;
    }
    for (const { epoch, head, gateway } of state.epochs) {
      const after = this.#sendFrom.get(epoch) ?? gateway.seq;
      if (after >= head.seq) continue;
      const records = disk.after(epoch, after, BATCH_MAX_RECORDS);
      const last = records.at(-1) ?? null;
      if (!last) continue;
      const sent = records.map(({ seq, header, body, hash }) => ({ seq, header, body, hash }));
      this.#ask(
        'journal',
        { epoch, records: sent },
        { epoch, after: (records[0] as SimRecord).seq - 1, last },
      );
      return;
    }
  }

  #ask(call: Request['call'], content: object, about: Partial<Pending> = {}): void {
    const { timeline } = this.#world;
    const id = this.#world.nextId();
    this.#pending = { epoch: 0, after: 0, last: null, ...about, id, call, sentMs: timeline.nowMs };
    const body = JSON.stringify(content);
    const { key } = this.disk;
    this.#world.send(this, {
      id,
      from: this.name,
      terminal: this.terminal,
      key,
      call,
      body,
      signature: sign(key, body),
    });
    timeline.after(TIMEOUT_MS, () => {
      if (this.#pending?.id === id) this.#offline();
    });
  }

  #offline(): void {
    this.#forget();
    this.#later(RETRY_MS);
  }

  #later(delayMs: number): void {
    const wake = ++this.#wake;
    this.#world.timeline.after(delayMs, () => {
      if (wake === this.#wake) this.pump();
    });
  }

  /** The gateway's answer; one that was overtaken or given up is not looked at. */
  answered(reply: Reply): void {
    const pending = this.#pending;
    if (!this.isRunning || pending?.id !== reply.id) return;
    this.#pending = null;
    if (reply.status !== 200) {
      this.#offline();
      return;
    }
    this.#understood(reply.reply, pending);
  }

  #understood(reply: GatewayReply, pending: Pending): void {
    switch (reply.type) {
      case 'granted':
        this.#begin(reply.grant);
        break;
      case 'codeUsed':
        this.code = null;
        return;
      case 'hello':
        this.#greeting.shift();
        this.#heard(pending);
        this.setBackMs = 0;
        this.#session = this.#greeting.length === 0;
        if (this.#session) this.#helloLater();
        {
          const { verdict, marks, holdsAcknowledged } = reply;
          this.#do({ type: 'helloAnswered', verdict, marks: this.#said(marks), holdsAcknowledged });
        }
        if (pending.call === 'newEpoch') this.disk.needsEpoch = null;
        break;
      case 'batch': {
        const { result, fenced, forked } = reply;
        const { epoch, after, last } = pending;
        if (!last || result === 'fenced') break;
        this.#heard(pending);
        const marks = this.#said(reply.marks);
        this.#do({ type: 'batchAnswered', epoch, after, last, result, marks, fenced, forked });
        break;
      }
      default:
        this.#offline();
        return;
    }
    this.pump();
  }

  #heard({ epoch, sentMs }: Pending): void {
    if (epoch === this.disk.head?.epoch) this.heardFromMs = Math.max(this.heardFromMs, sentMs);
  }

  #helloLater(): void {
    const session = ++this.#sessions;
    this.#world.timeline.after(this.#world.pace(HELLO_EVERY_MS), () => {
      if (session !== this.#sessions || !this.#session) return;
      if (this.#pending) return this.#helloLater();
      this.#session = false;
      this.pump();
    });
  }

  told(marks: Marks): void {
    if (this.isRunning && this.disk.head) this.#do({ type: 'told', marks: this.#said(marks) });
  }

  #said(marks: Marks): SaidMarks {
    const { epoch, gateway, hq } = marks;
    return {
      ...marks,
      ownAtGateway: this.disk.hashAt(epoch, gateway.seq),
      ownAtHq: this.disk.hashAt(epoch, hq.seq),
    };
  }

  #do(event: RegisterEvent): void {
    for (const effect of registerStep(this.disk.state(), event)) this.#effect(effect);
  }

  #effect(effect: RegisterEffect): void {
    switch (effect.type) {
      case 'saveMarks':
        this.#world.onMarks(this, effect.marks);
        this.disk.saveMarks(effect.marks);
        return;
      case 'fence':
        this.disk.fenced = true;
        return;
      case 'send':
        this.#sendFrom.set(effect.epoch, effect.after);
        return;
      case 'sent':
        this.#sendFrom.delete(effect.epoch);
        return;
      case 'askEpoch':
        this.disk.needsEpoch ??= { reason: effect.reason, ask: `${this.name}-${this.#world.nextId()}` };
        return;
      case 'prune':
        this.#world.onPrune(this, this.disk.prune(effect.epoch, effect.seq));
        return;
      case 'report':
        this.#world.onProblem(this, effect.problem);
        return;
    }
  }

  #begin(grant: EpochGrant): void {
    this.code = null;
    this.disk.needsEpoch = null;
    const newest = this.disk.epochs.at(-1);
    if (newest && newest.epoch >= grant.epoch) return;
    const { draft, head } = epochStart(grant, new Date(this.#world.timeline.nowMs).toISOString());
    const written = this.#written(draft, head, null);
    this.disk.begin(this.terminal, written.head, written.record, grant.predecessor.hash);
    this.#world.onCommit(this, written.record);
    this.#print(written.record, null, false);
    this.#session = false;
  }
}

/** The deed that a record was written for, read back for a second print. */
function deedOf({ header, body }: SimRecord): Deed | null {
  const { kind } = JSON.parse(header) as { kind: Deed['kind'] | 'epochStart' };
  if (kind === 'epochStart') return null;
  const { lines = [], tenders = [] } = JSON.parse(body) as {
    lines?: { grossMinor: number }[];
    tenders?: { tenderType: string }[];
  };
  return {
    kind,
    amountsMinor: lines.map(({ grossMinor }) => Math.abs(grossMinor)),
    tender: tenders[0]?.tenderType ?? 'CASH',
  };
}
