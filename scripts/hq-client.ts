/** A small client of headquarters' API for scripts and tests. Errors carry the problem's detail. */
export class HqClient {
  readonly url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.url = url;
    this.#token = token;
  }

  async request<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  get<T = unknown>(path: string): Promise<T> {
    return this.request<T>('GET', path);
  }

  /** Every item of a list, page by page. */
  async *all<T>(path: string, limit = 500): AsyncGenerator<T> {
    let cursor: string | null = null;
    do {
      const separator = path.includes('?') ? '&' : '?';
      const at: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page: { items: T[]; next: string | null } = await this.get(
        `${path}${separator}limit=${limit}${at}`,
      );
      yield* page.items;
      cursor = page.next;
    } while (cursor !== null);
  }

  /** Creates or replaces masters, in writes of at most 500. */
  async putAll(noun: string, items: readonly object[], progress?: (written: number) => void): Promise<void> {
    for (let at = 0; at < items.length; at += 500) {
      const part = items.slice(at, at + 500);
      await this.request('PUT', `/v1/${noun}`, { items: part });
      progress?.(at + part.length);
    }
  }

  publish(job = 'all'): Promise<{ run: string; streams: number; rows: number; bytes: number }> {
    return this.request('POST', `/v1/distribution-jobs/${job}/runs`, {});
  }
}
