import { computed, signal } from '@preact/signals-core';
import { ApiProblem, problemOf } from './problem.ts';

export interface Admin {
  readonly id: string;
  readonly name: string;
  readonly role: 'admin' | 'viewer';
}

type Session =
  | { readonly state: 'signedOut'; readonly notice: string }
  | { readonly state: 'checking'; readonly token: string }
  | { readonly state: 'unreachable'; readonly token: string; readonly problem: string }
  | { readonly state: 'signedIn'; readonly token: string; readonly admin: Admin };

/** The tab's memory: closing the tab signs out. */
const KEY = 'evertill-hq-token';

export const session = signal<Session>({ state: 'signedOut', notice: '' });
export const token = computed(() => (session.value.state === 'signedOut' ? '' : session.value.token));
export const admin = computed(() => (session.value.state === 'signedIn' ? session.value.admin : null));

/** Goes on with the tab's token, if it has one. */
export async function resumeSession(): Promise<void> {
  const kept = sessionStorage.getItem(KEY);
  if (kept === null) return;
  session.value = { state: 'checking', token: kept };
  try {
    session.value = { state: 'signedIn', token: kept, admin: await adminOf(kept) };
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status === 401) tokenRefused();
    else session.value = { state: 'unreachable', token: kept, problem: messageOf(problem) };
  }
}

/** Throws ApiProblem where the token is not known. */
export async function signIn(typed: string): Promise<void> {
  const admin = await adminOf(typed);
  sessionStorage.setItem(KEY, typed);
  session.value = { state: 'signedIn', token: typed, admin };
}

export function signOut(notice = ''): void {
  sessionStorage.removeItem(KEY);
  session.value = { state: 'signedOut', notice };
}

/** The token was taken away while somebody worked with it. */
export function tokenRefused(): void {
  signOut('Your admin token is no longer known. Sign in again.');
}

/** Asked by itself and not through the client, which belongs to the session that this begins. */
async function adminOf(candidate: string): Promise<Admin> {
  // A header holds visible ASCII; a token never holds anything else.
  if (!/^[\x21-\x7e]+$/.test(candidate)) throw new ApiProblem(401, 'The admin token is not known.');
  const headers = { authorization: `Bearer ${candidate}` };
  const response = await fetch('/v1/me', { headers, cache: 'no-store' }).catch(() => {
    throw new ApiProblem(0, 'Headquarters does not answer. Check the connection and try again.');
  });
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw problemOf(response.status, body);
  return body as Admin;
}

function messageOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}
