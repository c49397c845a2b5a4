import { expect, test } from 'vitest';
import { homeVerdict } from './home-verdict.ts';

const connected = { connected: true, lastSeenAt: '2026-11-20T14:32:06Z' };
const offline = { connected: false, lastSeenAt: '2026-11-20T13:45:00Z' };
const registers = (...states: (typeof connected | null)[]) =>
  states.map((state, index) => ({ name: `Till ${index + 1}`, storeName: 'Northgate', state }));
const standing = { balanced: true, suspended: 0 };

test.each([
  [registers(connected, connected, connected, connected), 'ok', 'All 4 registers are selling.'],
  [registers(connected), 'ok', 'The register is selling.'],
  [registers(), 'info', 'There is no register yet.'],
  [registers(null, null), 'warn', 'None of the 2 registers has been seen.'],
  [registers(offline, offline), 'warn', 'None of the 2 registers is connected.'],
  [registers(null), 'warn', '1 register has not been seen.'],
  [
    registers(connected, connected, null, null),
    'warn',
    '2 registers have not been seen. The other 2 are selling.',
  ],
  [registers(connected, offline), 'warn', '1 register is not connected. The other one is selling.'],
  [registers(offline, null, null), 'warn', '1 register is not connected, 2 have not been seen.'],
])('%#', (rows, tone, words) => {
  expect(homeVerdict({ ...standing, registers: rows })).toMatchObject({ tone, words });
});

test('who is missing stands below by name, three at most', () => {
  const { detail } = homeVerdict({ ...standing, registers: registers(offline, null, null, null, null) });
  expect(detail).toBe(
    'Northgate Till 1 can go on selling; its records come by themselves. ' +
      'Northgate Till 2, Northgate Till 3, Northgate Till 4 and 1 more wait for a device: issue an activation code.',
  );
});

test('a ledger out of balance comes before everything else', () => {
  expect(homeVerdict({ registers: registers(offline), balanced: false, suspended: 0 })).toMatchObject({
    tone: 'bad',
    words: 'The ledger does not balance.',
  });
});

test('records in suspense are not passed over', () => {
  const verdict = homeVerdict({ ...standing, registers: registers(connected), suspended: 1 });
  expect(verdict).toMatchObject({ tone: 'warn', words: 'The register is selling.' });
  expect(verdict.detail).toContain('1 record waits in suspense.');
});
