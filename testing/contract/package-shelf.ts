import { packBlob } from '../../protocol/blob.ts';
import { type Bytes, sha256Hex, toBase64Url } from '../../protocol/bytes.ts';
import type { BlobReference, PackagesAnswer, StreamHead } from '../../protocol/package-documents.ts';
import {
  importSigningKey,
  type SignedDocument,
  type SigningKey,
  signDocument,
} from '../../protocol/signed-document.ts';

export async function testSigningKey(): Promise<SigningKey> {
  const { privateKey } = (await crypto.subtle.generateKey('Ed25519', true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  return importSigningKey(toBase64Url((await crypto.subtle.exportKey('pkcs8', privateKey)) as ArrayBuffer));
}

/** What a gateway has to give: blobs, heads and a manifest, made by hand so that each can be wrong in its own way. */
export class PackageShelf {
  readonly key: SigningKey;
  /** When its documents say that they were signed. */
  issuedAt = new Date().toISOString();
  readonly blobs = new Map<string, Bytes>();
  readonly heads = new Map<string, SignedDocument>();
  readonly #heads = new Map<string, StreamHead>();
  manifest: SignedDocument | null = null;

  constructor(key: SigningKey) {
    this.key = key;
  }

  /** Stores one blob; `damage` is done to its bytes or reference before it is signed into a head. */
  async blob(
    lines: readonly string[],
    damage: (packed: { bytes: Bytes; reference: BlobReference }) => {
      bytes: Bytes;
      reference: BlobReference;
    } = (packed) => packed,
  ): Promise<BlobReference> {
    const { bytes, reference } = damage(await packBlob(lines));
    const signed = { ...reference, bytes: bytes.length, sha256: await sha256Hex(bytes) };
    this.blobs.set(signed.sha256, bytes);
    return signed;
  }

  /** Releases the next version of a stream: its snapshot first, deltas after it. */
  async release(
    stream: string,
    blobs: readonly BlobReference[],
    change: Partial<StreamHead> = {},
  ): Promise<void> {
    const before = this.#heads.get(stream);
    const version = (before?.version ?? 0) + 1;
    const content = { version, blobs: [...blobs] };
    const head: StreamHead = {
      type: 'head',
      stream,
      version,
      issuedAt: this.issuedAt,
      snapshot: before?.snapshot ?? content,
      deltas: before ? [...before.deltas, content] : [],
      ...change,
    };
    this.#heads.set(stream, head);
    this.heads.set(stream, await signDocument(JSON.stringify(head), this.key));
  }

  async follow(streams: readonly string[], version = 1, store = 'S1', key = this.key): Promise<void> {
    const manifest = { type: 'manifest', store, version, issuedAt: this.issuedAt, streams };
    this.manifest = await signDocument(JSON.stringify(manifest), key);
  }

  /** What the gateway answers to `packages`; a gateway of before says no more than manifest and heads. */
  answer(more: Partial<PackagesAnswer> = {}): string {
    return JSON.stringify({ manifest: this.manifest, heads: [...this.heads.values()], ...more });
  }
}
