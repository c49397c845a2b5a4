import { ApiProblem, problemOf } from './problem.ts';
import { type Query, withQuery } from './query.ts';
import { token, tokenRefused } from './session.ts';

/** A list as every route of headquarters answers it. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** As many items as a list gives at once. */
const PAGE_MAX = 500;

/**
 * The one way to headquarters' API. What it answers is taken as `T`: page and API are deployed together.
 * Throws ApiProblem; a token that is no longer known ends the session.
 */
async function request<T>(
  method: string,
  path: string,
  options: {
    body?: unknown;
    signal?: AbortSignal | undefined;
    /** How the answer is read where it is not JSON. */
    read?: (response: Response) => Promise<unknown>;
  } = {},
): Promise<T> {
  const sentToken = token.peek();
  const headers: Record<string, string> = { authorization: `Bearer ${sentToken}` };
  const init: RequestInit = { method, headers, cache: 'no-store', signal: options.signal ?? null };
  if (options.body !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(options.body);
  }
  const response = await fetch(path, init).catch((cause) => {
    if (options.signal?.aborted) throw cause;
    throw new ApiProblem(0, 'Headquarters does not answer. Check the connection and try again.');
  });
  if (response.ok && options.read)
    return (await options.read(response).catch((cause) => {
      if (options.signal?.aborted) throw cause;
      throw new ApiProblem(0, 'The answer broke off. Check the connection and try again.');
    })) as T;
  const body: unknown = response.status === 204 ? undefined : await response.json().catch(() => null);
  if (response.ok) return body as T;
  const problem = problemOf(response.status, body);
  if (response.status === 401 && sentToken === token.peek()) tokenRefused();
  throw problem;
}

export const get = <T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> =>
  request<T>('GET', withQuery(path, query), { signal });

export const put = <T>(path: string, body: unknown): Promise<T> => request<T>('PUT', path, { body });

export const post = <T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> =>
  request<T>('POST', path, { body, signal });

/** A file, such as an export. The browser keeps it, on disk where it is large. */
export const getFile = (path: string, signal?: AbortSignal): Promise<Blob> =>
  request<Blob>('GET', path, { signal, read: (response) => response.blob() });

/** Any other way of writing. */
export const send = <T>(method: 'PATCH' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> =>
  request<T>(method, path, { body });

export const remove = (path: string): Promise<void> => request<void>('DELETE', path);

/** Every item of a list, page by page. */
export async function getAll<T>(
  path: string,
  query: Query = {},
  signal?: AbortSignal,
): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<T> = await get(path, { ...query, limit: PAGE_MAX, cursor }, signal);
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return items;
}
