import { expect, test } from 'vitest';
import { openBrowserClient } from './browser-client.ts';

// All that works is tested in a real browser: testing/ui/browser-client.e2e.test.ts.
test('a host without a private file system says so, and keeps no lock', async () => {
  const options = { name: 'pos.db', directory: '/pos', lockName: 'pos' };
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(openBrowserClient(options)).rejects.toMatchObject({ code: 'DB_UNAVAILABLE' });
  }
});
