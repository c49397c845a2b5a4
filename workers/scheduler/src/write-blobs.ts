import { BLOB_RAW_MAX_BYTES, packBlob } from '../../../protocol/blob.ts';
import type { BlobReference } from '../../../protocol/package-documents.ts';
import { blobKey } from '../../../protocol/package-keys.ts';

/** A blob is cut when its lines reach this; one line more still fits under the limit. */
const BLOB_RAW_TARGET_BYTES = BLOB_RAW_MAX_BYTES / 2;

/** Cuts lines into blobs of bounded size and stores each once, named by its content. */
export class BlobWriter {
  readonly references: BlobReference[];
  readonly #packages: Pick<R2Bucket, 'put' | 'head'>;
  #lines: string[] = [];
  #rawBytes = 0;

  constructor(packages: Pick<R2Bucket, 'put' | 'head'>, before: readonly BlobReference[] = []) {
    this.#packages = packages;
    this.references = [...before];
  }

  async add(lines: readonly string[]): Promise<void> {
    for (const line of lines) {
      this.#lines.push(line);
      this.#rawBytes += line.length * 3; // UTF-8 takes at most three bytes for each of a string's units.
      if (this.#rawBytes > BLOB_RAW_TARGET_BYTES) await this.cut();
    }
  }

  /** Ends the blob that is being filled. */
  async cut(): Promise<void> {
    if (this.#lines.length === 0) return;
    const { bytes, reference } = await packBlob(this.#lines);
    const key = blobKey(reference.sha256);
    if (!(await this.#packages.head(key))) await this.#packages.put(key, bytes, { sha256: reference.sha256 });
    this.references.push(reference);
    this.#lines = [];
    this.#rawBytes = 0;
  }
}
