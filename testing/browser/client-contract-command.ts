/** What browser-client.e2e.test.ts asks of client-contract.worker.ts. */
export type Command =
  | { type: 'runCase'; name: string }
  | { type: 'open' }
  | { type: 'write'; batches: number }
  | { type: 'read' }
  | { type: 'close' }
  | { type: 'holdOneFile' };
