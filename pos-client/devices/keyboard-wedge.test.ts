import { describe, expect, test } from 'vitest';
import { defaultWedge, quietWedge, type WedgeKey, type WedgeSettings, wedgeKey } from './keyboard-wedge.ts';

/** The keys of a text at a pace, as [key, gap before it]. */
type Stroke = readonly [key: string, gapMs: number, code?: string];

const typed = (text: string, gapMs: number, end = 'Enter'): Stroke[] => [
  ...[...text].map((key) => [key, gapMs] as const),
  [end, gapMs],
];

function hear(strokes: readonly Stroke[], settings: WedgeSettings = defaultWedge) {
  const scans: string[] = [];
  let begins = 0;
  let state = quietWedge;
  let timeMs = 1000;
  for (const [key, gapMs, code] of strokes) {
    timeMs += gapMs;
    const pressed: WedgeKey = { key, code: code ?? placeOf(key), timeMs, command: false };
    const step = wedgeKey(state, pressed, settings);
    state = step.state;
    if (step.effect === 'burstBegins') begins++;
    else if (step.effect !== 'none') scans.push(step.effect.scan);
  }
  return { scans, begins };
}

function placeOf(key: string): string {
  if (/^\d$/.test(key)) return `Digit${key}`;
  return /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '';
}

describe('what is a scan', () => {
  test.each<[string, Stroke[], string[]]>([
    ['a barcode', typed('2000000000015', 8), ['2000000000015']],
    ['a stock code with capitals', typed('85123A', 8), ['85123A']],
    ['a burst that ends with Tab', typed('85123A', 8, 'Tab'), ['85123A']],
    ['a gap of exactly the limit', typed('123', 50), ['123']],
    ['a person typing', typed('85123A', 120), []],
    ['a gap one past the limit', typed('123', 51), []],
    ['two keys', typed('20', 8), []],
    ['three keys', typed('200', 8), ['200']],
    ['the same code twice, at once', [...typed('123', 8), ...typed('123', 8)], ['123', '123']],
    ['a code after typing', [['4', 200], ['2', 150], ['1', 150], ...typed('23', 8)], ['123']],
    ['typing, then Enter too late', [...typed('123', 8).slice(0, -1), ['Enter', 300]], []],
    [
      'an arrow in between',
      [
        ['1', 8],
        ['2', 8],
        ['ArrowUp', 8],
        ['3', 8],
        ['Enter', 8],
      ],
      [],
    ],
    [
      'Shift held for capitals',
      [
        ['8', 8],
        ['5', 8],
        ['Shift', 30],
        ['A', 30],
        ['Enter', 30],
      ],
      ['85A'],
    ],
    ['Enter alone', [['Enter', 8]], []],
    ['a code with spaces', typed('BANK CHARGES', 8), ['BANK CHARGES']],
  ])('%s', (_, strokes, scans) => {
    expect(hear(strokes).scans).toEqual(scans);
  });
});

test('digits on another layout are read by their place', () => {
  const azerty: Stroke[] = [
    ['_', 8, 'Digit8'],
    ['(', 8, 'Digit5'],
    ['&', 8, 'Digit1'],
    ['é', 8, 'Digit2'],
    ['"', 8, 'Digit3'],
    ['Q', 8, 'KeyA'],
    ['Enter', 8],
  ];
  expect(hear(azerty).scans).toEqual(['85123A']);
});

test('signs that are no digit keys stay what they are', () => {
  expect(
    hear([
      ['-', 8, 'Minus'],
      ['1', 8],
      ['a', 8],
      ['Enter', 8],
    ]).scans,
  ).toEqual(['-1a']);
});

test('a slow scanner is heard with a longer gap', () => {
  expect(hear(typed('123456', 120), { gapMs: 150, lengthMin: 3 }).scans).toEqual(['123456']);
});

test('every first key after a pause is noted, so that it can be taken back', () => {
  expect(hear([['4', 200], ['2', 200], ...typed('123', 8)]).begins).toBe(2);
  expect(hear([...typed('123', 8), ...typed('456', 8)]).begins).toBe(2);
});

test('a command is never part of a scan', () => {
  let state = quietWedge;
  for (const [index, key] of [...'123'].entries()) {
    const command = index === 1;
    state = wedgeKey(state, { key, code: '', timeMs: 8 * index, command }, defaultWedge).state;
  }
  const end = wedgeKey(state, { key: 'Enter', code: 'Enter', timeMs: 30, command: false }, defaultWedge);
  expect(end.effect).toBe('none');
});
