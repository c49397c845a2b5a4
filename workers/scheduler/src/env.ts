import type { GatewayRpc } from '../../../protocol/worker-calls.ts';

export interface Env {
  readonly MASTERS: D1Database;
  readonly PACKAGES: R2Bucket;
  readonly GATEWAY: GatewayRpc;
  /** Ed25519, PKCS #8, base64url. */
  readonly SIGNING_KEY: string;
  /** While the signing key is changed: the one that will sign, and afterwards the one that did. */
  readonly SIGNING_KEY_OVERLAP?: string;
  /** Runs that go on in an invocation of their own. */
  readonly PUBLISHING: Queue<PublishingNotice>;
}

export interface PublishingNotice {
  readonly job: string;
}
