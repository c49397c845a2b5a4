import { followUpdates } from '../ui/follow-updates.ts';
import { mountRegister } from '../ui/mount-register.ts';
import { connectRegister } from './worker-host.ts';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no element to show the register in');
const { model } = mountRegister(root, connectRegister());
void followUpdates('/pos/', model.sync.noteUpdate);
