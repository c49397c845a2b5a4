import type { Tone } from '../../parts/status.ts';
import { type Presence, presence } from '../registers/register-status.ts';

interface Standing {
  readonly registers: readonly {
    readonly name: string;
    readonly storeName: string;
    readonly state: Parameters<typeof presence>[0];
  }[];
  /** Whether debits equal credits in every currency. */
  readonly balanced: boolean;
  /** Records that could not be understood. */
  readonly suspended: number;
}

export interface Verdict {
  readonly tone: Tone;
  readonly words: string;
  readonly detail: string;
}

/** The first line of the home page: the worst first, in words, then what it means. */
export function homeVerdict({ registers, balanced, suspended }: Standing): Verdict {
  if (!balanced) {
    return {
      tone: 'bad',
      words: 'The ledger does not balance.',
      detail: 'Debits and credits differ. The books can be built again from the journals.',
    };
  }
  const by = (wanted: Presence) => registers.filter(({ state }) => presence(state) === wanted);
  const [connected, offline, unseen] = [by('connected'), by('offline'), by('unseen')];
  if (registers.length === 0) {
    return {
      tone: 'info',
      words: 'There is no register yet.',
      detail: 'Create a store and a register through the API, then issue an activation code for it.',
    };
  }
  const total = registers.length;
  if (offline.length + unseen.length === 0) {
    const words = total === 1 ? 'The register is selling.' : `All ${total} registers are selling.`;
    if (suspended === 0) return { tone: 'ok', words, detail: 'Everything they booked balances.' };
    return { tone: 'warn', words, detail: `${suspendedWords(suspended)} Nothing is lost; see the ledger.` };
  }
  const words = [missing(offline.length, unseen.length, total)];
  if (connected.length > 0)
    words.push(
      connected.length === 1 ? 'The other one is selling.' : `The other ${connected.length} are selling.`,
    );
  const detail = [
    offline.length > 0
      ? `${names(offline)} can go on selling; ${offline.length === 1 ? 'its' : 'their'} records come by themselves.`
      : '',
    unseen.length > 0
      ? `${names(unseen)} ${unseen.length === 1 ? 'waits' : 'wait'} for a device: issue an activation code.`
      : '',
    suspended > 0 ? suspendedWords(suspended) : '',
  ];
  return { tone: 'warn', words: words.join(' '), detail: detail.filter(Boolean).join(' ') };
}

function missing(offline: number, unseen: number, total: number): string {
  const none = offline + unseen === total && total > 1;
  if (offline === 0)
    return none ? `None of the ${total} registers has been seen.` : `${seen(unseen)} not been seen.`;
  if (unseen === 0)
    return none ? `None of the ${total} registers is connected.` : `${are(offline)} not connected.`;
  return `${are(offline)} not connected, ${unseen} ${unseen === 1 ? 'has' : 'have'} not been seen.`;
}

const seen = (count: number) => (count === 1 ? '1 register has' : `${count} registers have`);
const are = (count: number) => (count === 1 ? '1 register is' : `${count} registers are`);

function suspendedWords(count: number): string {
  return count === 1 ? '1 record waits in suspense.' : `${count} records wait in suspense.`;
}

/** Three at most by name: the rest are in the list below. */
function names(registers: Standing['registers']): string {
  const named = registers.slice(0, 3).map(({ storeName, name }) => `${storeName} ${name}`);
  const more = registers.length - named.length;
  if (more > 0) return `${named.join(', ')} and ${more} more`;
  const last = named.pop() ?? '';
  return named.length > 0 ? `${named.join(', ')} and ${last}` : last;
}
