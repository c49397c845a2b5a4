import type { HelloVerdict } from '../../commerce/journal/gateway-shapes.ts';
import { type RegisterEvent, registerStep, type SaidMarks } from '../../commerce/journal/register-end.ts';
import type { Marks } from '../../commerce/journal/watermarks.ts';
import type { SyncStore } from '../../db/channel/sync-store.ts';
import { randomSecret } from '../../protocol/bytes.ts';
import {
  type HelloRequest,
  helloAnswer,
  marksOf,
  type NewEpochAnswer,
  type NewEpochRequest,
  newEpochAnswer,
  type PushAnswer,
  pushAnswer,
  type Watermarks,
} from '../../protocol/journal-messages.ts';
import type { DeviceKeys } from './device-keys.ts';
import { type GatewayAnswer, type GatewayLink, Unreachable } from './gateway-link.ts';

export interface JournalLinePorts {
  readonly store: SyncStore;
  readonly link: Pick<GatewayLink, 'call'>;
  readonly keys: Pick<DeviceKeys, 'sign'>;
  readonly report: () => Promise<HelloRequest['report']>;
  /** Goes on in a new epoch, from its first record on. */
  readonly beginEpoch: (grant: NewEpochAnswer) => Promise<void>;
  /** Another device has the terminal, or this one was revoked. */
  readonly fence: () => Promise<void>;
}

/** The gateway did not take what was sent; nothing of it is lost, and it is sent again. */
export interface PushProblem {
  readonly detail: string;
}

export interface Greeting {
  /** Of the newest epoch: what the register is told about itself. */
  readonly verdict: HelloVerdict;
  readonly serverTime: string;
}

/** What the register asks for, until it is granted: why it cannot go on in this epoch, and by which ask. */
type NeededEpoch = Pick<NewEpochRequest, 'reason' | 'ask'> & { readonly insteadOf: number };

const NEEDED_EPOCH = 'neededEpoch';

/**
 * The journal's way up: says where each epoch stands, sends what the gateway does not hold, batch by batch and in order,
 * and begins a new epoch where this database was set back or copied. What to do is `registerStep`'s to say; one request
 * is on the way at a time, so that each answer is about what was asked. Throws Unreachable when the line fails.
 */
export class JournalLine {
  readonly #ports: JournalLinePorts;
  #turn: Promise<unknown> = Promise.resolve();
  /** Where sending goes on, for epochs of which the gateway holds another place than it said before. */
  readonly #sendAfter = new Map<number, number>();
  #problem: PushProblem | null = null;

  constructor(ports: JournalLinePorts) {
    this.#ports = ports;
  }

