import type { PublishStore } from '../../../db/hq/publish-store.ts';
import type { KeyRingDocument } from '../../../protocol/package-documents.ts';
import { KEY_RING_KEY } from '../../../protocol/package-keys.ts';
import { type SigningKey, signDocument } from '../../../protocol/signed-document.ts';

interface AnnouncePorts {
  readonly masters: Pick<PublishStore, 'keyRing' | 'saveKeyRing' | 'saveSigningKeyId' | 'signAllAnew'>;
  readonly packages: Pick<R2Bucket, 'put'>;
  /** The key that signs. */
  readonly key: SigningKey;
  /** While keys are changed: the one that will sign, and afterwards the one that did. */
  readonly overlap: SigningKey | null;
  readonly now: () => string;
}

/**
 * Tells registers which keys to trust, when that has changed: a list signed by each of them, so that a register that
 * knows one learns the others. When another key signs from now on, everything that is published is signed anew.
 */
export async function announceKeys(ports: AnnouncePorts): Promise<void> {
  const { masters, key, overlap } = ports;
  const keys = [key, ...(overlap && overlap.keyId !== key.keyId ? [overlap] : [])];
  const ring = await masters.keyRing();
  const isSame = [...keys.map(({ keyId }) => keyId)].sort().join() === [...ring.keyIds].sort().join();
  if (!isSame || ring.version === 0) {
    const version = ring.version + 1;
    const document: KeyRingDocument = {
      type: 'keys',
      version,
      issuedAt: ports.now(),
      keys: Object.fromEntries(keys.map(({ keyId, publicKey }) => [keyId, publicKey])),
    };
    const payload = JSON.stringify(document);
    const documents = await Promise.all(keys.map((signer) => signDocument(payload, signer)));
    // There before it is remembered: a run that ends in between does the same again.
    await ports.packages.put(KEY_RING_KEY, JSON.stringify(documents));
    const known = keys.map(({ keyId, publicKey }) => ({ keyId, publicKey }));
    await masters.saveKeyRing(known, version, ports.now());
  }
  if (ring.signingKeyId === key.keyId) return;
  if (ring.signingKeyId !== '') await masters.signAllAnew(ports.now());
  await masters.saveSigningKeyId(key.keyId);
}
