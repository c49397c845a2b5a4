import { type Minor, minor, zeroMinor } from '../money/minor.ts';
import { err, ok, type Result } from '../result.ts';
import type { TenderLine } from '../transaction/retail-transaction.ts';
import { roundCash } from './cash-rounding.ts';

export interface TenderType extends TenderRules {
  readonly id: string;
  readonly name: string;
  readonly kind: 'cash' | 'card' | 'voucher' | 'giftCard' | 'onAccount';
  /** Whether money above the total is given back. */
  readonly givesChange: boolean;
  readonly opensDrawer: boolean;
  /** Who asks the bank: a terminal that stands alone, or one that the register speaks to. */
  readonly connector: 'none' | 'terminalSimulator';
}

/** What headquarters sets for a tender, in minor units; null: no limit. */
export interface TenderRules {
  readonly minimumMinor: number | null;
  readonly maximumMinor: number | null;
  readonly changeMaxMinor: number | null;
  /** Whether it may pay a part; else all that is due, or nothing. */
  readonly paysPart: boolean;
  /** Where small coins are out of use: what it pays is a multiple of this. */
  readonly roundingStepMinor: number | null;
}

export const noRules: TenderRules = {
  minimumMinor: null,
  maximumMinor: null,
  changeMaxMinor: null,
  paysPart: true,
  roundingStepMinor: null,
};

export type TenderError =
  | { readonly type: 'tenderTooLow'; readonly minimumMinor: number }
  | { readonly type: 'tenderTooHigh'; readonly maximumMinor: number }
  | { readonly type: 'changeTooHigh'; readonly maximumMinor: number }
  /** It pays all that is due or nothing. */
  | { readonly type: 'paysNoPart'; readonly dueMinor: number }
  /** What is on the gift card, or how far the account may go, is not known here. */
  | { readonly type: 'balanceUnknown'; readonly kind: BalanceKind };

/** Tenders that pay from a balance which headquarters keeps. */
type BalanceKind = Extract<TenderType['kind'], 'giftCard' | 'onAccount'>;

/** No drawer holds more: a slip of the finger, or a barcode typed into the amount. */
const TENDER_MAX_MINOR = 1_000_000_000;

/**
 * One tender against what is due. Without an amount it pays exactly, rounded where the tender is. A sale takes 1 to
 * the due amount, or more where the tender gives change; a refund gives back up to what is due; nothing due takes
 * exactly 0. The limits that headquarters sets hold for what is tendered, either way. What pays from a balance is
 * refused, whatever is due: no balance is known at a register.
 */
export function tenderCart(
  dueMinor: number,
  tender: TenderType,
  amountMinor: number | undefined,
  line: number,
): Result<TenderLine, TenderError> {
  if (tender.kind === 'giftCard' || tender.kind === 'onAccount')
    return err({ type: 'balanceUnknown', kind: tender.kind });
  const { paidMinor } = rounded(dueMinor, tender);
  const tenderedMinor = amountMinor ?? paidMinor;
  const within = withinLimits(tenderedMinor, tender);
  if (!within.ok) return within;
  if (dueMinor > 0) {
    if (tenderedMinor < Math.min(1, paidMinor)) return err({ type: 'tenderTooLow', minimumMinor: 1 });
    if (tenderedMinor === 0 && paidMinor > 0) return err({ type: 'tenderTooLow', minimumMinor: 1 });
    const maximumMinor = tender.givesChange ? Math.max(TENDER_MAX_MINOR, dueMinor) : paidMinor;
    if (tenderedMinor > maximumMinor) return err({ type: 'tenderTooHigh', maximumMinor });
    if (!tender.paysPart && tenderedMinor < paidMinor)
      return err({ type: 'paysNoPart', dueMinor: paidMinor });
    const changeMinor = minor(Math.max(0, tenderedMinor - paidMinor));
    if (tender.changeMaxMinor !== null && changeMinor > tender.changeMaxMinor)
      return err({ type: 'changeTooHigh', maximumMinor: tender.changeMaxMinor });
    return ok(tenderLine(line, tender, tenderedMinor, changeMinor, dueMinor, paidMinor));
  }
  if (tenderedMinor < paidMinor) return err({ type: 'tenderTooLow', minimumMinor: paidMinor });
  const maximumMinor = paidMinor === 0 ? 0 : -1;
  if (tenderedMinor > maximumMinor) return err({ type: 'tenderTooHigh', maximumMinor });
  return ok(tenderLine(line, tender, tenderedMinor, zeroMinor, dueMinor, paidMinor));
}

function rounded(dueMinor: number, { roundingStepMinor }: TenderRules): { readonly paidMinor: number } {
  if (roundingStepMinor === null) return { paidMinor: dueMinor };
  return roundCash(dueMinor, { stepMinor: roundingStepMinor, mode: 'halfAwayFromZero' });
}

function withinLimits(
  tenderedMinor: number,
  { minimumMinor, maximumMinor }: TenderRules,
): Result<null, TenderError> {
  const size = Math.abs(tenderedMinor);
  if (minimumMinor !== null && size > 0 && size < minimumMinor)
    return err({ type: 'tenderTooLow', minimumMinor });
  if (maximumMinor !== null && size > maximumMinor) return err({ type: 'tenderTooHigh', maximumMinor });
  return ok(null);
}

/** What settles the rest is rounded with it: the difference counts against the total, and is no part of any price. */
function tenderLine(
  line: number,
  tender: TenderType,
  tenderedMinor: number,
  changeMinor: Minor,
  dueMinor: number,
  paidMinor: number,
): TenderLine {
  const takenMinor = tenderedMinor - changeMinor;
  const roundingMinor = takenMinor === paidMinor ? minor(paidMinor - dueMinor) : zeroMinor;
  return {
    line,
    tenderType: tender.id,
    amountMinor: minor(takenMinor - roundingMinor),
    tenderedMinor: minor(tenderedMinor),
    changeMinor,
    ...(roundingMinor === 0 ? {} : { roundingMinor }),
  };
}

/** What a tender line put into the drawer, or took out of it. */
export function takenMinor({ amountMinor, roundingMinor = zeroMinor }: TenderLine): number {
  return amountMinor + roundingMinor;
}
