import * as z from 'zod';
import { err, ok, type Result } from '../commerce/result.ts';
import { fromBase64Url, toBase64Url, toHex, utf8 } from './bytes.ts';

/** A document as it was signed: the exact text, who signed it, and the Ed25519 signature over it. */
export const signedDocument = z.object({
  payload: z.string().max(4_000_000),
  keyId: z.string().max(100),
  signature: z.string().max(200),
});
export type SignedDocument = z.infer<typeof signedDocument>;

export type SignatureError =
  | { readonly type: 'unknownKey'; readonly keyId: string }
  | { readonly type: 'badSignature'; readonly keyId: string };

/** Public keys that are trusted, by key id: raw Ed25519, base64url. */
export type TrustedKeys = Readonly<Record<string, string>>;

export interface SigningKey {
  readonly keyId: string;
  readonly publicKey: string;
  readonly privateKey: CryptoKey;
}

/** Keeps a signature over these documents from being taken for one over anything else. */
const CONTEXT = 'evertill document 1\n';

export async function signDocument(payload: string, key: SigningKey): Promise<SignedDocument> {
  const signature = await crypto.subtle.sign('Ed25519', key.privateKey, utf8(CONTEXT + payload));
  return { payload, keyId: key.keyId, signature: toBase64Url(signature) };
}

/** The payload's text, if a trusted key signed it. It is not parsed before that. */
export async function verifyDocument(
  document: SignedDocument,
  trusted: TrustedKeys,
): Promise<Result<string, SignatureError>> {
  const { keyId, payload } = document;
  const publicKey = Object.hasOwn(trusted, keyId) ? trusted[keyId] : undefined;
  if (publicKey === undefined) return err({ type: 'unknownKey', keyId });
  try {
    const key = await crypto.subtle.importKey('raw', fromBase64Url(publicKey), 'Ed25519', false, ['verify']);
    const signature = fromBase64Url(document.signature);
    const genuine = await crypto.subtle.verify('Ed25519', key, signature, utf8(CONTEXT + payload));
    return genuine ? ok(payload) : err({ type: 'badSignature', keyId });
  } catch {
    return err({ type: 'badSignature', keyId });
  }
}

/** Reads a signing key from its secret: a PKCS #8 Ed25519 private key as base64url. Its id is derived from the public key. */
export async function importSigningKey(secret: string): Promise<SigningKey> {
  const pkcs8 = fromBase64Url(secret);
  const extractable = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']);
  const { x } = (await crypto.subtle.exportKey('jwk', extractable)) as { x?: string };
  if (!x) throw new Error('SIGNING_KEY is not an Ed25519 private key in PKCS #8');
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
  const digest = await crypto.subtle.digest('SHA-256', fromBase64Url(x));
  return { keyId: toHex(digest).slice(0, 16), publicKey: x, privateKey };
}
