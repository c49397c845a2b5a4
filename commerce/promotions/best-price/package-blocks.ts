import { applicationsLimit, excessScaled } from './applications-limit.ts';
import type { Block, ColumnMember } from './block.ts';
import type { PackageDeal } from './packing.ts';
import type { ProgramBuilder } from './program-builder.ts';

type Lists = readonly (readonly ColumnMember[])[];

/** What one block of a package is to be. */
interface Shape {
  readonly deal: PackageDeal;
  readonly index: number;
  readonly lists: Lists;
  readonly constantScaled: number;
  readonly least: number;
  readonly limit: number;
  /** The most that its savings may exceed its goods, 0 if never. */
  readonly excessScaled: number;
  /** Rows that count its applications, and by what. */
  readonly counted: readonly (readonly [row: number, factor: number])[];
  /** Members of which every application needs one; null if it needs none. */
  readonly rich: ((member: ColumnMember) => boolean) | null;
}

/**
 * The blocks of a package. Where an application's savings can exceed its goods, applications are told apart by
 * whether they have a unit with room for the whole constant: those with one are never capped. Those without are
 * always capped, and worth their goods; or else the cap is on all of them together, which is right unless some
 * are above it and some below, and with `copies` on each of them.
 */
export function packageBlocks(
  builder: ProgramBuilder,
  deal: PackageDeal,
  index: number,
  least: number,
  copies: boolean,
): Block[] {
  const lists = deal.groups.map(({ members }) => builder.columnMembers(members));
  const limit = applicationsLimit(builder.instance, deal);
  const plain = {
    deal,
    index,
    lists,
    constantScaled: deal.constantScaled,
    least,
    limit,
    counted: [],
    rich: null,
  };
  if (deal.groups.length === 1 && deal.groups[0]?.units === 1) {
    // A package of one unit has its cap, and its constant, in each unit's saving.
    const single = lists.map((members) =>
      members.map(({ unitClass, savesScaled }) => ({
        unitClass,
        savesScaled: Math.min(builder.priceOf(unitClass), savesScaled + deal.constantScaled),
      })),
    );
    return [packageBlock(builder, { ...plain, lists: single, constantScaled: 0, excessScaled: 0 })];
  }
  const excess = excessScaled(builder.instance, deal);
  if (excess <= 0) return [packageBlock(builder, { ...plain, excessScaled: 0 })];
  const room = ({ unitClass, savesScaled }: ColumnMember) => builder.priceOf(unitClass) - savesScaled;
  const rich = (member: ColumnMember) => room(member) >= deal.constantScaled;
  const counted: [number, number][] = [];
  if (deal.applicationsMax !== null) counted.push([builder.row(deal.applicationsMax, false), 1]);
  if (least > 0) counted.push([builder.row(-1, false), -1]);
  const parted = { ...plain, least: 0, counted };
  if (lists.some((members) => members.some((member) => room(member) < 0)))
    return cappedBlocks(builder, { ...parted, excessScaled: excess }, copies);
  const blocks: Block[] = [];
  if (lists.some((members) => members.some(rich)))
    blocks.push(packageBlock(builder, { ...parted, rich, excessScaled: 0 }));
  const poor = lists.map((members) => members.filter((member) => !rich(member)));
  const poorLimit = limitOf(builder, deal, poor);
  if (poorLimit < 1) return blocks;
  const shape = { ...parted, lists: poor, limit: Math.min(limit, poorLimit) };
  if (
    deal.groups.reduce(
      (most, { units }, group) => most + mostRoom(builder, poor[group] ?? [], units, room),
      0,
    ) > deal.constantScaled
  )
    return [...blocks, ...cappedBlocks(builder, { ...shape, excessScaled: excess }, copies)];
  const whole = poor.map((members) =>
    members.map(({ unitClass }) => ({ unitClass, savesScaled: builder.priceOf(unitClass) })),
  );
  return [...blocks, packageBlock(builder, { ...shape, lists: whole, constantScaled: 0, excessScaled: 0 })];
}

