import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PullProblem } from '../../pos-client/sync/pull-packages.ts';
import { type BrowserProcess, startBrowser } from '../../scripts/browser-process.ts';
import { BIG_STREAM, BigShelf } from '../kills/big-shelf.ts';
import { ask, serveReplicaPage } from '../kills/replica-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'evertill-quota-'));
let shelf: BigShelf;
let page: Awaited<ReturnType<typeof serveReplicaPage>>;
let browser: BrowserProcess;

beforeAll(async () => {
  shelf = await BigShelf.make();
  page = await serveReplicaPage(folder, shelf);
  browser = await startBrowser(join(folder, 'profile'));
});
afterAll(async () => {
  await browser?.kill();
  page?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

test('a browser whose quota is used up keeps the version before whole and sells; the new one comes when there is room', async () => {
  const tab = await browser.context.newPage();
  await tab.goto(page.origin);
  await shelf.release();
  expect(await ask(tab, 'pull')).toEqual([]);
  const session = await browser.context.newCDPSession(tab);
  const { usage } = await session.send('Storage.getUsageAndQuota', { origin: page.origin });
  await session.send('Storage.overrideQuotaForOrigin', { origin: page.origin, quotaSize: usage + 200_000 });
  for (let version = 0; version < 8; version++) {
    await shelf.release();
    const problems = (await ask(tab, 'pull')) as PullProblem[];
    expect(await ask(tab, 'inspect')).toEqual({
      shown: shelf.version - (problems.length > 0 ? 1 : 0),
      ...{ isMidway: false, faults: [] },
    });
    if (problems.length === 0) continue;
    expect(problems).toMatchObject([{ code: 'storageFull', subject: BIG_STREAM }]);
    for (let sale = 0; sale < 20; sale++)
      expect(await ask(tab, 'inspect')).toMatchObject({ shown: shelf.version - 1, faults: [] });
    // Nothing is tried again for as long as there is no room.
    expect(await ask(tab, 'pull')).toMatchObject([{ code: 'storageFull', subject: 'packages' }]);
    await session.send('Storage.overrideQuotaForOrigin', { origin: page.origin });
    expect(await ask(tab, 'pull')).toEqual([]);
    expect(await ask(tab, 'inspect')).toEqual({ shown: shelf.version, isMidway: false, faults: [] });
    return;
  }
  throw new Error('the quota was never used up');
});
