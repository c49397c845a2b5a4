import { fromHex, toHex, utf8 } from './bytes.ts';

/**
 * The hash that chains a record: SHA-256 over the previous hash (32 bytes), the header's length in bytes
 * (4 bytes, big-endian), the header and the body, all exactly as they are stored.
 */
export async function hashRecord(prev: string, header: string, body: string): Promise<string> {
  const headerBytes = utf8(header);
  const bodyBytes = utf8(body);
  const bytes = new Uint8Array(36 + headerBytes.length + bodyBytes.length);
  bytes.set(fromHex(prev), 0);
  new DataView(bytes.buffer).setUint32(32, headerBytes.length);
  bytes.set(headerBytes, 36);
  bytes.set(bodyBytes, 36 + headerBytes.length);
  return toHex(await crypto.subtle.digest('SHA-256', bytes));
}
