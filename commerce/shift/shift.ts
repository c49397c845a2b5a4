import { sumMinor } from '../money/minor.ts';
import type { RetailTransaction, TradingMoment } from '../transaction/retail-transaction.ts';

/** A drawer's period. Everything in it books on its business date, also after midnight. */
export interface Shift {
  readonly shift: number;
  readonly businessDate: string;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly floatMinor: number;
  readonly totals: ShiftTotals;
}

export interface ShiftTotals {
  readonly sales: number;
  readonly returns: number;
  readonly voids: number;
  readonly stockAdjustments: number;
  readonly grossMinor: number;
  readonly taxMinor: number;
  readonly tendersMinor: Readonly<Record<string, number>>;
}

export interface ShiftClose extends Shift {
  readonly closedAt: string;
  readonly closedBy: string;
  /** Float and cash takings: what the drawer should hold. */
  readonly expectedCashMinor: number;
}

export const noTotals: ShiftTotals = {
  sales: 0,
  returns: 0,
  voids: 0,
  stockAdjustments: 0,
  grossMinor: 0,
  taxMinor: 0,
  tendersMinor: {},
};

export function openShift(shift: number, moment: TradingMoment, employee: string, floatMinor: number): Shift {
  return {
    shift,
    businessDate: moment.date,
    openedAt: moment.at,
    openedBy: employee,
    floatMinor,
    totals: noTotals,
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
  const tendersMinor = { ...totals.tendersMinor };
  for (const tender of transaction.tenders) {
    tendersMinor[tender.tenderType] = sumMinor([tendersMinor[tender.tenderType] ?? 0, tender.amountMinor]);
  }
  return {
    ...shift,
    totals: {
      ...counted,
      grossMinor: sumMinor([totals.grossMinor, transaction.totals.grossMinor]),
      taxMinor: sumMinor([totals.taxMinor, transaction.totals.taxMinor]),
      tendersMinor,
    },
  };
}

export function closeShift(
  shift: Shift,
  moment: TradingMoment,
  employee: string,
  cashTenders: readonly string[],
): ShiftClose {
  const cashMinor = sumMinor(cashTenders.map((tender) => shift.totals.tendersMinor[tender] ?? 0));
  return {
    ...shift,
    closedAt: moment.at,
    closedBy: employee,
    expectedCashMinor: shift.floatMinor + cashMinor,
  };
}
