import { expect, test } from 'vitest';
import { killInChromium } from '../kills/kill-in-chromium.ts';

test('a browser that is killed while it applies packages shows one version whole, sells, and gets there', async () => {
  const seed = crypto.getRandomValues(new Uint16Array(1))[0] ?? 1;
  const { faults, midway } = await killInChromium({ seed, count: 2 });
  expect({ seed, faults }).toEqual({ seed, faults: [] });
  expect(midway).toBeGreaterThan(0);
});
