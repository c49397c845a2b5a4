import type { Bytes } from '../../protocol/bytes.ts';
import type { BlobReference } from '../../protocol/package-documents.ts';

/** Blobs on their way beside the one that is being applied. */
const AHEAD = 3;

type Fetch = (sha256: string) => Promise<Bytes | null>;

/** Fetches blobs a few ahead of the one that is asked for, so that the line and the database work side by side. */
export class FetchAhead {
  readonly #fetch: Fetch;
  readonly #order: readonly BlobReference[];
  readonly #coming = new Map<string, Promise<Bytes | null>>();

  /** `order` is the order in which they will be asked for. */
  constructor(fetch: Fetch, order: readonly BlobReference[]) {
    this.#fetch = fetch;
    this.#order = order;
  }

  /** Null where the gateway does not have it. */
  get({ sha256 }: BlobReference): Promise<Bytes | null> {
    const place = this.#order.findIndex((reference) => reference.sha256 === sha256);
    const bytes = this.#begin(sha256);
    if (place >= 0)
      for (const next of this.#order.slice(place + 1, place + 1 + AHEAD)) this.#begin(next.sha256);
    this.#coming.delete(sha256);
    return bytes;
  }

  #begin(sha256: string): Promise<Bytes | null> {
    const begun = this.#coming.get(sha256);
    if (begun) return begun;
    const bytes = this.#fetch(sha256);
    // Whoever asks for it hears of the failure; nobody may ever ask.
    bytes.catch(() => undefined);
    this.#coming.set(sha256, bytes);
    return bytes;
  }
}
