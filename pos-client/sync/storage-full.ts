/**
 * Whether a database error says that there is no room: a full disk, or a browser's quota, which the browser's file
 * system tells as a failed write.
 */
export function isStorageFull(problem: unknown): boolean {
  const code = (problem as { code?: unknown } | null)?.code;
  return code === 'SQLITE_FULL' || code === 'SQLITE_IOERR';
}
