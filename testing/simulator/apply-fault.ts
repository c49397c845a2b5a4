import type { Fault } from './faults.ts';
import { Register } from './register.ts';
import type { RegisterDisk } from './register-disk.ts';
import { holds, type World } from './world.ts';

/** Makes a planned fault happen, where there is what it needs; only what happened is counted. */
export function applyFault(world: World, fault: Fault): void {
  const { timeline, witness, hq, gateway } = world;
  const untilMs = timeline.nowMs + fault.lastsMs;
  const active = world.registers.filter(
    ({ isSpare, disk }) => !isSpare && disk.head !== null && !disk.fenced,
  );
  const register = active[fault.register % Math.max(1, active.length)];
  const count = () => witness.count(fault.kind);
  switch (fault.kind) {
    case 'dropMessage':
    case 'duplicateMessage':
    case 'delayMessage':
    case 'corruptMessage':
    case 'replayMessage': {
      const rate = fault.kind === 'replayMessage' ? fault.rate / 10 : fault.rate;
      world.messageFaults.set(fault.kind, { untilMs, rate });
      return;
    }
    case 'cutGateway':
      count();
      world.linkToHq = false;
      timeline.at(untilMs, () => {
        world.linkToHq = true;
      });
      return;
    case 'hqDown':
      count();
      hq.down = true;
      timeline.at(untilMs, () => {
        hq.down = false;
      });
      return;
    case 'killGatewayBeforeCommit':
      gateway.kill = 'before';
      return;
    case 'killGatewayAfterCommit':
      gateway.kill = 'after';
      return;
    case 'killHq':
      hq.kill = fault.rate < 0.5 ? 'before' : 'after';
      return;
    case 'repeatNotice':
      hq.repeatUntilMs = untilMs;
      return;
    case 'deadLetter':
      hq.deadLetterUntilMs = untilMs;
      return;
    case 'restoreGateway':
      restoreGateway(world, fault);
      return;
    case 'restoreHq': {
      const snapshot = world.snapshots[Math.floor(fault.rate * world.snapshots.length)];
      if (!snapshot) return;
      count();
      hq.restore(snapshot.books);
      return;
    }
  }
  if (!register) return;
  switch (fault.kind) {
    case 'cutRegister':
      count();
      register.cutUntilMs = untilMs;
      return;
    case 'killBeforeCommit':
    case 'killInCommit':
    case 'killAfterCommit':
      register.kill = fault.kind;
      return;
    case 'restartRegister':
      count();
      register.stop();
      timeline.at(untilMs, () => register.start());
      return;
    case 'jumpClock':
      count();
      register.clockOffMs += (fault.rate - 0.3) * 3 * 365 * 24 * 3600_000;
      return;
    case 'fillDisk':
      count();
      register.fullUntilMs = untilMs;
      return;
    case 'poisonRecord':
      register.nextRecord = 'poison';
      return;
    case 'newerRecord':
      register.nextRecord = 'newer';
      return;
    case 'wipeRegister':
      wipe(world, register, fault);
      return;
    case 'swapDevice':
      count();
      register.isSpare = true;
      // What is in the drawer is switched on again in the end.
      if (fault.rate < 0.5) register.stop();
      world.install(register.terminal, register.paper);
      return;
    case 'copyRegister':
      copy(world, register, fault);
      return;
    case 'restoreRegister':
      setBack(world, register, fault);
      return;
  }
}

const isCopied = (world: World, register: Register) =>
  world.registers.some((other) => other !== register && other.disk.key === register.disk.key);

function destroy(world: World, disk: RegisterDisk, gone: (hash: string) => boolean = () => true): void {
  for (const { hash } of disk.records())
    if (gone(hash) && !world.isHeldElsewhere(hash, disk)) world.witness.destroyed.add(hash);
}

function wipe(world: World, register: Register, fault: Fault): void {
  // Nobody knows of a copy's sales but the copy: a device that was copied is not wiped here. Nor one that was set back
  // and has not said so yet: of what it wrote at places that are held, only paper could tell.
  if (isCopied(world, register) || register.setBackMs > 0) return;
  world.witness.count(fault.kind);
  destroy(world, register.disk);
  register.stop();
  world.registers.splice(world.registers.indexOf(register), 1);
  world.install(register.terminal, register.paper);
}

function copy(world: World, register: Register, fault: Fault): void {
  if (isCopied(world, register)) return;
  world.witness.count(fault.kind);
  const twin = new Register(
    world,
    `${register.name}-copy`,
    register.terminal,
    register.disk.copy(),
    register.paper,
  );
  // Both offline for a while, or the copy only.
  twin.cutUntilMs = world.timeline.nowMs + fault.lastsMs;
  if (fault.rate < 0.5) register.cutUntilMs = twin.cutUntilMs;
  world.registers.push(twin);
  twin.pump();
  world.timeline.after(fault.lastsMs * 2, () => {
    twin.isSpare = true;
  });
}

function setBack(world: World, register: Register, fault: Fault): void {
  const profile = world.profiles.get(register.name);
  const newest = register.disk.epochs.at(-1);
  // Twice before it has said a word: of what it wrote in between only paper could tell.
  if (!profile || !newest || isCopied(world, register) || register.setBackMs > 0) return;
  const kept = new Set(profile.disk.records().map(({ hash }) => hash));
  const before = profile.disk.epochs.at(-1);
  const lost = register.disk
    .records()
    .filter(({ hash }) => !kept.has(hash) && !world.isHeldElsewhere(hash, register.disk));
  // Where nobody was told of anything since, nothing but the paper in the customers' hands shows that it was set back.
  // The gateway itself may have been set back meanwhile.
  const held = world.gateway.disk.terminals.get(register.terminal)?.get(newest.epoch)?.branches ?? [];
  const told =
    before?.epoch === newest.epoch && held.some(({ seq }) => seq > (before.records.at(-1)?.seq ?? 0));
  if (!told || lost.some(({ epoch }) => epoch !== newest.epoch)) return;
  world.witness.count(fault.kind);
  for (const { hash } of lost) world.witness.destroyed.add(hash);
  register.stop();
  register.disk = profile.disk.copy();
  register.setBackMs = world.timeline.nowMs;
  world.timeline.after(60_000, () => register.start());
}

function restoreGateway(world: World, fault: Fault): void {
  const { gateway, snapshots, witness } = world;
  const snapshot = snapshots[Math.floor(fault.rate * snapshots.length)];
  // Not in the moment in which a register has been set back and has not said so yet: then only paper could tell.
  if (!snapshot || world.registers.some(({ setBackMs }) => setBackMs > 0)) return;
  witness.count(fault.kind);
  const { disk } = gateway;
  const restored = snapshot.gateway.copy();
  for (const { hash } of witness.printed.values())
    if (holds(disk, hash) && !holds(restored, hash) && !world.isHeldElsewhere(hash, disk))
      witness.destroyed.add(hash);
  world.restoreGateway(restored);
}
