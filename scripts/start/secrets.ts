import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { randomSecret, toBase64Url } from '../../protocol/bytes.ts';

const files = {
  api: '.dev.vars',
  gateway: 'workers/store-gateway/.dev.vars',
  scheduler: 'workers/scheduler/.dev.vars',
};

/** Gives a checkout its own random secrets for local runs, once. None stands in the code. */
export async function makeLocalSecrets(): Promise<void> {
  const known = Object.assign({}, ...Object.values(files).map(read)) as Record<string, string>;
  const pepper = known.PIN_PEPPER ?? randomSecret();
  const quoteSecret = known.QUOTE_SECRET ?? randomSecret();
  const signingKey = known.SIGNING_KEY ?? (await newSigningKey());
  write(files.api, { PIN_PEPPER: pepper, QUOTE_SECRET: quoteSecret });
  write(files.gateway, { PIN_PEPPER: pepper });
  write(files.scheduler, { SIGNING_KEY: signingKey });
}

async function newSigningKey(): Promise<string> {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  return toBase64Url(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
}

function read(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  const lines = readFileSync(file, 'utf8').matchAll(/^(\w+)="?([^"\n]*)"?$/gm);
  return Object.fromEntries([...lines].map(([, name, value]) => [name, value]));
}

function write(file: string, values: Record<string, string>): void {
  const text = Object.entries(values)
    .map(([name, value]) => `${name}="${value}"\n`)
    .join('');
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text, { mode: 0o600 });
}
