import { assert } from '../../commerce/assert.ts';
import type { Migration } from './migration.ts';
import { channelMigrations } from './migrations.ts';
import type { SqlDatabase } from './sql-database.ts';

/**
 * Brings a database to the newest schema. Each step commits on its own; a foreign history is refused. A store's
 * object holds two schemas side by side, so each has its own history.
 */
export async function migrate(
  database: SqlDatabase,
  history: 'migration' | 'gateway_migration' = 'migration',
  migrations: readonly Migration[] = channelMigrations,
): Promise<void> {
  await database.commit([
    {
      sql: `CREATE TABLE IF NOT EXISTS ${history}
        (id TEXT PRIMARY KEY NOT NULL, applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP) STRICT`,
      params: [],
    },
  ]);
  const applied = await database.query({ sql: `SELECT id FROM ${history} ORDER BY id`, params: [] });
  applied.forEach(([id], index) => {
    const known = migrations[index]?.id;
    assert(
      known === id,
      `this database was made by a newer or another version: it has ${id}, this version ${known}`,
    );
  });
  for (const { id, statements } of migrations.slice(applied.length)) {
    await database.commit([
      ...statements.map((sql) => ({ sql, params: [] })),
      { sql: `INSERT INTO ${history} (id) VALUES (?)`, params: [id] },
    ]);
  }
}
