import { mkdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { RegisterCommand } from './invoice-commands.ts';
import type { RegisterPlace } from './prepare-stores.ts';
import { type RegisterAnswer, type RegisterStatus, registerStatus } from './register-answer.ts';
import { RegisterProcess } from './register-process.ts';
import { TcpProxy } from './tcp-proxy.ts';

/** Longest that a register may take for one step, on a machine that others use too. */
const STEP_MS = 60_000;
/** A register that has no socket notices a cut only when it asks. */
const ASK_AFTER_MS = 1000;
/** A register that was not told of new packages in this time is asked to look. */
const TOLD_MS = 5000;
const POLL_MS = 5;

/** A register that replays: its process, and the proxy that all its traffic goes through. */
export class ReplayRegister {
  readonly place: RegisterPlace;
  readonly #data: string;
  readonly #proxy: TcpProxy;
  #process: RegisterProcess | null = null;
  #isDisposed = false;

  private constructor(place: RegisterPlace, data: string, proxy: TcpProxy) {
    this.place = place;
    this.#data = data;
    this.#proxy = proxy;
  }

  static async open(place: RegisterPlace, url: string, data: string): Promise<ReplayRegister> {
    mkdirSync(data, { recursive: true });
    return new ReplayRegister(place, data, await TcpProxy.open(url));
  }

  get name(): string {
    return `${this.place.store}-${this.place.terminal}`;
  }

  /** Starts the process, on what it had stored if it ran before. Answers how it finds itself. */
  async start(): Promise<RegisterStatus> {
    if (this.#isDisposed) throw new Error(`register ${this.name} was ended`);
    const { activationCode } = this.place;
    const spec = { name: this.name, url: this.#proxy.url, activationCode, data: this.#data };
    // Known before it is ready, so that it can be ended at any time.
    this.#process = new RegisterProcess(spec);
    return registerStatus.parse(await this.#process.ready);
  }

  /** Sends commands at once; see RegisterProcess. */
  send(commands: readonly RegisterCommand[]): Promise<RegisterAnswer>[] {
    if (!this.#process) throw new Error(`register ${this.name} is not running`);
    return this.#process.send(commands);
  }

  /** Sends commands at once and waits for all answers. Throws where the register refuses one. */
  async do(commands: readonly RegisterCommand[]): Promise<RegisterAnswer[]> {
    const answers = await Promise.all(this.send(commands));
    for (const [index, answer] of answers.entries()) this.#assertDone(commands[index], answer);
    return answers;
  }

  async status(): Promise<RegisterStatus> {
    return registerStatus.parse((await this.do([{ type: 'status' }]))[0]);
  }

  /** Signs the supervisor on, unless a session was restored. */
  async signOn(status: RegisterStatus, at: string): Promise<void> {
    const { number, pin } = this.place.employee;
    if (status.employee === null) await this.do([{ type: 'signOn', employee: number, pin, at }]);
  }

  /** Cuts the line and waits until the register has noticed. */
  async cut(): Promise<void> {
    this.#proxy.cut();
    const started = performance.now();
    await this.#until('is offline', async () => {
      if ((await this.status()).connection === 'offline') return true;
      if (performance.now() - started > ASK_AFTER_MS) await this.do([{ type: 'sync' }]);
      return false;
    });
  }

  /** Restores the line and waits until the register is online. */
  async reconnect(): Promise<void> {
    this.#proxy.restore();
    await this.online();
  }

  /** Waits until the register is online, asking it to connect rather than waiting for it to try again. */
  async online(): Promise<void> {
    await this.#until('is online', async () => {
      if ((await this.status()).connection === 'online') return true;
      await this.do([{ type: 'sync' }]);
      return false;
    });
  }

  /** Waits until the register sells from the given stream versions or newer, as far as it follows the streams. */
  async hasVersions(versions: ReadonlyMap<string, number>): Promise<void> {
    const started = performance.now();
    await this.#until('has the published versions', async () => {
      if (performance.now() - started > TOLD_MS) await this.do([{ type: 'sync' }]);
      const { versions: own, problems } = await this.status();
      const refused = problems.find(({ code }) => code !== 'unreachable');
      if (refused)
        throw new Error(`register ${this.name}: ${refused.code}, ${refused.subject}: ${refused.detail}`);
      const streams = Object.keys(own);
      return (
        streams.length > 0 && streams.every((stream) => (own[stream] ?? 0) >= (versions.get(stream) ?? 0))
      );
    });
  }

  /** Waits until the gateway holds everything. */
  async drain(): Promise<void> {
    await this.#until('is drained', async () => {
      const answer = await this.do([{ type: 'drain', timeoutMs: STEP_MS }]);
      return registerStatus.parse(answer[0]).waiting === 0;
    });
  }

  async kill(): Promise<void> {
    await this.#process?.kill();
    this.#process = null;
  }

  /** Ends the process in order; the data stays. */
  async close(): Promise<void> {
    await this.#process?.close();
    await this.dispose();
  }

  /** Ends everything at once, whatever it is doing. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.kill();
    await this.#proxy.close();
  }

  async #until(what: string, look: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + STEP_MS;
    while (!(await look())) {
      if (performance.now() > end)
        throw new Error(`register ${this.name}: not within ${STEP_MS} ms that it ${what}`);
      await pause(POLL_MS);
    }
  }

  #assertDone(command: RegisterCommand | undefined, answer: RegisterAnswer): void {
    if (answer.ok) return;
    throw new Error(
      `register ${this.name} refused ${JSON.stringify(command)}: ${answer.message ?? JSON.stringify(answer)}`,
    );
  }
}
