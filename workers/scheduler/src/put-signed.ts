import type { StreamHead } from '../../../protocol/package-documents.ts';
import { headKey } from '../../../protocol/package-keys.ts';
import { type SigningKey, signDocument } from '../../../protocol/signed-document.ts';

interface SignPorts {
  readonly packages: Pick<R2Bucket, 'put' | 'head'>;
  readonly key: SigningKey;
}

/** Signs a document and puts it where registers find it; `mark` tells later whether they do. */
export async function putSigned(
  ports: SignPorts,
  key: string,
  document: object,
  mark: string,
): Promise<void> {
  const signed = await signDocument(JSON.stringify(document), ports.key);
  const customMetadata = { version: `${mark} ${ports.key.keyId}` };
  await ports.packages.put(key, JSON.stringify(signed), { customMetadata });
}

/** Whether registers can find this, signed with the key of today: a run may have ended before it was put. */
export async function isPut({ packages, key }: SignPorts, name: string, mark: string): Promise<boolean> {
  return (await packages.head(name))?.customMetadata?.version === `${mark} ${key.keyId}`;
}

export const putHead = (ports: SignPorts, head: StreamHead) =>
  putSigned(ports, headKey(head.stream), head, markOf(head));

export const isHeadPut = (ports: SignPorts, head: StreamHead) =>
  isPut(ports, headKey(head.stream), markOf(head));

/** A head is put again when its snapshot is cut anew or it is signed anew, though its version stays. */
const markOf = ({ version, snapshot, issuedAt }: StreamHead) => `${version}.${snapshot.version} ${issuedAt}`;
