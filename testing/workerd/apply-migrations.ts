import { applyD1Migrations, type D1Migration } from 'cloudflare:test';
import { env } from 'cloudflare:workers';

/** Brings the databases that the worker under test has to the newest schema. */
const bindings = env as unknown as Record<string, D1Database> & { MIGRATIONS: Record<string, D1Migration[]> };
for (const [binding, migrations] of Object.entries(bindings.MIGRATIONS)) {
  const database = bindings[binding];
  if (database) await applyD1Migrations(database, migrations);
}
