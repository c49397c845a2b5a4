import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSystem } from '../../scripts/start/run-system.ts';

/**
 * Starts the whole system once for all end-to-end tests, exactly as `npm start` does, on an empty state folder
 * and a free port; tests find it in EVERTILL_E2E. A system that is already running there is used as it is.
 */
export default async function startSystem(): Promise<() => Promise<void>> {
  if (process.env.EVERTILL_E2E) return async () => undefined;
  const state = mkdtempSync(join(tmpdir(), 'evertill-e2e-'));
  const { url, stop } = await runSystem(state);
  process.env.EVERTILL_E2E = JSON.stringify({ url, state });
  return async () => {
    delete process.env.EVERTILL_E2E;
    await stop();
    rmSync(state, { recursive: true, force: true });
  };
}
