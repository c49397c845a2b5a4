/** What kill-in-chromium.ts asks of kill-applying.worker.ts. */
export type KillCommand = 'pull' | 'inspect';
