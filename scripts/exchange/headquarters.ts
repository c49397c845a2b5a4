import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { exitStatus, stop } from '../exit.ts';
import type { Demo } from '../start/demo.ts';

/** Headquarters did not take a request. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly exitStatus: number;

  constructor(message: string, exitStatus: number) {
    super(message);
    this.exitStatus = exitStatus;
  }
}

const TRIES = 4;
const FIRST_WAIT_MS = 500;

/** Asks headquarters as an admin. A request that may do better later is tried again: imports and exports may be. */
export async function ask(url: string, token: string, path: string, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  const init: RequestInit = { headers };
  if (body !== undefined) {
    headers['content-type'] = 'application/json';
    init.method = 'POST';
    init.body = JSON.stringify(body);
  }
  let last = '';
  for (let tried = 0; tried < TRIES; tried++) {
    if (tried > 0) await wait(FIRST_WAIT_MS * 2 ** (tried - 1));
    let response: Response;
    try {
      response = await fetch(`${url}${path}`, init);
    } catch (problem) {
      last = `${url} does not answer: ${causeOf(problem)}`;
      continue;
    }
    if (response.ok) return response;
    last = `${url}${path} answers ${response.status}: ${await detailOf(response)}`;
    if (response.status !== 429 && response.status < 500) throw new Refusal(last, exitStatus.badUsage);
  }
  throw new Refusal(last, exitStatus.environment);
}

/** The admin's token, or the end of the command. Of a demo that runs here at `url` it is known. */
export function tokenOf(tokenFile: string | undefined, usage: string, url?: string): string {
  let token = process.env.EVERTILL_TOKEN ?? '';
  if (tokenFile !== undefined)
    try {
      token = readFileSync(tokenFile, 'utf8');
    } catch (problem) {
      stop(exitStatus.badUsage, `${tokenFile} cannot be read: ${causeOf(problem)}`);
    }
  token = token.trim() || demoToken(url);
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  return stop(exitStatus.badUsage, `There is no admin token in ${tokenFile ?? 'EVERTILL_TOKEN'}.\n${usage}`);
}

function demoToken(url: string | undefined): string {
  const file = join(process.env.EVERTILL_STATE ?? '.wrangler/state', 'demo.json');
  if (url === undefined || !existsSync(file)) return '';
  const demo = JSON.parse(readFileSync(file, 'utf8')) as Demo;
  return demo.url === url ? (demo.admins.find(({ role }) => role === 'admin')?.token ?? '') : '';
}

export function causeOf(problem: unknown): string {
  if (!(problem instanceof Error)) return String(problem);
  return problem.cause instanceof Error ? problem.cause.message : problem.message;
}

async function detailOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    return String((JSON.parse(text) as { detail?: unknown }).detail ?? text);
  } catch {
    return text.slice(0, 300);
  }
}
