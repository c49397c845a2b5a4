import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { RegisterCommand } from './invoice-commands.ts';
import { type RegisterAnswer, registerAnswer } from './register-answer.ts';

export interface RegisterSpec {
  /** For people: 'S1-1'. */
  readonly name: string;
  readonly url: string;
  readonly activationCode: string;
  readonly data: string;
}

/** The process has ended; nothing is known of the commands that it had not answered. */
export class RegisterGone extends Error {
  override readonly name = 'RegisterGone';
}

const STDERR_KEPT = 4000;

/** A headless register in a process of its own. Commands may be sent before earlier ones are answered. */
export class RegisterProcess {
  /** Its first line, when it can be sent commands. */
  readonly ready: Promise<RegisterAnswer>;
  readonly #name: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #exit: Promise<void>;
  readonly #waiting: { answer: (answer: RegisterAnswer) => void; fail: (problem: Error) => void }[] = [];
  #stderr = '';
  #gone: RegisterGone | null = null;

  /** Starts the process on its data folder. */
  constructor({ name, url, activationCode, data }: RegisterSpec) {
    this.#name = name;
    const code = ['--headless', '--url', url, '--code', activationCode, '--data', data];
    const program = ['--disable-warning=ExperimentalWarning', 'pos-client/app/headless.ts'];
    this.#child = spawn(process.execPath, [...program, ...code], { stdio: 'pipe' });
    this.ready = this.#next();
    // Both streams of a killed process may break; the exit tells.
    this.#child.stdin.on('error', () => undefined);
    this.#child.stderr.on('data', (chunk) => {
      this.#stderr = (this.#stderr + chunk).slice(-STDERR_KEPT);
    });
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#read(line));
    this.#exit = new Promise((exited) => this.#child.once('close', (...how) => exited(this.#ended(...how))));
    this.#child.once('error', (problem) =>
      this.#fail(new RegisterGone(`register ${name}: ${problem.message}`)),
    );
  }

  /** Sends commands at once and answers each, in order. Rejects with RegisterGone if the process ends first. */
  send(commands: readonly RegisterCommand[]): Promise<RegisterAnswer>[] {
    const answers = commands.map(() => this.#next());
    // Whoever waits for one of them may never look at the others.
    for (const answer of answers) answer.catch(() => undefined);
    if (!this.#gone)
      this.#child.stdin.write(commands.map((command) => `${JSON.stringify(command)}\n`).join(''));
    return answers;
  }

  /** SIGKILL, in the middle of whatever it does. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  /** Lets it finish what it was sent, and end. */
  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.#exit;
  }

  #next(): Promise<RegisterAnswer> {
    if (this.#gone) return Promise.reject(this.#gone);
    return new Promise((answer, fail) => this.#waiting.push({ answer, fail }));
  }

  #read(line: string): void {
    try {
      this.#waiting.shift()?.answer(registerAnswer.parse(JSON.parse(line)));
    } catch {
      this.#fail(new RegisterGone(`register ${this.#name} wrote what is no answer: ${line.slice(0, 200)}`));
    }
  }

  #ended(code: number | null, signal: string | null): void {
    const how = signal ?? `status ${code}`;
    this.#fail(new RegisterGone(`register ${this.#name} ended (${how})\n${this.#stderr}`.trim()));
  }

  #fail(problem: RegisterGone): void {
    this.#gone ??= problem;
    for (const { fail } of this.#waiting.splice(0)) fail(this.#gone);
  }
}
