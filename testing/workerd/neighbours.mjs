// The workers next door, as far as a worker under test needs them to start. Tests that look at what workers say
// to each other run against the real ones (testing/e2e).
import { WorkerEntrypoint } from 'cloudflare:workers';

export class HqCalls extends WorkerEntrypoint {
  async redeemActivationCode() {
    return { type: 'unknownCode' };
  }
  async employeeVerifier() {
    return null;
  }
}

export class GatewayCalls extends WorkerEntrypoint {
  async packagesChanged() {}
  async posted() {}
  async syncState() {
    return [];
  }
}

export class SchedulerCalls extends WorkerEntrypoint {
  async publishNow() {
    return { run: 'none', state: 'done', streams: 0, rows: 0, bytes: 0 };
  }
}

export default { fetch: () => new Response('neighbour', { status: 404 }) };
