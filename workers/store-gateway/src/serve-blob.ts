import { blobKey } from '../../../protocol/package-keys.ts';

/** Never asked from outside: the name under which this data centre keeps a blob for all who may have it. */
const nameInCache = (sha256: string) => `https://blobs.evertill.invalid/${sha256}`;

/**
 * The bytes of a blob, or null where there is none. R2 is asked once in a data centre, and the stores there share
 * what came: a blob never changes. Who may have it is asked before this.
 */
export async function serveBlob(
  packages: Pick<R2Bucket, 'get'>,
  sha256: string,
  later: (work: Promise<unknown>) => void,
): Promise<Response | null> {
  if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
  const kept = await caches.default.match(nameInCache(sha256));
  if (kept) return toDevice(kept.body, kept.headers.get('content-length') ?? '');
  const blob = await packages.get(blobKey(sha256));
  if (!blob) return null;
  const [now, keep] = blob.body.tee();
  const length = String(blob.size);
  later(
    caches.default.put(
      nameInCache(sha256),
      new Response(keep, {
        headers: { 'cache-control': 'public, max-age=31536000, immutable', 'content-length': length },
      }),
    ),
  );
  return toDevice(now, length);
}

function toDevice(body: ReadableStream | null, length: string): Response {
  return new Response(body, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': length,
      // Only this device may keep it: the address alone must not open it for others.
      'cache-control': 'private, max-age=31536000, immutable',
    },
  });
}
