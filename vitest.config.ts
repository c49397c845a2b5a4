import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

const migrations = {
  MASTERS: await readD1Migrations('./db/hq/masters-migrations'),
  BOOKS: await readD1Migrations('./db/hq/books-migrations'),
};

/** A worker whose configuration names others needs them beside it to start. */
const neighbour = (name: string) => ({
  name,
  compatibilityDate: '2026-10-20',
  modules: true,
  modulesRoot: './testing/workerd',
  scriptPath: './testing/workerd/neighbours.mjs',
});

// Machines are shared: a test that waits for conditions must not lose to another one's work.
const TEST_MS = 30_000;

const workerd = (
  name: string,
  configPath: string,
  include: string[],
  neighbours: string[],
  bindings: object,
) => ({
  plugins: [
    cloudflareTest({
      wrangler: { configPath },
      miniflare: {
        bindings: { ...bindings, MIGRATIONS: migrations },
        // A channel database for tests of headquarters that compare the two.
        d1Databases: { CHANNEL: 'channel' },
        workers: neighbours.map(neighbour),
      },
    } as Parameters<typeof cloudflareTest>[0]),
  ],
  test: { name, include, setupFiles: ['./testing/workerd/apply-migrations.ts'], testTimeout: TEST_MS },
});

const { privateKey } = (await crypto.subtle.generateKey('Ed25519', true, [
  'sign',
  'verify',
])) as CryptoKeyPair;
const signingKey = Buffer.from(await crypto.subtle.exportKey('pkcs8', privateKey)).toString('base64url');

export default defineConfig({
  test: {
    // Two cores is the least that it runs on: a browser or a worker waits while the other one works.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'node',
          include: ['**/*.test.ts'],
          exclude: ['**/*.workerd.test.ts', '**/*.e2e.test.ts', '**/node_modules/**', 'dist/**'],
          environment: 'node',
          testTimeout: TEST_MS,
        },
      },
      workerd(
        'gateway',
        './workers/store-gateway/wrangler.toml',
        ['workers/store-gateway/**/*.workerd.test.ts'],
        ['evertill-api'],
        {
          PIN_PEPPER: 'a pepper for tests',
        },
      ),
      workerd(
        'scheduler',
        './workers/scheduler/wrangler.toml',
        ['workers/scheduler/**/*.workerd.test.ts', 'db/hq/*.workerd.test.ts'],
        ['evertill-store-gateway'],
        {
          SIGNING_KEY: signingKey,
        },
      ),
      workerd(
        'api',
        './wrangler.toml',
        ['workers/api/**/*.workerd.test.ts', 'sdk/*.workerd.test.ts'],
        ['evertill-store-gateway', 'evertill-scheduler'],
        {
          PIN_PEPPER: 'a pepper for tests',
          QUOTE_SECRET: 'a secret of quotes for tests',
        },
      ),
      {
        // Screens and the register's database in Chromium, without the workers.
        test: {
          name: 'screens',
          include: ['testing/ui/*.e2e.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['testing/e2e/*.e2e.test.ts'],
          environment: 'node',
          globalSetup: ['./testing/e2e/start-system.ts'],
          // One system for all of them: they take turns, and nothing else runs beside them.
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
