const OVERLOADED = 'D1_ERROR: D1 DB is overloaded. Requests queued for too long.';

/** A D1 database that answers so many calls, and is too busy for the rest. */
export function busyAfter(database: D1Database, calls: number): D1Database {
  const inner = new WeakMap<object, D1PreparedStatement>();
  let left = calls;
  const answer = async <T>(work: () => Promise<T>): Promise<T> => {
    if (left <= 0) throw new Error(OVERLOADED);
    left -= 1;
    return work();
  };
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = {
      bind: (...params: unknown[]) => wrap(statement.bind(...params)),
      run: () => answer(() => statement.run()),
      all: () => answer(() => statement.all()),
      first: (...column: [string]) => answer(() => statement.first(...column)),
      raw: (...options: []) => answer(() => statement.raw(...options)),
    } as unknown as D1PreparedStatement;
    inner.set(wrapped, statement);
    return wrapped;
  };
  return {
    prepare: (sql: string) => wrap(database.prepare(sql)),
    batch: (statements: D1PreparedStatement[]) =>
      answer(() => database.batch(statements.map((statement) => inner.get(statement) ?? statement))),
    exec: (sql: string) => answer(() => database.exec(sql)),
  } as unknown as D1Database;
}
