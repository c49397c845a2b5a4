import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readVectors } from './read-vectors.ts';
import { resolveReferences } from './resolve-references.ts';
import { runVectors } from './run-vectors.ts';
import { reasons, type Vector } from './vector.ts';

const path = (name: string) => new URL(`./vectors/${name}.json`, import.meta.url);

function vectorsOf(name: string): Vector[] {
  const read = readVectors(readFileSync(path(name), 'utf8'));
  if (!read.ok) throw new Error(read.error);
  return resolveReferences(read.value, []);
}

test('all vectors for the pricing engine pass', () => {
  expect(runVectors(vectorsOf('pricing'))).toEqual({ passed: 73, failures: [], unsupported: [] });
});

test('vectors of other systems pass, but for those that the documentation lists with the reason', () => {
  const { passed, failures, unsupported } = runVectors(vectorsOf('peers'));
  expect(failures).toEqual([]);
  expect(passed).toBe(109);
  const documentation = readFileSync(new URL('../../docs/pricing.md', import.meta.url), 'utf8');
  const listed = [...documentation.matchAll(/^\| ([A-G]\d\d(?:, [A-G]\d\d)*) \| (.+) \|$/gm)].flatMap(
    ([, ids = '', reason]) => ids.split(', ').map((id) => ({ id, reason })),
  );
  const found = unsupported.map(({ id, reason }) => ({ id, reason: reasons[reason] }));
  expect(found.toSorted(byId)).toEqual(listed.toSorted(byId));
});

test('an answer that is a minor unit off is a failure, whatever the vector', () => {
  const vectors = [...vectorsOf('pricing'), ...vectorsOf('peers')];
  const { unsupported } = runVectors(vectors);
  const compared = vectors.filter(({ id }) => !unsupported.some((one) => one.id === id));
  const changed = compared.map((vector) => ({ ...vector, expected: offByOne(vector.expected) }));
  const report = runVectors(changed);
  expect(report.passed).toBe(0);
  // Another rule that often comes to the same: where it does not, it is not evertill's.
  expect(report.unsupported.filter(({ reason }) => reason !== 'remainderToLast')).toEqual([]);
});

test('a vector that no adapter knows, and one that points nowhere, are unsupported', () => {
  const vectors: Vector[] = [
    { id: 'a', family: 'bestprice', remark: '', input: { lines: 1 }, expected: { net: 1 } },
    { id: 'b', family: 'Z of tomorrow', remark: '', input: { gross: 1, rate: 2 }, expected: { net: 1 } },
    { id: 'c', family: 'B', remark: '', input: { lines: ['1'], taxes: 'as B99' }, expected: { net: '1' } },
  ];
  expect(runVectors(resolveReferences(vectors, [])).unsupported).toEqual([
    { id: 'a', reason: 'unknownFormat' },
    { id: 'b', reason: 'unknownFormat' },
    { id: 'c', reason: 'missingReference' },
  ]);
});

test('a file may refer to the vectors of the project', () => {
  const vector = {
    id: 'mine',
    family: 'E global % discount',
    remark: '',
    input: { pct: 2, basket: 'B01' },
    expected: { gross: '35.91' },
  };
  expect(runVectors(resolveReferences([vector], vectorsOf('peers'))).passed).toBe(1);
});

test('the command: status 0 when all agree, 1 when something failed, 2 for what cannot be read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evertill-conformance-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const one = { id: 'one', class: 'tax', input: { gross: 9999, bps: 2000 }, expected: { tax: 1667 } };
  const good = file('good.json', JSON.stringify({ vectors: [one] }));
  const bad = file('bad.json', JSON.stringify([{ ...one, expected: { tax: 1666 } }]));
  const broken = file('broken.json', '{ "vectors": [');
  expect(run(good)).toMatchObject({ status: 0, stdout: '1 passed, 0 failed, 0 unsupported\n' });
  const failed = run(bad, '--json');
  expect(failed.status).toBe(1);
  expect(JSON.parse(failed.stdout)).toEqual({
    passed: 0,
    failed: 1,
    unsupported: 0,
    failures: [{ id: 'one', expected: { tax: 1666 }, actual: { tax: 1667 } }],
    unsupportedIds: [],
  });
  expect(run(broken).status).toBe(2);
  expect(run(broken).stderr).toContain(`${broken}: is no JSON`);
  expect(run(join(folder, 'nowhere.json')).status).toBe(2);
  expect(run()).toMatchObject({ status: 2, stdout: '' });
});

test('the oracle agrees with a few random baskets', { timeout: 60_000 }, () => {
  const { status, stdout } = run('--oracle', '16', '--seed', '3');
  expect({ status, last: stdout.trim().split('\n').at(-1) }).toEqual({
    status: 0,
    last: '16 passed, 0 failed, 0 unsupported',
  });
});

function run(...args: string[]) {
  const script = new URL('./conformance.ts', import.meta.url).pathname;
  return spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    encoding: 'utf8',
  });
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

/** The same with its last number changed in its last digit. */
function offByOne(expected: unknown): unknown {
  if (typeof expected === 'number') return expected + 1;
  if (typeof expected === 'string')
    return /^-?[\d.]+$/.test(expected)
      ? expected.slice(0, -1) + ((Number(expected.at(-1)) + 1) % 10)
      : `${expected}!`;
  if (Array.isArray(expected)) return [...expected.slice(0, -1), offByOne(expected.at(-1))];
  if (typeof expected !== 'object' || expected === null) return expected;
  const numbers = Object.entries(expected).filter(
    ([key]) => !['note', 'oneOptimum', 'mvrDiscountScaled'].includes(key),
  );
  const [key] = numbers.at(-1) ?? [];
  if (key === undefined) return { ...expected, more: 1 };
  return { ...expected, [key]: offByOne((expected as Record<string, unknown>)[key]) };
}
