import type { Transaction } from '@libsql/core/api';
import { LibsqlError } from '@libsql/core/api';
import { type OpenTransaction, toStatement } from './connection.ts';

/**
 * An interactive transaction holds up everybody else, so it may live for `limitMs` and is rolled back then; what its
 * owner still calls afterwards fails with TRANSACTION_CLOSED. `onEnd` runs exactly once, however it ends: by commit,
 * rollback, close, the limit, or because the database itself rolled back.
 */
export function limitTransaction(inner: OpenTransaction, limitMs: number, onEnd: () => void): Transaction {
  let isOpen = true;
  let reason = 'The transaction is closed';

  function end(): void {
    if (!isOpen) return;
    isOpen = false;
    clearTimeout(timer);
    try {
      inner.close();
    } finally {
      onEnd();
    }
  }

  const timer = setTimeout(() => {
    reason = `The transaction was rolled back: it was still open after ${limitMs} ms`;
    end();
  }, limitMs);

  async function whileOpen<T>(work: () => T | Promise<T>): Promise<T> {
    if (!isOpen) throw new LibsqlError(reason, 'TRANSACTION_CLOSED');
    try {
      return await work();
    } finally {
      if (inner.closed) end();
    }
  }

  return {
    get closed() {
      return !isOpen;
    },
    execute: (statement) => whileOpen(() => inner.execute(toStatement(statement))),
    batch: (statements) =>
      whileOpen(() => inner.batch(statements.map((statement) => toStatement(statement)))),
    executeMultiple: (sql) => whileOpen(() => inner.executeMultiple(sql)),
    commit: () =>
      whileOpen(async () => {
        try {
          await inner.commit();
        } finally {
          end(); // a commit that fails, for instance on a deferred foreign key, ends it too
        }
      }),
    rollback: async () => end(),
    close: end,
  };
}
