import {
  type ActivationAnswer,
  type PushAnswer,
  pushAnswer,
  type WireRecord,
} from '../../protocol/journal-messages.ts';
import type { AllocatedEpoch, DeviceIdentity } from '../../protocol/worker-calls.ts';
import { batchOf, type TestDevice, TestJournal, testDevice } from './journal-fixture.ts';

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A store's gateway as its devices reach it. */
export interface Gateway {
  activate(
    terminal: string,
    device: DeviceIdentity,
    allocated: AllocatedEpoch,
    trustedKeys: Readonly<Record<string, string>>,
  ): Promise<ActivationAnswer | null>;
  call(token: string, call: { call: string; body: string; signature?: string }): Promise<Answer | null>;
}

/** How an install is activated: by a code of its own, which stands for the terminal's first epoch or this one. */
export interface Activation {
  readonly device?: TestDevice;
  readonly epoch?: number;
  readonly receiptSeen?: number;
}

export interface ActiveDevice {
  readonly device: TestDevice;
  readonly answer: ActivationAnswer;
  readonly journal: TestJournal;
  /** Signs and sends records; all that the journal holds where none are given. */
  push(records?: readonly WireRecord[], epoch?: number): Promise<Answer>;
  pushed(records?: readonly WireRecord[]): Promise<PushAnswer>;
  /** Tells a head, by default the journal's, and what was acknowledged before. */
  hello(acknowledged?: { seq: number; hash: string }): Promise<unknown>;
  call(name: string, body: string, signature?: string): Promise<Answer>;
}

/** Activates a device as a terminal, and begins its journal from what it was granted. */
export async function activated(
  gateway: Gateway,
  terminal = '1',
  { device: installed, epoch: allocated = 1, receiptSeen = 0 }: Activation = {},
): Promise<ActiveDevice> {
  const device = installed ?? (await testDevice());
  const { installId, publicKey } = device;
  const answer = await gateway.activate(
    terminal,
    { installId, publicKey },
    { epoch: allocated, receiptSeen },
    {},
  );
  if (!answer) throw new Error('the code was used');
  const { store, epoch, predecessor, nextReceiptNumber, perpetualMinor, deviceToken } = answer;
  const start = { epoch, hash: predecessor.hash, nextReceiptNumber, perpetualMinor };
  const journal = new TestJournal({ store, terminal }, start);
  await journal.epochStart();
  const call = async (name: string, body: string, signature?: string) => {
    const sent = { call: name, body, ...(signature === undefined ? {} : { signature }) };
    const found = await gateway.call(deviceToken, sent);
    if (!found) throw new Error('the gateway does not know the device');
    return found;
  };
  const push: ActiveDevice['push'] = async (records = journal.records, of = epoch) => {
    const body = batchOf(of, records);
    return call('journal', body, await device.sign(body));
  };
  return {
    device,
    answer,
    journal,
    push,
    async pushed(records) {
      return pushAnswer.parse(JSON.parse((await push(records)).body));
    },
    call,
    async hello(acknowledged) {
      const report = { waiting: 0, versions: {}, appVersion: '0', storagePersisted: true };
      const { seq, hash } = journal.head;
      return JSON.parse(
        (await call('hello', JSON.stringify({ epoch, head: { seq, hash }, acknowledged, report }))).body,
      ) as unknown;
    },
  };
}

interface SocketEvents {
  accept(): void;
  send(text: string): void;
  addEventListener(type: 'message', listen: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listen: (event: { code: number }) => void): void;
}

/** A device's socket as a register reads it: answers by their request, and what it is told without asking. */
export class TestSocket {
  readonly #socket: SocketEvents;
  readonly #heard: unknown[] = [];
  readonly #waiting: ((heard: unknown) => boolean)[] = [];
  #calls = 0;

  constructor(socket: unknown) {
    this.#socket = socket as SocketEvents;
    this.#socket.accept();
    this.#socket.addEventListener('message', ({ data }) =>
      this.#hear(data === 'pong' ? data : JSON.parse(String(data))),
    );
    this.#socket.addEventListener('close', ({ code }) => this.#hear({ type: 'closed', code }));
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  /** The first message of this type, also one that has come already. */
  heard(type: string): Promise<Record<string, unknown>> {
    return this.#first((message) => message === type || (message as { type?: string }).type === type);
  }

  async call(call: string, body: string, signature?: string): Promise<{ status: number; body: string }> {
    const id = ++this.#calls;
    this.send(JSON.stringify({ id, call, body, ...(signature === undefined ? {} : { signature }) }));
    const answer = await this.#first((message) => (message as { id?: number }).id === id);
    return { status: Number(answer.status), body: String(answer.body) };
  }

  #first(fits: (message: unknown) => boolean): Promise<Record<string, unknown>> {
    const known = this.#heard.find(fits);
    if (known) return Promise.resolve(known as Record<string, unknown>);
    return new Promise((found) => {
      this.#waiting.push((message) => {
        if (fits(message)) found(message as Record<string, unknown>);
        return fits(message);
      });
    });
  }

  #hear(message: unknown): void {
    this.#heard.push(message);
    for (const waiting of [...this.#waiting]) {
      if (waiting(message)) this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
    }
  }
}
