import { sumMinor } from '../money/minor.ts';
import { takenMinor } from '../tender/tender-cart.ts';
import type { RetailTransaction, TradingMoment } from '../transaction/retail-transaction.ts';
import { type Declaration, differences, type TenderDifference } from './declaration.ts';
import { type DrawerOperation, type DrawerOperationType, movesIntoDrawer } from './drawer-operation.ts';

/** A drawer's period. Everything in it books on its business date, also after midnight. */
export interface Shift {
  readonly shift: number;
  readonly businessDate: string;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly floatMinor: number;
  /** The cash that the float is of; not given in shifts that older versions opened. */
  readonly floatTender?: string | undefined;
  readonly totals: ShiftTotals;
  /** The newest count of the drawer; not given in shifts that older versions opened. */
  readonly declared?: Declaration | null | undefined;
}

export interface ShiftTotals {
  readonly sales: number;
  readonly returns: number;
  readonly voids: number;
  readonly stockAdjustments: number;
  readonly grossMinor: number;
  readonly taxMinor: number;
  readonly tendersMinor: Readonly<Record<string, number>>;
  /** Not given in shifts that older versions opened, like those that follow. */
  readonly discountMinor?: number | undefined;
  readonly taxesMinor?: Readonly<Record<string, number>> | undefined;
  readonly noSales?: number | undefined;
  /** What moved between the drawer and the rest of the store, by operation and tender. */
  readonly drawerMinor?:
    | Readonly<Partial<Record<DrawerOperationType, Readonly<Record<string, number>>>>>
    | undefined;
}

export interface ShiftClose extends Shift {
  readonly closedAt: string;
  readonly closedBy: string;
  /** Float, cash takings and what was brought or taken out: what the drawer should hold. */
  readonly expectedCashMinor: number;
  /** Of each tender that was counted; none where nobody counted. */
  readonly differences: readonly TenderDifference[];
}

export const noTotals: ShiftTotals = {
  sales: 0,
  returns: 0,
  voids: 0,
  stockAdjustments: 0,
  grossMinor: 0,
  taxMinor: 0,
  tendersMinor: {},
  discountMinor: 0,
  taxesMinor: {},
  noSales: 0,
  drawerMinor: {},
};

export function openShift(
  shift: number,
  moment: TradingMoment,
  employee: string,
  float: { readonly floatMinor: number; readonly floatTender: string | undefined },
): Shift {
  return {
    shift,
    businessDate: moment.date,
    openedAt: moment.at,
    openedBy: employee,
    ...float,
    totals: noTotals,
    declared: null,
  };
}

const counterByType = {
  sale: 'sales',
  return: 'returns',
  void: 'voids',
  stockAdjustment: 'stockAdjustments',
} as const;

export function addToShift(shift: Shift, transaction: RetailTransaction): Shift {
  const { totals } = shift;
  const counter = counterByType[transaction.type];
  const counted = { ...totals, [counter]: totals[counter] + 1 };
  if (transaction.type === 'void') return { ...shift, totals: counted };
  const taxes = transaction.lines.filter(({ voided }) => !voided).flatMap((line) => line.taxes);
  return {
    ...shift,
    totals: {
      ...counted,
      grossMinor: sumMinor([totals.grossMinor, transaction.totals.grossMinor]),
      taxMinor: sumMinor([totals.taxMinor, transaction.totals.taxMinor]),
      discountMinor: sumMinor([totals.discountMinor ?? 0, transaction.totals.discountMinor]),
      tendersMinor: addedUp(
        totals.tendersMinor,
        transaction.tenders.map((tender) => [tender.tenderType, takenMinor(tender)]),
      ),
      taxesMinor: addedUp(
        totals.taxesMinor ?? {},
        taxes.map(({ code, taxMinor }) => [code, taxMinor]),
      ),
    },
  };
}

function addedUp(
  before: Readonly<Record<string, number>>,
  amounts: readonly (readonly [string, number])[],
): Record<string, number> {
  const sums = { ...before };
  for (const [name, amountMinor] of amounts) sums[name] = sumMinor([sums[name] ?? 0, amountMinor]);
  return sums;
}

export function addDrawerOperation(shift: Shift, { type, tenderType, amountMinor }: DrawerOperation): Shift {
  const { totals } = shift;
  if (type === 'noSale') return { ...shift, totals: { ...totals, noSales: (totals.noSales ?? 0) + 1 } };
  const before = totals.drawerMinor?.[type] ?? {};
  const drawerMinor = { ...totals.drawerMinor, [type]: addedUp(before, [[tenderType ?? '', amountMinor]]) };
  return { ...shift, totals: { ...totals, drawerMinor } };
}

/** What the drawer should hold of a tender, in minor units. A float that says nothing else is of the first cash tender. */
export function expectedInDrawer(shift: Shift, tenderType: string, cashTenders: readonly string[]): number {
  const { tendersMinor, drawerMinor = {} } = shift.totals;
  const moved = (Object.entries(drawerMinor) as [DrawerOperationType, Record<string, number>][]).map(
    ([type, byTender]) => movesIntoDrawer(type, byTender[tenderType] ?? 0),
  );
  const floatMinor = tenderType === (shift.floatTender ?? cashTenders[0]) ? shift.floatMinor : 0;
  return sumMinor([floatMinor, tendersMinor[tenderType] ?? 0, ...moved]);
}

export function closeShift(
  shift: Shift,
  moment: TradingMoment,
  employee: string,
  cashTenders: readonly string[],
): ShiftClose {
  const cash = cashTenders.length > 0 ? cashTenders : [''];
  return {
    ...shift,
    closedAt: moment.at,
    closedBy: employee,
    expectedCashMinor: sumMinor(cash.map((tender) => expectedInDrawer(shift, tender, cash))),
    differences: shift.declared ? differences(shift, shift.declared, cashTenders) : [],
  };
}
