/** Exit statuses of every command. */
export const exitStatus = { disagreement: 1, badUsage: 2, environment: 3 } as const;

/** Ends the command with a message for people on standard error. */
export function stop(status: number, message: string): never {
  console.error(message);
  process.exit(status);
}
