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
  async allocateEpoch({ store, terminal }, device, ask) {
    const of = `${store}.${terminal}`;
    const known = asked.get(`${of} ${ask}`);
    if (known) return { epoch: known, receiptSeen: 0 };
    const epoch = (newest.get(of) ?? 1) + 1;
    newest.set(of, epoch);
    asked.set(`${of} ${ask}`, epoch);
    epochs.set(`${of}.${epoch}`, device);
    return { epoch, receiptSeen: 0 };
  }
  async registerDevice({ store, terminal }, { installId, publicKey }, tokenHash) {
    for (const [name, { publicKey: of }] of devices) if (of === publicKey) devices.delete(name);
    devices.set(`${store} ${tokenHash}`, { terminal, installId, publicKey, revoked: false });
  }
  async registeredDevice(store, tokenHash) {
    return devices.get(`${store} ${tokenHash}`) ?? null;
  }
  async registeredEpoch({ store, terminal }, epoch) {
    const ofTerminal = [...devices].find(
      ([name, device]) => name.startsWith(`${store} `) && device.terminal === terminal,
    );
    return epochs.get(`${store}.${terminal}.${epoch}`) ?? ofTerminal?.[1] ?? null;
  }
  async compare(_store, comparisons) {
    return { heads: [], comparisons: comparisons + 1 };
  }
  async reportIncidents() {}
}

// What headquarters keeps of devices, as far as gateways ask for it: a fixture gives a terminal's first epoch.
const devices = new Map();
const asked = new Map();
const newest = new Map();
const epochs = new Map();

export class GatewayCalls extends WorkerEntrypoint {
  async packagesChanged() {}
  async posted() {}
  async revoke() {}
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
