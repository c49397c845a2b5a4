import { scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { toBase64Url, utf8 } from '../../protocol/bytes.ts';

/** Memory-hard, and within a Worker's isolate: 16 MB and about 35 ms. */
const COST = { N: 16_384, r: 8, p: 1 };

/**
 * The verifier of a PIN: HMAC-SHA-256 under the secret pepper of scrypt(PIN, salt). A PIN has few digits, so a
 * copied database is worth nothing only because the pepper is not in it.
 */
export async function hashPin(pin: string, salt: string, pepper: string): Promise<string> {
  const derive = promisify<string, string, number, typeof COST, Uint8Array>(scrypt);
  const stretched = await derive(pin, salt, 32, COST);
  const key = await crypto.subtle.importKey('raw', utf8(pepper), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  return toBase64Url(await crypto.subtle.sign('HMAC', key, new Uint8Array(stretched)));
}

/** Four to twelve digits, neither one digit repeated nor a straight run. */
export function isAcceptablePin(pin: string): boolean {
  if (!/^\d{4,12}$/.test(pin)) return false;
  const steps = new Set([...pin].slice(1).map((digit, index) => Number(digit) - Number(pin[index])));
  return !(steps.size === 1 && [0, 1, -1].includes([...steps][0] ?? 0));
}
