import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as pricingMessages from '../../protocol/pricing-messages.ts';
import { buildSdk } from './build-sdk.ts';

/** A partner's project outside the repository, with the built SDK as its only package. */
const project = mkdtempSync(join(tmpdir(), 'evertill-partner-'));
const installed = join(project, 'node_modules/evertill-pricing');

beforeAll(() => {
  process.env.PATH = `${resolve('node_modules/.bin')}:${process.env.PATH}`;
  mkdirSync(installed, { recursive: true });
  buildSdk(installed);
}, 60_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

function types(file: string, text: string): string {
  writeFileSync(join(project, file), text);
  const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2024'];
  const modules = ['--module', 'nodenext', '--lib', 'es2024,dom', '--types', ''];
  const { stdout } = spawnSync('tsc', [...options, ...modules, file], { cwd: project, encoding: 'utf8' });
  return stdout;
}

test('the package is ES modules and their types, and needs nothing else', () => {
  const texts = readdirSync(installed).map((file) => [file, readFileSync(join(installed, file), 'utf8')]);
  const files = texts.filter(([file]) => /\.(js|d\.ts)$/.test(file ?? ''));
  expect(files.map(([file]) => file)).toEqual(
    expect.arrayContaining(['client.js', 'client.d.ts', 'pricing-messages.d.ts']),
  );
  for (const [file, text = ''] of files) {
    const imported = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, name]) => name ?? '');
    for (const name of imported) {
      expect([file, name]).toEqual([file, expect.stringMatching(/^\.\/[\w-]+\.js$/)]);
      expect(files.map(([other]) => other)).toContain(name.replace('./', '').replace('.js', '.d.ts'));
    }
  }
  const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  expect(dependencies).toBeUndefined();
});

test("the README's example compiles for a partner, strictly", () => {
  const readme = readFileSync('sdk/README.md', 'utf8');
  const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  expect(example.split('\n').length).toBeLessThanOrEqual(12);
  const node = 'declare const process: { env: Record<string, string | undefined> };\n';
  expect(types('example.mts', node + example)).toBe('');
});

test('a wrong field, a missing one and an unguarded item do not', () => {
  const faults = types(
    'wrong.mts',
    `import { createClient } from 'evertill-pricing';
const evertill = createClient({ url: '', key: '' });
await evertill.quote({ channel: 'S1', currency: 'GBP', lines: [{ id: '1', sku: 'A', quantity: 2 }] });
await evertill.quote({ channel: 'S1', lines: [] });
const { items } = await evertill.prices({ channel: 'S1', currency: 'GBP', skus: [] });
items[0]?.grossMinor;
`,
  );
  expect([...faults.matchAll(/wrong\.mts\((\d+)/g)].map(([, line]) => line)).toEqual(['3', '4', '6']);
});

test('the types written out are what the schemas infer', () => {
  const names = Object.keys(pricingMessages)
    .filter((name) => /^[a-z]/.test(name))
    .map((name) => name.slice(0, 1).toUpperCase() + name.slice(1));
  expect(names).toContain('QuoteRequest');
  const from = (file: string) => `import type * as from_${file.length} from '${file}';\n`;
  const source = resolve('protocol/pricing-messages.ts');
  const published = './node_modules/evertill-pricing/pricing-messages.d.ts';
  writeFileSync(
    join(project, 'same.ts'),
    `${from(source)}${from(published)}
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
type Flat<T> = T extends object ? { [K in keyof T]: Flat<T[K]> } : T;
${names.map((name) => `export const is${name}: Same<Flat<from_${source.length}.${name}>, Flat<from_${published.length}.${name}>> = true;`).join('\n')}
`,
  );
  const options = [
    '--noEmit',
    '--strict',
    '--target',
    'es2024',
    '--module',
    'esnext',
    '--moduleResolution',
    'bundler',
  ];
  const { stdout } = spawnSync(
    'tsc',
    [...options, '--allowImportingTsExtensions', '--skipLibCheck', '--types', '', 'same.ts'],
    { cwd: project, encoding: 'utf8' },
  );
  expect(stdout).toBe('');
});