/** Blocks whose cap counts: one for all applications together, or one for each, used in their order. */
function cappedBlocks(builder: ProgramBuilder, shape: Shape, copies: boolean): Block[] {
  if (!copies || shape.limit < 2) return [packageBlock(builder, shape)];
  const blocks: Block[] = [];
  let order: (readonly [number, number])[] = [];
  for (let copy = 0; copy < shape.limit; copy += 1) {
    const row = copy + 1 < shape.limit ? builder.row(0, false) : -1;
    const next: (readonly [number, number])[] = row < 0 ? [] : [[row, -1]];
    blocks.push(
      packageBlock(builder, { ...shape, limit: 1, counted: [...shape.counted, ...order, ...next] }),
    );
    order = row < 0 ? [] : [[row, 1]];
  }
  return blocks;
}

function packageBlock(builder: ProgramBuilder, shape: Shape): Block {
  const { deal, index, lists, constantScaled, limit, excessScaled: excess, rich } = shape;
  let lostUnit = 1;
  while (lostUnit < excess) lostUnit *= 2;
  const lostRow = excess > 0 ? builder.row(0, false, lostUnit) : -1;
  const richRow = rich ? builder.row(0, false) : -1;
  const groupRows = deal.groups.map(() => builder.row(0, true));
  const times = builder.column(2, constantScaled, 1, shape.least, limit);
  for (let group = 0; group < groupRows.length; group += 1)
    builder.entry(groupRows[group] as number, -(deal.groups[group]?.units as number));
  for (const [row, factor] of shape.counted) builder.entry(row, factor);
  if (richRow >= 0) builder.entry(richRow, 1);
  if (lostRow >= 0) builder.entry(lostRow, constantScaled / lostUnit);
  const units = deal.groups.map(({ units: needed }, group) => {
    const first = builder.cost.length;
    for (const member of lists[group] as readonly ColumnMember[]) {
      const { unitClass, savesScaled } = member;
      const column = builder.units(unitClass, savesScaled, needed * limit);
      builder.entry(groupRows[group] as number, 1);
      if (rich?.(member)) builder.entry(richRow, -1);
      const price = builder.priceOf(unitClass);
      if (lostRow >= 0 && savesScaled !== price) {
        builder.entry(lostRow, (savesScaled - price) / lostUnit);
        builder.stepBy(savesScaled - price);
      }
      const stock = builder.stockOf(unitClass);
      if (stock < needed) builder.imply([times, column], [-stock, 1], 0);
    }
    return first;
  });
  const lost = lostRow >= 0 ? builder.column(0, -lostUnit, 0, 0, (limit * excess) / lostUnit) : -1;
  if (lost >= 0) builder.entry(lostRow, -1);
  return { deal: index, members: lists, times, units, lost, levels: [], rich };
}

function limitOf(builder: ProgramBuilder, deal: PackageDeal, lists: Lists): number {
  let limit = Number.MAX_SAFE_INTEGER;
  for (let group = 0; group < lists.length; group += 1) {
    let stock = 0;
    for (const { unitClass } of lists[group] as readonly ColumnMember[]) stock += builder.stockOf(unitClass);
    limit = Math.min(limit, Math.floor(stock / (deal.groups[group]?.units as number)));
  }
  return limit;
}

/** The most room that so many units of the members have. */
function mostRoom(
  builder: ProgramBuilder,
  members: readonly ColumnMember[],
  units: number,
  room: (member: ColumnMember) => number,
): number {
  let sum = 0;
  let missing = units;
  for (const member of members.toSorted((a, b) => room(b) - room(a))) {
    const taken = Math.min(missing, builder.stockOf(member.unitClass));
    sum += taken * room(member);
    missing -= taken;
  }
  return sum;
}
