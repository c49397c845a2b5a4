import type { GatewayRpc, SchedulerRpc } from '../../../protocol/worker-calls.ts';
import type { RequestCounter } from './request-counter.ts';

export interface Env {
  readonly MASTERS: D1Database;
  readonly BOOKS: D1Database;
  readonly PACKAGES: R2Bucket;
  readonly ASSETS: Fetcher;
  readonly GATEWAY: Fetcher;
  readonly GATEWAY_CALLS: GatewayRpc;
  readonly SCHEDULER: SchedulerRpc;
  /** Keys the verifiers of employees' PINs, so that a copied database cannot be tried out. */
  readonly PIN_PEPPER: string;
  /** Signs the tokens of quotes. */
  readonly QUOTE_SECRET: string;
  readonly REQUEST_COUNTERS: DurableObjectNamespace<RequestCounter>;
}
