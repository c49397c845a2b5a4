import { type Minor, minor, zeroMinor } from '../money/minor.ts';
import { err, ok, type Result } from '../result.ts';
import type { TenderLine } from '../transaction/retail-transaction.ts';

export interface TenderType {
  readonly id: string;
  readonly name: string;
  readonly kind: 'cash' | 'card' | 'voucher' | 'giftCard' | 'onAccount';
  /** Whether money above the total is given back. */
  readonly givesChange: boolean;
  readonly opensDrawer: boolean;
}

export type TenderError =
  | { readonly type: 'tenderTooLow'; readonly minimumMinor: number }
  | { readonly type: 'tenderTooHigh'; readonly maximumMinor: number };

/** No drawer holds more: a slip of the finger, or a barcode typed into the amount. */
const TENDER_MAX_MINOR = 1_000_000_000;

/**
 * One tender against what is due. Without an amount it pays exactly. A sale takes 1 to the due amount, or
 * more where the tender gives change; a refund gives back up to what is due; nothing due takes exactly 0.
 */
export function tenderCart(
  dueMinor: number,
  tender: TenderType,
  amountMinor: number | undefined,
  line: number,
): Result<TenderLine, TenderError> {
  const tenderedMinor = amountMinor ?? dueMinor;
  if (dueMinor > 0) {
    if (tenderedMinor <= 0) return err({ type: 'tenderTooLow', minimumMinor: 1 });
    const maximumMinor = tender.givesChange ? Math.max(TENDER_MAX_MINOR, dueMinor) : dueMinor;
    if (tenderedMinor > maximumMinor) return err({ type: 'tenderTooHigh', maximumMinor });
    const changeMinor = minor(Math.max(0, tenderedMinor - dueMinor));
    return ok(tenderLine(line, tender, tenderedMinor, changeMinor));
  }
  if (tenderedMinor < dueMinor) return err({ type: 'tenderTooLow', minimumMinor: dueMinor });
  const maximumMinor = dueMinor === 0 ? 0 : -1;
  if (tenderedMinor > maximumMinor) return err({ type: 'tenderTooHigh', maximumMinor });
  return ok(tenderLine(line, tender, tenderedMinor, zeroMinor));
}

function tenderLine(line: number, tender: TenderType, tenderedMinor: number, changeMinor: Minor): TenderLine {
  return {
    line,
    tenderType: tender.id,
    amountMinor: minor(tenderedMinor - changeMinor),
    tenderedMinor: minor(tenderedMinor),
    changeMinor,
  };
}
