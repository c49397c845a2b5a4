import type { HqRpc, SegmentNotice } from '../../../protocol/worker-calls.ts';
import type { StoreObject } from './store-object.ts';

export interface Env {
  readonly STORE: DurableObjectNamespace<StoreObject>;
  readonly PACKAGES: R2Bucket;
  readonly SEGMENTS: Queue<SegmentNotice>;
  readonly HQ: HqRpc;
  readonly PIN_PEPPER: string;
}
