import { neverApplied, planUpdate, type StreamPosition } from '../../commerce/distribution/plan-update.ts';
import { parseBlobLine, unpackBlob } from '../../protocol/blob.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import {
  type BlobReference,
  type StreamHead,
  type StreamVersion,
  storeManifest,
  streamHead,
} from '../../protocol/package-documents.ts';
import { blobKey, headKey, manifestKey } from '../../protocol/package-keys.ts';
import { signedDocument, type TrustedKeys, verifyDocument } from '../../protocol/signed-document.ts';

type Row = Readonly<Record<string, unknown>>;

/** A store's replica in memory: it takes packages as a register does, and holds what they say. */
export class PackageReplica {
  readonly #store: string;
  readonly #read: (key: string) => Promise<Bytes | null>;
  readonly #trusted: TrustedKeys;
  readonly #streams = new Map<string, { position: StreamPosition; rows: Map<string, Row> }>();

  constructor(store: string, trusted: TrustedKeys, read: (key: string) => Promise<Bytes | null>) {
    this.#store = store;
    this.#trusted = trusted;
    this.#read = read;
  }

  async pull(): Promise<void> {
    const { streams } = storeManifest.parse(await this.#document(manifestKey(this.#store)));
    for (const stream of this.#streams.keys()) if (!streams.includes(stream)) this.#streams.delete(stream);
    for (const stream of streams) await this.#update(await this.head(stream));
  }

  async head(stream: string): Promise<StreamHead> {
    return streamHead.parse(await this.#document(headKey(stream)));
  }

  version(stream: string): number {
    return this.#streams.get(stream)?.position.version ?? 0;
  }

  /** `stream table key` to the row. */
  rows(): Map<string, Row> {
    return new Map(
      [...this.#streams].flatMap(([stream, { rows }]) =>
        [...rows].map(([key, row]): [string, Row] => [`${stream} ${key}`, row]),
      ),
    );
  }

  /** The lines of one version of a stream. */
  async lines(content: StreamVersion | undefined): Promise<string[]> {
    const lines: string[] = [];
    for (const reference of content?.blobs ?? []) {
      const bytes = await this.#read(blobKey(reference.sha256));
      const unpacked = bytes && (await unpackBlob(bytes, reference));
      if (!unpacked?.ok) throw new Error(`blob ${reference.sha256} cannot be read`);
      lines.push(...unpacked.value);
    }
    return lines;
  }

  async #update(head: StreamHead): Promise<void> {
    const held = this.#streams.get(head.stream) ?? { position: neverApplied, rows: new Map<string, Row>() };
    const plan = planUpdate<BlobReference>(held.position, head);
    if (!plan.ok) throw new Error(`${head.stream}: version ${plan.error.offered} after ${plan.error.have}`);
    for (const { kind, version, blobs } of plan.value.steps) {
      if (kind === 'load') held.rows.clear();
      const said = new Set<string>();
      for (const [index, text] of (await this.lines({ version, blobs: [...blobs] })).entries()) {
        const line = parseBlobLine(text, index + 1);
        if (!line.ok) throw new Error(`${head.stream}: ${JSON.stringify(line.error)}`);
        const key = `${line.value.t} ${line.value.k}`;
        if (said.has(key)) continue;
        said.add(key);
        if ('r' in line.value) held.rows.set(key, line.value.r);
        else held.rows.delete(key);
      }
      held.position = { ...neverApplied, version, applying: version };
    }
    this.#streams.set(head.stream, held);
  }

  async #document(key: string): Promise<unknown> {
    const bytes = await this.#read(key);
    if (!bytes) throw new Error(`${key} is not there`);
    const document = signedDocument.parse(JSON.parse(new TextDecoder().decode(bytes)));
    const verified = await verifyDocument(document, this.#trusted);
    if (!verified.ok) throw new Error(`${key}: ${verified.error.type}`);
    return JSON.parse(verified.value);
  }
}
