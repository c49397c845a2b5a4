import { toBase64Url, utf8 } from '../../protocol/bytes.ts';
import type { DeviceKeys, KeyPairs } from './device-keys.ts';

export const signingAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' };
export const hashingAlgorithm = { name: 'HMAC', hash: 'SHA-256' };

/** Device keys over WebCrypto keys, wherever a host keeps them. */
export function deviceKeysOf({ installId, publicKey, signing, hashing }: KeyPairs): DeviceKeys {
  return {
    installId,
    publicKey,
    async sign(text) {
      return toBase64Url(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, signing, utf8(text)));
    },
    async keyedHash(bytes) {
      return toBase64Url(await crypto.subtle.sign('HMAC', hashing, bytes));
    },
  };
}
