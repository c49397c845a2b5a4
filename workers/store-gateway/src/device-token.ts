import { randomSecret, toBase64Url, utf8 } from '../../../protocol/bytes.ts';

/**
 * A device's token carries a keyed mark of its store, so that the worker can turn strangers away before any
 * store's object is woken, or made. Whether the device may still do something is the object's to say.
 */
export async function newDeviceToken(store: string, secret: string): Promise<string> {
  const random = randomSecret();
  return `${random}.${await mark(store, random, secret)}`;
}

/** Whether this deployment made the token for this store. */
export async function isOfStore(token: string, store: string, secret: string): Promise<boolean> {
  const [random, given] = token.split('.');
  if (!random || !given) return false;
  const expected = utf8(await mark(store, random, secret));
  const offered = utf8(given);
  return offered.length === expected.length && crypto.subtle.timingSafeEqual(offered, expected);
}

async function mark(store: string, random: string, secret: string): Promise<string> {
  const key = await crypto.subtle.importKey('raw', utf8(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  return toBase64Url(
    await crypto.subtle.sign('HMAC', key, utf8(`evertill device token 1\n${store}\n${random}`)),
  );
}
