import { assert } from '../../commerce/assert.ts';
import { channelMigrations, type Migration } from './migrations.ts';
import type { SqlDatabase } from './sql-database.ts';

const createTable =
  'CREATE TABLE IF NOT EXISTS migration (id TEXT PRIMARY KEY NOT NULL, applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP) STRICT';

/** Brings a database to the newest schema. Each step commits on its own; a foreign history is refused. */
export async function migrate(
  database: SqlDatabase,
  migrations: readonly Migration[] = channelMigrations,
): Promise<void> {
  await database.commit([{ sql: createTable, params: [] }]);
  const applied = await database.query({ sql: 'SELECT id FROM migration ORDER BY id', params: [] });
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
      { sql: 'INSERT INTO migration (id) VALUES (?)', params: [id] },
    ]);
  }
}
