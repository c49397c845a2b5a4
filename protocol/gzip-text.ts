import { type Bytes, utf8 } from './bytes.ts';

export function gzipText(text: string): Promise<Bytes> {
  return through(utf8(text), new CompressionStream('gzip'));
}

/** Unpacks gzip to at most `maximumBytes`; throws where it is damaged, too large or not UTF-8. */
export async function gunzipText(bytes: Bytes, maximumBytes: number): Promise<string> {
  const raw = await through(bytes, new DecompressionStream('gzip'), maximumBytes);
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
}

async function through(
  bytes: Bytes,
  transform: CompressionStream | DecompressionStream,
  maximumBytes = Infinity,
): Promise<Bytes> {
  const reader = new Blob([bytes])
    .stream()
    .pipeThrough(transform as ReadableWritablePair<Bytes, Bytes>)
    .getReader();
  const chunks: Bytes[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > maximumBytes) {
      await reader.cancel();
      throw new Error('it unpacks to more than it says');
    }
    chunks.push(part.value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
