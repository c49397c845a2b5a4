import type { Client } from '@libsql/core/api';
import type { LibSQLDatabase } from 'drizzle-orm/libsql/driver-core';
import * as driver from 'drizzle-orm/libsql/driver-core';

// `construct` is exported at run time but left out of the published types. The other entry points of drizzle-orm/libsql
// would bring the native client or client-wasm along.
const { construct } = driver as unknown as {
  construct(client: Client, config: { schema: unknown }): unknown;
};

/** Drizzle over any Client of libSQL: the browser's, Node's, or one of a test. */
export function drizzleOver<Schema extends Record<string, unknown>>(
  client: Client,
  schema: Schema,
): LibSQLDatabase<Schema> {
  return construct(client, { schema }) as LibSQLDatabase<Schema>;
}
