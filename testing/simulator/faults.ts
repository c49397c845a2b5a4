import type { Chance } from './chance.ts';

/** What can go wrong, and the line of the failure matrix that it is for. */
export const faultKinds = {
  dropMessage: 'F1 F2: a request or an answer is lost',
  duplicateMessage: 'F3: a message comes twice',
  delayMessage: 'F3: a message comes late, after others',
  corruptMessage: 'F25: a byte of a message is changed',
  replayMessage: 'F26: a message comes again hours later',
  cutRegister: 'F18: a register has no line to its gateway',
  cutGateway: 'F20: the gateway has no line to headquarters',
  hqDown: 'F20: headquarters is down for hours',
  killBeforeCommit: 'F5: a register stops before its commit',
  killInCommit: 'F7: power fails while a register commits',
  killAfterCommit: 'F6: a register stops between commit and print',
  restartRegister: 'F5: the app is closed and opened again',
  killGatewayBeforeCommit: 'F17: the gateway stops before its commit',
  killGatewayAfterCommit: 'F17: the gateway stops between commit and answer',
  wipeRegister: 'F8 F9: the storage of a register is cleared',
  restoreRegister: 'F10: the profile of a register is set back',
  copyRegister: 'F11 F12: the profile of a register is copied, and both sell',
  swapDevice: 'F24: another device is activated as the terminal',
  restoreGateway: 'F19: the gateway is set back by hours',
  restoreHq: 'F21: the books are set back',
  repeatNotice: 'F3: the queue delivers a notice again',
  deadLetter: 'F3: the queue gives a notice up',
  killHq: 'F17: headquarters stops before or after it books',
  jumpClock: 'F16: the clock of a register jumps',
  fillDisk: 'F22: the disk of a register is full',
  poisonRecord: 'F15: a record that cannot be understood',
  newerRecord: 'F13 F14: a record of a version that headquarters does not know',
} as const;

export type FaultKind = keyof typeof faultKinds;

/** A fault as it is planned: kept with the seed, it replays the history. */
export interface Fault {
  readonly kind: FaultKind;
  /** From the history's start. */
  readonly atMs: number;
  readonly lastsMs: number;
  /** Which register; counted round. */
  readonly register: number;
  /** How likely for each message, or how strong. */
  readonly rate: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const ofMessages: readonly FaultKind[] = [
  'dropMessage',
  'duplicateMessage',
  'delayMessage',
  'corruptMessage',
  'replayMessage',
];
const ofDevices: readonly FaultKind[] = ['wipeRegister', 'restoreRegister', 'copyRegister', 'swapDevice'];
const others = (Object.keys(faultKinds) as FaultKind[]).filter((kind) => !ofMessages.includes(kind));

/** The faults of a day that opens at `openMs`: trouble with messages, and a handful of others. */
export function planFaults(chance: Chance, openMs: number, hours: number): Fault[] {
  const faults: Fault[] = [];
  const moment = () => openMs + chance.below(hours * HOUR_MS);
  for (const kind of ofMessages) {
    if (!chance.happens(0.7)) continue;
    const lastsMs = chance.between(10, 300) * MINUTE_MS;
    faults.push({ kind, atMs: moment(), lastsMs, register: 0, rate: chance.pick([0.02, 0.1, 0.4]) });
  }
  const count = chance.between(2, 8);
  for (let index = 0; index < count; index++) {
    const kind = chance.pick(others);
    const [atMs, register] = [moment(), chance.below(8)];
    faults.push({ kind, atMs, lastsMs: lastingOf(kind, chance), register, rate: chance.next() });
    // What is lost with a device is most when it had no line.
    if (!ofDevices.includes(kind) || !chance.happens(0.6)) continue;
    const cutMs = chance.between(5, 90) * MINUTE_MS;
    faults.push({ kind: 'cutRegister', atMs: atMs - cutMs, lastsMs: cutMs + HOUR_MS, register, rate: 0 });
  }
  return faults.sort((a, b) => a.atMs - b.atMs);
}

function lastingOf(kind: FaultKind, chance: Chance): number {
  switch (kind) {
    case 'hqDown':
      return chance.between(1, 6) * HOUR_MS;
    case 'cutRegister':
    case 'cutGateway':
      return chance.between(1, 240) * MINUTE_MS;
    case 'repeatNotice':
    case 'deadLetter':
      return chance.between(10, 120) * MINUTE_MS;
    case 'copyRegister':
      return chance.between(5, 120) * MINUTE_MS;
    default:
      return chance.between(1, 20) * MINUTE_MS;
  }
}
