import { expect, test } from 'vitest';
import { toBase64Url, utf8 } from './bytes.ts';
import { importSigningKey, type SignedDocument, signDocument, verifyDocument } from './signed-document.ts';

async function newKey() {
  const { privateKey } = (await crypto.subtle.generateKey('Ed25519', true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  return importSigningKey(toBase64Url((await crypto.subtle.exportKey('pkcs8', privateKey)) as ArrayBuffer));
}

const key = await newKey();
const other = await newKey();
const trusted = { [key.keyId]: key.publicKey };
const payload = '{"type":"head","stream":"global"}';
const document = await signDocument(payload, key);

test('what a trusted key signed is read', async () => {
  expect(await verifyDocument(document, trusted)).toEqual({ ok: true, value: payload });
});

test.each<{
  name: string;
  change: (signed: SignedDocument) => SignedDocument | Promise<SignedDocument>;
  type: string;
}>([
  {
    name: 'the payload is altered',
    change: (signed) => ({ ...signed, payload: `${payload} ` }),
    type: 'badSignature',
  },
  {
    name: 'a byte of the signature is altered',
    change: (signed) => ({
      ...signed,
      signature: signed.signature.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')),
    }),
    type: 'badSignature',
  },
  { name: 'there is no signature', change: (signed) => ({ ...signed, signature: '' }), type: 'badSignature' },
  {
    name: 'the signature is no base64',
    change: (signed) => ({ ...signed, signature: '*' }),
    type: 'badSignature',
  },
  { name: 'another key signed it', change: () => signDocument(payload, other), type: 'unknownKey' },
  {
    name: 'another key signed it under the name of the trusted one',
    change: async () => ({ ...(await signDocument(payload, other)), keyId: key.keyId }),
    type: 'badSignature',
  },
  {
    name: 'the key signed the same text for another purpose',
    change: async (signed) => ({
      ...signed,
      signature: toBase64Url(await crypto.subtle.sign('Ed25519', key.privateKey, utf8(payload))),
    }),
    type: 'badSignature',
  },
  {
    name: 'the key has the name of a property that every object has',
    change: (signed) => ({ ...signed, keyId: 'toString' }),
    type: 'unknownKey',
  },
])('refused: $name', async ({ change, type }) => {
  expect(await verifyDocument(await change(document), trusted)).toMatchObject({ ok: false, error: { type } });
});

test('a trusted key that is none trusts nothing', async () => {
  expect(await verifyDocument(document, { [key.keyId]: 'rubbish' })).toMatchObject({ ok: false });
});
