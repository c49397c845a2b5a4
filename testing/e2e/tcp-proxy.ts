import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';

/**
 * How the line behaves: `whole`; `refused`, as if nobody listened; `hanging`, which takes everything in and says
 * nothing; `failing`, which answers 500; `socketless`, which carries HTTP but no WebSocket; `mute`, which carries
 * questions but no answers, also on connections that are open.
 */
export type LineState = 'whole' | 'refused' | 'hanging' | 'failing' | 'socketless' | 'mute';

const failure = 'HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\nconnection: close\r\n\r\n';

/** A real line between a register and the workers, with the faults that real ones have. */
export class TcpProxy {
  readonly #target: number;
  readonly #open = new Set<Socket>();
  #server: Server | null = null;
  #port = 0;
  #state: LineState = 'whole';

  private constructor(target: number) {
    this.#target = target;
  }

  static async to(url: string): Promise<TcpProxy> {
    const proxy = new TcpProxy(Number(new URL(url).port));
    await proxy.#listen();
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** What is open breaks off in the middle of whatever it carries, unless the line falls mute; what is new meets the new state. */
  async become(state: LineState): Promise<void> {
    this.#state = state;
    if (state !== 'mute') for (const socket of this.#open) socket.resetAndDestroy();
    if (state === 'refused') await this.close();
    else if (!this.#server) await this.#listen();
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const socket of this.#open) socket.resetAndDestroy();
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    await closed;
  }

  async #listen(): Promise<void> {
    this.#server = createServer((near) => this.#carry(near)).listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  #carry(near: Socket): void {
    this.#keep(near);
    if (this.#state === 'hanging') return void near.resume();
    if (this.#state === 'failing') return void near.once('data', () => near.end(failure));
    const far = createConnection(this.#target, '127.0.0.1');
    this.#keep(far);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    far.on('data', (chunk) => this.#state !== 'mute' && near.write(chunk));
    near.on('data', (chunk) => {
      const opensSocket = /^GET \S+\/socket /.test(chunk.toString('latin1'));
      if (opensSocket && this.#state === 'socketless') near.resetAndDestroy();
      else far.write(chunk);
    });
  }

  #keep(socket: Socket): void {
    this.#open.add(socket);
    socket.on('error', () => undefined); // 'close' follows
    socket.on('close', () => this.#open.delete(socket));
  }
}
