import type { BlobReference } from '../../protocol/package-documents.ts';

/** Blobs on their way, or unpacked, beside the one that is being applied: at most `BLOB_RAW_MAX_BYTES` each. */
const AHEAD = 3;

type Fetch<T> = (reference: BlobReference) => Promise<T>;

/** Fetches blobs a few ahead of the one that is asked for, so that the line and the database work side by side. */
export class FetchAhead<T> {
  readonly #fetch: Fetch<T>;
  readonly #order: readonly BlobReference[];
  readonly #coming = new Map<string, Promise<T>>();

  /** `order` is the order in which they will be asked for. */
  constructor(fetch: Fetch<T>, order: readonly BlobReference[]) {
    this.#fetch = fetch;
    this.#order = order;
  }

  get(reference: BlobReference): Promise<T> {
    const { sha256 } = reference;
    const place = this.#order.findIndex((other) => other.sha256 === sha256);
    const blob = this.#begin(reference);
    if (place >= 0) for (const next of this.#order.slice(place + 1, place + 1 + AHEAD)) this.#begin(next);
    this.#coming.delete(sha256);
    return blob;
  }

  #begin(reference: BlobReference): Promise<T> {
    const begun = this.#coming.get(reference.sha256);
    if (begun) return begun;
    const blob = this.#fetch(reference);
    // Whoever asks for it hears of the failure; nobody may ever ask.
    blob.catch(() => undefined);
    this.#coming.set(reference.sha256, blob);
    return blob;
  }
}