  /** Says hello for each epoch that is kept here, the oldest first. */
  async greet(): Promise<Greeting | { readonly refused: GatewayAnswer }> {
    this.#sendAfter.clear();
    const report = await this.#ports.report();
    let greeting: Greeting | null = null;
    for (const { epoch } of (await this.#ports.store.journalState()).epochs) {
      const answered = await this.#inTurn(() => this.#greet(epoch, report));
      if ('refused' in answered) return answered;
      greeting = answered;
    }
    if (!greeting) throw new Error('an activated register has an epoch');
    return greeting;
  }

  /** Sends until the gateway holds everything. What it does not take is told, and tried again the next time. */
  async push(): Promise<PushProblem | null> {
    this.#problem = null;
    for (;;) {
      const moved = await this.#inTurn(() => this.#next());
      if (this.#problem || !moved) return this.#problem;
    }
  }

  /** What the gateway said without being asked. */
  async told(watermarks: Watermarks): Promise<void> {
    await this.#inTurn(async () => this.#do({ type: 'told', marks: await this.#said(marksOf(watermarks)) }));
  }

  /** Why the register waits for an epoch of its own, or null. */
  async needs(): Promise<NeededEpoch['reason'] | null> {
    return (await this.#needed())?.reason ?? null;
  }

  /** Kept until the journal has gone on: a process that ends in between asks once more, by the same ask. */
  async #needed(): Promise<NeededEpoch | null> {
    const { store } = this.#ports;
    const needed = await store.note<NeededEpoch>(NEEDED_EPOCH);
    return needed && needed.insteadOf === (await store.journalHead()).epoch ? needed : null;
  }

  async #greet(
    epoch: number,
    report: HelloRequest['report'],
  ): Promise<Greeting | { readonly refused: GatewayAnswer }> {
    const own = (await this.#ports.store.journalState()).epochs.find((kept) => kept.epoch === epoch);
    if (!own) throw new Error(`epoch ${epoch} is kept here`);
    const { head, gateway: acknowledged } = own;
    const request: HelloRequest = { epoch, head, acknowledged, report };
    const answered = await this.#ports.link.call('hello', JSON.stringify(request));
    if (answered.status >= 500) throw new Unreachable(`the gateway answered ${answered.status}`);
    if (answered.status !== 200) return { refused: answered };
    const { verdict, watermarks, holdsAcknowledged, serverTime } = helloAnswer.parse(
      JSON.parse(answered.body),
    );
    const marks = await this.#said(marksOf(watermarks));
    await this.#do({ type: 'helloAnswered', verdict, marks, holdsAcknowledged });
    return { verdict, serverTime };
  }

  /** The next request, where there is one: an epoch that is needed comes before what it does not change. */
  async #next(): Promise<boolean> {
    const { store } = this.#ports;
    const needed = await this.#needed();
    const { epochs, fenced } = await store.journalState();
    if (needed && !fenced && (await this.#askEpoch(needed))) return true;
    for (const { epoch, head, gateway } of epochs) {
      const after = this.#sendAfter.get(epoch) ?? gateway.seq;
      if (after >= head.seq) continue;
      await this.#send(epoch, after);
      return true;
    }
    return false;
  }

  async #send(epoch: number, after: number): Promise<void> {
    const { store, link, keys } = this.#ports;
    const records = await store.batchAfter(epoch, after);
    const [first, last] = [records[0], records.at(-1)];
    if (!first || !last) throw new Error(`epoch ${epoch} has records after ${after}`);
    const body = JSON.stringify({ epoch, records });
    const { status, body: text } = await link.call('journal', body, await keys.sign(body));
    if (status >= 500 || status === 429) throw new Unreachable(`the gateway answered ${status}`);
    const answered = status === 200 || status === 409 ? parsePush(text) : null;
    if (!answered) {
      this.#problem = { detail: text.slice(0, 500) };
      return;
    }
    const { result, fenced, forked, watermarks } = answered;
    await this.#do({
      ...{ type: 'batchAnswered', epoch, after: first.seq - 1, last: { seq: last.seq, hash: last.hash } },
      ...{ result, fenced, forked, marks: await this.#said(marksOf(watermarks)) },
    });
  }

  /** Whether anything came of it. */
  async #askEpoch({ reason, ask }: NeededEpoch): Promise<boolean> {
    const { store, link, keys, beginEpoch, fence } = this.#ports;
    const body = JSON.stringify({ from: await store.journalHead(), reason, ask } satisfies NewEpochRequest);
    const { status, body: text } = await link.call('newEpoch', body, await keys.sign(body));
    if (status >= 500 || status === 429) throw new Unreachable(`the gateway answered ${status}`);
    if (status === 201) {
      await beginEpoch(newEpochAnswer.parse(JSON.parse(text)));
      return true;
    }
    if (isFenced(status, text)) await fence();
    return false;
  }

  async #said(marks: Marks): Promise<SaidMarks> {
    const { store } = this.#ports;
    return {
      ...marks,
      ownAtGateway: await store.hashAt(marks.epoch, marks.gateway.seq),
      ownAtHq: await store.hashAt(marks.epoch, marks.hq.seq),
    };
  }

  async #do(event: RegisterEvent): Promise<void> {
    const { store, fence } = this.#ports;
    for (const effect of registerStep(await store.journalState(), event)) {
      switch (effect.type) {
        case 'saveMarks':
          await store.saveMarks(effect.marks);
          break;
        case 'fence':
          await fence();
          break;
        case 'send':
          this.#sendAfter.set(effect.epoch, effect.after);
          break;
        case 'sent':
          this.#sendAfter.delete(effect.epoch);
          break;
        case 'askEpoch':
          if ((await this.#needed()) === null) {
            const { epoch: insteadOf } = await store.journalHead();
            const needed: NeededEpoch = { reason: effect.reason, ask: randomSecret(), insteadOf };
            await store.saveNote(NEEDED_EPOCH, needed);
          }
          break;
        case 'prune':
          await store.prune(effect.epoch, effect.seq);
          break;
        case 'report':
          this.#problem = { detail: problemText[effect.problem] };
          break;
      }
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

const problemText = {
  unlinked: 'the gateway holds nothing that these records continue',
  damaged: 'the records here do not continue each other',
  gap: 'the gateway lacks records that are not kept here any more',
};

function isFenced(status: number, text: string): boolean {
  return (
    (status === 409 || status === 403) && /urn:evertill:problem:(fenced|revoked|foreign-epoch)/.test(text)
  );
}

function parsePush(text: string): PushAnswer | null {
  try {
    return pushAnswer.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
