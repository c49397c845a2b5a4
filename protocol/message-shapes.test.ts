import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type MessageShapes, messageShapes } from './message-shapes.ts';
import { PROTOCOL } from './protocol-number.ts';

const written = JSON.parse(readFileSync('protocol/message-shapes.json', 'utf8')) as MessageShapes;
const now = JSON.parse(JSON.stringify(messageShapes())) as MessageShapes;

describe('the shapes of messages', () => {
  test('change only with the number of the protocol', () => {
    const names = new Set([...Object.keys(written.shapes), ...Object.keys(now.shapes)]);
    const changed = [...names].filter(
      (name) => JSON.stringify(written.shapes[name]) !== JSON.stringify(now.shapes[name]),
    );
    const help =
      'raise PROTOCOL in protocol/protocol-number.ts, write its history into docs/protocol.md, then run: node scripts/protocol/write-shapes.ts';
    expect({ changed, help }).toEqual({ changed: [], help });
    expect({ written: written.protocol, help }).toEqual({ written: PROTOCOL, help });
  });

  test('are those of every message and every row', () => {
    const named = Object.keys(now.shapes);
    for (const message of [
      'helloRequest',
      'journalBatch',
      'packagesAnswer',
      'retailTransaction',
      'streamHead',
    ])
      expect(named).toContain(message);
    expect(named.filter((name) => name.startsWith('row ')).length).toBeGreaterThan(15);
  });

  test('every number has its history', () => {
    const history = readFileSync('docs/protocol.md', 'utf8').split('## Numbers')[1] ?? '';
    const numbers = [...history.matchAll(/^\| (\d+) \|/gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(Array.from({ length: PROTOCOL }, (_, index) => index + 1));
  });
});
