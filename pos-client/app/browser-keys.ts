import { randomSecret, toBase64Url } from '../../protocol/bytes.ts';
import type { DeviceKeys, KeyPairs } from '../sync/device-keys.ts';
import { deviceKeysOf, hashingAlgorithm, signingAlgorithm } from '../sync/device-keys-of.ts';

const DATABASE = 'evertill-device';
const KEYS = 'keys';
const OWN = 'own';

/** Device keys of a browser: WebCrypto keys that cannot be exported, kept by IndexedDB as objects. */
export async function browserKeys(): Promise<DeviceKeys> {
  const database = await openDatabase();
  try {
    const stored = (await done(database.transaction(KEYS).objectStore(KEYS).get(OWN))) as
      | KeyPairs
      | undefined;
    if (stored) return deviceKeysOf(stored);
    const made = await newKeys();
    const write = database.transaction(KEYS, 'readwrite', { durability: 'strict' });
    write.objectStore(KEYS).put(made, OWN);
    await new Promise<void>((committed, failed) => {
      write.oncomplete = () => committed();
      write.onerror = write.onabort = () => failed(write.error);
    });
    return deviceKeysOf(made);
  } finally {
    database.close();
  }
}

async function newKeys(): Promise<KeyPairs> {
  const pair = (await crypto.subtle.generateKey(signingAlgorithm, false, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  return {
    installId: randomSecret(),
    publicKey: toBase64Url(await crypto.subtle.exportKey('spki', pair.publicKey)),
    signing: pair.privateKey,
    hashing: (await crypto.subtle.generateKey(hashingAlgorithm, false, ['sign'])) as CryptoKey,
  };
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(KEYS);
  return done(request);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((succeeded, failed) => {
    request.onsuccess = () => succeeded(request.result);
    request.onerror = () => failed(request.error);
  });
}
