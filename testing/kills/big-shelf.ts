import { put, storeRows } from '../contract/channel-fixture.ts';
import { PackageShelf, testSigningKey } from '../contract/package-shelf.ts';

export const SMALL_STREAM = 'store:S1';
export const BIG_STREAM = 'assortment:big';
export const PRODUCTS = 3000;

/** The packages of a small store that follows a big assortment, of which every version changes every row. */
export class BigShelf {
  readonly #shelf: PackageShelf;
  version = 0;

  private constructor(shelf: PackageShelf) {
    this.#shelf = shelf;
  }

  /** Holds the small store, and nothing of the big assortment. */
  static async make(): Promise<BigShelf> {
    const shelf = new PackageShelf(await testSigningKey());
    await shelf.release(SMALL_STREAM, [await shelf.blob(storeRows.map(put))]);
    await shelf.follow([SMALL_STREAM, BIG_STREAM]);
    return new BigShelf(shelf);
  }

  /** The next version: every product has its number for a name. */
  async release(): Promise<void> {
    this.version += 1;
    const lines = Array.from({ length: PRODUCTS }, (_, index) =>
      put([
        'product',
        {
          ...{ sku: `B${index}`, name: `version ${this.version}`, taxCode: 'STANDARD', stocked: true },
          ...{ variantOf: null, variant: {} },
        },
      ]),
    );
    const blobs = [];
    for (let from = 0; from < lines.length; from += 1000)
      blobs.push(await this.#shelf.blob(lines.slice(from, from + 1000)));
    await this.#shelf.release(BIG_STREAM, blobs);
  }

  get blobs() {
    return this.#shelf.blobs;
  }

  /** What a register needs to fetch it: the gateway's answer, and the keys that it would have pinned. */
  offer(): string {
    const { keyId, publicKey } = this.#shelf.key;
    return JSON.stringify({ answer: this.#shelf.answer(), trustedKeys: { [keyId]: publicKey } });
  }
}
