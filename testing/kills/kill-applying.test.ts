import { expect, test } from 'vitest';
import { killApplying } from './kill-applying.ts';

test('killed at random moments while it applies packages, a register shows one version whole, sells, and gets there', async () => {
  const seed = crypto.getRandomValues(new Uint16Array(1))[0] ?? 1;
  const { faults, midway } = await killApplying({ seed, count: 10 });
  expect({ seed, faults }).toEqual({ seed, faults: [] });
  expect(midway).toBeGreaterThan(0);
}, 120_000);
