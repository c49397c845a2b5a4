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
  await ports.packages.put(key, JSON.stringify(signed), { customMetadata: { version: mark } });
}

/** Whether registers can find this: a run may have ended after it was settled and before it was put. */
export async function isPut(
  { packages }: Pick<SignPorts, 'packages'>,
  key: string,
  mark: string,
): Promise<boolean> {
  return (await packages.head(key))?.customMetadata?.version === mark;
}

export const putHead = (ports: SignPorts, head: StreamHead) =>
  putSigned(ports, headKey(head.stream), head, markOf(head));

export const isHeadPut = (ports: Pick<SignPorts, 'packages'>, head: StreamHead) =>
  isPut(ports, headKey(head.stream), markOf(head));

/** A head is put again when its snapshot is cut anew, though its version stays. */
const markOf = ({ version, snapshot }: StreamHead) => `${version}.${snapshot.version}`;
