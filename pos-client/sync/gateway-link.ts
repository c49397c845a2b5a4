import type { Bytes } from '../../protocol/bytes.ts';
import { type SocketMessage, type SocketRequest, socketMessage } from '../../protocol/journal-messages.ts';

export interface GatewayAnswer {
  readonly status: number;
  readonly body: string;
}

/** The gateway could not be asked, or did not answer in time. Nothing is known of what it did. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

class TooLate extends Unreachable {}

/** A blob could not be had, and the line is as good as before: the gateway has its own trouble in getting it. */
export class NotFetched extends Error {
  override readonly name = 'NotFetched';
}

export type GatewayCall = SocketRequest['call'];

/** Throws Unreachable when there is no line. */
export type AskGateway = (call: GatewayCall, body: string) => Promise<GatewayAnswer>;

export interface LinkOptions {
  /** Where headquarters and the gateways answer, without a slash at the end. */
  readonly url: string;
  readonly store: string;
  readonly token: string;
  readonly timeoutMs: () => number;
  readonly onMessage: (message: Exclude<SocketMessage, { type: 'answer' }>) => void;
  readonly onClosed: () => void;
}

const paths: Record<GatewayCall, { method: 'GET' | 'POST'; path: string }> = {
  hello: { method: 'POST', path: 'hello' },
  journal: { method: 'POST', path: 'journal' },
  newEpoch: { method: 'POST', path: 'epochs' },
  packages: { method: 'GET', path: 'packages' },
  signOn: { method: 'POST', path: 'sign-ons' },
  lookUp: { method: 'POST', path: 'look-ups' },
  suspended: { method: 'GET', path: 'suspended' },
  claim: { method: 'POST', path: 'claims' },
};

/**
 * The line to the store's gateway: calls go over the socket while it is open, else over HTTP, with the same
 * answers. Every wait has an end.
 */
export class GatewayLink {
  readonly #options: LinkOptions;
  #socket: WebSocket | null = null;
  #nextId = 1;
  readonly #pending = new Map<
    number,
    { answer: (answer: GatewayAnswer) => void; fail: (problem: Error) => void }
  >();
  #pong: (() => void) | null = null;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  get hasSocket(): boolean {
    return this.#socket !== null;
  }

  /** Opens the socket. Rejects with Unreachable where it cannot be opened in time. */
  async open(): Promise<void> {
    this.close();
    const { url, store, token } = this.#options;
    const address = `${url.replace(/^http/, 'ws')}/store/${encodeURIComponent(store)}/socket`;
    const socket = new WebSocket(address, ['evertill', token]);
    await this.#within(
      new Promise<void>((opened, failed) => {
        socket.onopen = () => opened();
        socket.onerror = socket.onclose = () => failed(new Unreachable('the socket could not be opened'));
      }),
    ).catch((problem) => {
      socket.onopen = socket.onerror = socket.onclose = null;
      socket.close();
      throw problem;
    });
    socket.onmessage = ({ data }) => this.#receive(String(data));
    socket.onerror = socket.onclose = () => this.#lost(socket);
    this.#socket = socket;
  }

  close(): void {
    const socket = this.#socket;
    if (!socket) return;
    socket.onclose = socket.onerror = socket.onmessage = null;
    socket.close();
    this.#socket = null;
    this.#failPending();
  }

  async call(call: GatewayCall, body: string, signature?: string): Promise<GatewayAnswer> {
    const socket = this.#socket;
    if (!socket) return this.#callHttp(call, body, signature);
    const id = this.#nextId++;
    const answered = new Promise<GatewayAnswer>((answer, fail) => this.#pending.set(id, { answer, fail }));
    socket.send(JSON.stringify({ id, call, body, ...(signature === undefined ? {} : { signature }) }));
    try {
      return await this.#within(answered);
    } catch (problem) {
      // A line that does not answer is as good as cut: the next call finds out over a new one.
      if (this.#socket === socket) this.#lost(socket);
      throw problem;
    } finally {
      this.#pending.delete(id);
    }
  }

  /** Asks for a sign of life. Rejects with Unreachable, and drops the socket, when none comes in time. */
  async ping(): Promise<void> {
    const socket = this.#socket;
    if (!socket) throw new Unreachable('there is no socket');
    const pong = new Promise<void>((heard) => {
      this.#pong = heard;
    });
    socket.send('ping');
    await this.#within(pong).catch((problem) => {
      if (this.#socket === socket) this.#lost(socket);
      throw problem;
    });
  }

  /** Null where the gateway does not have it. Throws NotFetched where it fails or is slow, Unreachable without a line. */
  async blob(sha256: string): Promise<Bytes | null> {
    const response = await this.#fetch('GET', `blobs/${sha256}`).catch(slowIsNotFetched);
    if (response.status === 404) return null;
    if (!response.ok) throw new NotFetched(`the gateway answered ${response.status}`);
    return (await this.#within(response.bytes()).catch(slowIsNotFetched)) as Bytes;
  }

  async #callHttp(call: GatewayCall, body: string, signature?: string): Promise<GatewayAnswer> {
    const { method, path } = paths[call];
    const response = await this.#fetch(method, path, method === 'GET' ? undefined : body, signature);
    return { status: response.status, body: await this.#within(response.text()) };
  }

  async #fetch(method: string, path: string, body?: string, signature?: string): Promise<Response> {
    const { url, store, token, timeoutMs } = this.#options;
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    if (signature !== undefined) headers['evertill-signature'] = signature;
    return fetch(`${url}/store/${encodeURIComponent(store)}/${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(timeoutMs()),
    }).catch((problem) => {
      const isLate = problem instanceof Error && problem.name === 'TimeoutError';
      throw new (isLate ? TooLate : Unreachable)(
        problem instanceof Error ? problem.message : String(problem),
      );
    });
  }

  #receive(text: string): void {
    if (text === 'pong') {
      this.#pong?.();
      return;
    }
    let message: SocketMessage;
    try {
      message = socketMessage.parse(JSON.parse(text));
    } catch {
      return; // Of a newer gateway: what this version does not know does not concern it.
    }
    if (message.type === 'answer') this.#pending.get(message.id)?.answer(message);
    else this.#options.onMessage(message);
  }

  #lost(socket: WebSocket): void {
    if (this.#socket !== socket) return;
    this.close();
    this.#options.onClosed();
  }

  #failPending(): void {
    for (const { fail } of this.#pending.values()) fail(new Unreachable('the line was cut'));
    this.#pending.clear();
  }

  #within<T>(work: Promise<T>): Promise<T> {
    const timeoutMs = this.#options.timeoutMs();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new TooLate(`no answer within ${timeoutMs} ms`)), timeoutMs);
    });
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
  }
}

/** A blob that does not come in time says nothing of the line: a socket notices that by itself. */
function slowIsNotFetched(problem: unknown): never {
  throw problem instanceof TooLate ? new NotFetched('the gateway took too long') : problem;
}
