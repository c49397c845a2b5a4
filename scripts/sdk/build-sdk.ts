import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as pricingMessages from '../../protocol/pricing-messages.ts';
import * as problems from '../../protocol/problem.ts';
import { exitStatus, stop } from '../exit.ts';
import { messageTypes } from './message-types.ts';

export const sdkOut = 'dist/sdk';

/** What of protocol/ travels with the SDK, as types only. */
const messages: Record<string, Readonly<Record<string, unknown>>> = {
  'pricing-messages': pricingMessages,
  problem: problems,
};

/** Builds the SDK as partners install it: ES modules and their types, which need nothing else. */
export function buildSdk(out = sdkOut): void {
  mkdirSync('dist', { recursive: true });
  const compiled = mkdtempSync(join('dist', 'sdk-'));
  const options = ['--noEmit', 'false', '--declaration', '--rewriteRelativeImportExtensions'];
  const { status } = spawnSync('tsc', ['-p', 'sdk', '--outDir', compiled, '--rootDir', '.', ...options], {
    stdio: ['ignore', 2, 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) stop(exitStatus.environment, 'The SDK could not be compiled. See the message above.');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const file of readdirSync(join(compiled, 'sdk')))
    writeFileSync(join(out, file), withPublishedPaths(readFileSync(join(compiled, 'sdk', file), 'utf8')));
  for (const [name, exported] of Object.entries(messages))
    writeFileSync(join(out, `${publishedName(name)}.d.ts`), messageTypes(exported));
  for (const file of ['sdk/package.json', 'sdk/README.md', 'LICENSE'])
    cpSync(file, join(out, file.split('/').at(-1) ?? file));
  rmSync(compiled, { recursive: true });
}

/** The SDK's own files and the messages lie side by side. */
function publishedName(message: string): string {
  return message === 'problem' ? 'problem-message' : message;
}

function withPublishedPaths(text: string): string {
  return text
    .replaceAll(/'\.\.\/protocol\/([\w-]+)\.[tj]s'/g, (_, name: string) => `'./${publishedName(name)}.js'`)
    .replaceAll(/(from|import\() ?'(\.\/[\w-]+)\.ts'/g, "$1 '$2.js'");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  buildSdk();
  console.log(`The SDK is in ${sdkOut}.`);
}
