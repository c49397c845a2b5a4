import { mountRegister } from '../../pos-client/ui/mount-register.ts';
import { createFakeHost, type FakeHost } from './fake-host.ts';

declare global {
  var till: FakeHost;
}

const root = document.getElementById('root');
if (!root) throw new Error('the page has no element to show the register in');
globalThis.till = await createFakeHost();
mountRegister(root, globalThis.till);
