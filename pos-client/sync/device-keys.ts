/**
 * The keys that make this device this device: made at activation, and unable to leave it. A host says where
 * they live; nobody ever sees their bytes.
 */
export interface DeviceKeys {
  /** Random, made with the keys: tells this installation from a copy of its database. */
  readonly installId: string;
  /** ECDSA P-256, SPKI, base64url: what the gateway checks signatures with. */
  readonly publicKey: string;
  /** Signs the exact bytes of a text; base64url. */
  sign(text: string): Promise<string>;
  /** HMAC-SHA-256 under a second key that never leaves the device; base64url. */
  keyedHash(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
}

export interface KeyPairs {
  readonly installId: string;
  readonly publicKey: string;
  readonly signing: CryptoKey;
  readonly hashing: CryptoKey;
}
