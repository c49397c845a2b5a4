import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fromBase64Url, randomSecret, toBase64Url } from '../../protocol/bytes.ts';
import type { DeviceKeys } from '../sync/device-keys.ts';
import { deviceKeysOf, hashingAlgorithm, signingAlgorithm } from '../sync/device-keys-of.ts';

interface KeyFile {
  readonly installId: string;
  readonly publicKey: string;
  readonly signing: string;
  readonly hashing: string;
}

/** Device keys of a register on Node: a file that only its user may read, held unextractable once loaded. */
export async function nodeKeys(file: string): Promise<DeviceKeys> {
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(await newKeys()), { mode: 0o600, flush: true });
  const { installId, publicKey, signing, hashing } = JSON.parse(readFileSync(file, 'utf8')) as KeyFile;
  return deviceKeysOf({
    installId,
    publicKey,
    signing: await crypto.subtle.importKey('pkcs8', fromBase64Url(signing), signingAlgorithm, false, [
      'sign',
    ]),
    hashing: await crypto.subtle.importKey('raw', fromBase64Url(hashing), hashingAlgorithm, false, ['sign']),
  });
}

async function newKeys(): Promise<KeyFile> {
  const pair = await crypto.subtle.generateKey(signingAlgorithm, true, ['sign', 'verify']);
  return {
    installId: randomSecret(),
    publicKey: toBase64Url(await crypto.subtle.exportKey('spki', pair.publicKey)),
    signing: toBase64Url(await crypto.subtle.exportKey('pkcs8', pair.privateKey)),
    hashing: randomSecret(),
  };
}
