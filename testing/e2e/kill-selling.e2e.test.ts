import { expect, test } from 'vitest';
import { killRegisters } from '../kills/kill-selling.ts';
import { system } from './system.ts';

const { url, hq } = system();
const seed = crypto.getRandomValues(new Uint16Array(1))[0] ?? 1;

test('a register killed at random moments while it sells: every printed receipt is at headquarters once', async () => {
  const { faults, printed } = await killRegisters(url, hq, { seed, count: 8 });
  expect({ seed, faults }).toEqual({ seed, faults: [] });
  expect(printed).toBeGreaterThan(0);
}, 240_000);
