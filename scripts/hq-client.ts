/** A request that headquarters refused; the message holds the problem's detail. */
export class HqRefusal extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

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
    if (!response.ok)
      throw new HqRefusal(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`, response.status);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  get<T = unknown>(path: string): Promise<T> {
    return this.request<T>('GET', path);
  }

  /** One of a noun's rows; null where there is none of that key. */
  async find<T = unknown>(noun: string, key: string): Promise<T | null> {
    return this.get<T>(`/v1/${noun}/${encodeURIComponent(key)}`).catch((problem) => {
      if (problem instanceof HqRefusal && problem.status === 404) return null;
      throw problem;
    });
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
