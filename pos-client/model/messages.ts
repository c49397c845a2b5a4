import { unreachable } from '../../commerce/assert.ts';
import type { Permission } from '../../commerce/runtime/channel-port.ts';
import { formatMoney, formatPercent, formatQuantity } from './format.ts';
import { formatWait } from './format-time.ts';
import type { RegisterError, SyncProblem } from './register-host.ts';

type Refusal = Extract<RegisterError, { type: 'activationRefused' }>['reason'];

/** What happened, and what to do. Amounts are named where the currency is known. */
export function describeError(error: RegisterError, currency?: string): string {
  const money = (amountMinor: number) => (currency ? formatMoney(amountMinor, currency) : 'the amount due');
  switch (error.type) {
    case 'tenderTooLow':
      return error.minimumMinor < 0
        ? `That is more than is owed. Give back ${money(-error.minimumMinor)} at most.`
        : 'No amount was given. Enter what the customer gave, or leave the field empty for the exact amount.';
    case 'tenderTooHigh':
      return describeTooHigh(error.maximumMinor, money);
    case 'notActivated':
      return 'This register is not activated. Enter its activation code.';
    case 'notReady':
      return 'The data of this store has not arrived yet. Wait until loading has finished.';
    case 'notSignedOn':
      return 'Nobody is signed on. Sign on with your employee number and PIN.';
    case 'unknownEmployee':
      return `This store has no employee ${error.employee}. Check the number.`;
    case 'notPermitted':
      return `You may not ${deeds[error.permission]}. Ask a colleague who may to approve it.`;
    case 'ownApproval':
      return 'Nobody approves what they do themselves. Ask a colleague who may.';
    case 'unknownCode':
      return `No product has the code ${error.code}. Search for it by name.`;
    case 'notLoadedYet':
      return `The products are still loading, and headquarters cannot be asked for ${error.code}. Wait until loading has finished.`;
    case 'noPrice':
      return `${error.sku} has no price in this store today. Ask headquarters for a price, or leave it out.`;
    case 'quantityOutOfRange':
      return `A quantity is between ${formatQuantity(error.minimumThousandths)} and ${formatQuantity(error.maximumThousandths)}. Enter it again.`;
    case 'priceOutOfRange':
      return `A price is at most ${money(error.maximumMinor)}. Enter it again.`;
    case 'overrideTooFar':
      return `You may change a price by ${formatPercent(error.maximumBasisPoints)} at most. Enter a nearer one, or have a manager approve it.`;
    case 'returnTooHigh':
      return `You may give back ${money(error.maximumMinor)} at most. Take something out, or have a manager approve it.`;
    case 'notInDrawer':
      return `The drawer should hold ${money(error.holdsMinor)} only. Enter less.`;
    case 'notCounted':
      return 'Nothing was counted. Enter what is in the drawer.';
    case 'countedTwice':
      return `${error.tenderType} was counted twice. Enter it once.`;
    case 'wrongCount':
      return `The count of ${error.tenderType} is no amount. Count it again.`;
    case 'notADiscount':
      return 'A discount is from 0.01 to 100 percent, or an amount above zero. Enter it again.';
    case 'discountTooHigh':
      return `You may take off ${formatPercent(error.maximumBasisPoints)} at most. Enter less, or ask a colleague who may to approve it.`;
    case 'notDiscountable':
      return error.sku === null
        ? 'Nothing in the basket may be discounted by hand.'
        : `${error.sku} may not be discounted by hand.`;
    case 'unknownLine':
      return 'That line is no longer in the basket. Choose another line.';
    case 'lineFixed':
      return 'A line returned from a receipt keeps its quantity and price. Void it and return it again.';
    case 'unknownReason':
      return 'That reason is not on the list any more. Choose a reason from the list.';
    case 'unknownCustomer':
      return `No customer has the number ${error.customer}. Check the number.`;
    case 'unknownTender':
      return `This store does not take ${error.tenderType}. Choose another tender.`;
    case 'unknownReceipt':
      return `Receipt ${error.receiptId} is not on this register. Check the number, or return without a receipt.`;
    case 'overReturn':
      return error.remainingThousandths <= 0
        ? 'All of this line has come back already. Nothing is left to return.'
        : `Only ${formatQuantity(error.remainingThousandths)} of this line can still come back. Enter less.`;
    case 'unknownSuspended':
      return 'That basket does not wait any more. Look at the list again.';
    case 'suspendedTaken':
      return `Register ${error.by} goes on with that basket. Ask there.`;
    case 'nothingToUndo':
      return 'There is nothing to undo. The basket is as it began.';
    case 'emptyCart':
      return 'The basket is empty. Scan something first.';
    case 'cartOpen':
      return 'A sale is open. Finish it, void it or put it aside first.';
    case 'cartTendered':
      return 'Paying has begun, so the basket stays as it is. Finish paying, or void the sale.';
    case 'changeTooHigh':
      return `That would be more than ${money(error.maximumMinor)} in change. Enter less, or take another tender.`;
    case 'paysNoPart':
      return `This tender pays all or nothing. Enter ${money(error.dueMinor)}, or take another tender.`;
    case 'balanceUnknown':
      return error.kind === 'giftCard'
        ? 'What is left on the gift card is not known at this register, so it cannot pay here. Choose another tender.'
        : 'How far the account may still be charged is not known at this register, so it cannot pay here. Choose another tender.';
    case 'cardPending':
      return 'A payment is at the card terminal. Wait for it, or ask the terminal again.';
    case 'noCardPending':
      return 'No payment is at the card terminal. Choose a tender.';
    case 'cardDeclined':
      return 'The card was declined, and the customer was not charged. Try another card or another tender.';
    case 'cardCancelled':
      return 'The customer was not charged. Try again, or choose another tender.';
    case 'terminalSilent':
      return 'The card terminal does not answer, so it is not known whether the customer was charged. Ask the terminal again before you take another payment.';
    case 'cartPurpose':
      return 'The basket is open for something else. Finish or void it first.';
    case 'shiftOpen':
      return 'A shift is open already. Close it before you open another.';
    case 'noShift':
      return 'No shift is open. The next sale opens one.';
    case 'textTooLong':
      return `The text is too long. Use ${error.maximum} characters at most.`;
    case 'couponRefused':
      return describeCoupon(error.coupon, error.state);
    case 'wrongPin':
      return describeWrongPin(error.triesLeft);
    case 'locked':
      return `Too many wrong PINs, so this employee is locked here. Try again in ${formatWait(error.lockedForMs)}.`;
    case 'cannotVerifyOffline':
      return `Employee ${error.employee} has not signed on here lately, so the PIN cannot be checked without a connection. Connect, or let a colleague sign on.`;
    case 'activationRefused':
      return refusals[error.reason];
    case 'alreadyActivated':
      return 'This device is a register already. Load the page again.';
    case 'offlineNotSupported':
      return 'This register may not sell without a connection. Wait until it is back, or use another register.';
    case 'notAllowed':
      return 'Headquarters does not allow that at this register. Ask headquarters if you need it.';
    case 'internal':
      return `The register could not do that, and nothing was changed. Try again; if it happens twice, call support and read out: ${error.detail}`;
    default:
      return unreachable(error);
  }
}

/** A problem of the sync, in words that can be read out on the phone. */
export function describeProblem({ code, subject, detail }: SyncProblem): string {
  switch (code) {
    case 'unreachable':
      return 'The store gateway does not answer. Selling goes on, and the register tries again by itself.';
    case 'badSignature':
      return `Data for ${subject} was not signed by headquarters and was refused (${detail}). Tell support.`;
    case 'olderHead':
      return `Data for ${subject} is older than what is here and was refused (${detail}). Tell support.`;
    case 'wrongDigest':
      return `Data for ${subject} arrived damaged and was refused. The register asks for it again.`;
    case 'unreadableBlob':
      return `Data for ${subject} cannot be read (${detail}). Selling goes on with what was here before. Tell support.`;
    case 'notFetched':
      return `New data for ${subject} cannot be fetched for now (${detail}). Selling goes on with what is here, and the register tries again by itself.`;
    case 'storageFull':
      return `This device has no room for new data for ${subject} (${detail}). Selling goes on with what is here. Make room on the device, or tell support.`;
    case 'refusedRows':
      return `Some of the data for ${subject} does not fit and was refused (${detail}). Tell support.`;
    case 'foreignManifest':
      return 'The list of data that arrived belongs to another store and was refused. Tell support.';
    case 'revoked':
      return 'Headquarters has taken this register out of service. Sales stay here; call headquarters.';
    case 'behind':
      return `The gateway is missing records of this register (${detail}). They are sent again by themselves.`;
    case 'fork':
      return `Two registers have written records under this number (${detail}). Stop selling here and call support.`;
    case 'paused':
      return `Headquarters holds new data back for now (${detail}). Selling goes on with what is here.`;
    case 'staleHead':
      return `Data for ${subject} has not been confirmed by headquarters for a long time (${detail}). Prices may be old: tell support.`;
    case 'wrongClock':
      return `The clock of this register is wrong (${detail}). Set it, or dates on receipts and offers are wrong too.`;
    case 'gatewayRefused':
      return `The gateway refused what this register sent (${detail}). Sales stay here and are sent again. Tell support.`;
    default:
      return unreachable(code);
  }
}

const deeds: Record<Permission, string> = {
  overridePrice: 'change prices',
  negativePrice: 'set a price below zero',
  returnGoods: 'take goods back',
  voidTransaction: 'void a whole sale',
  exemptTax: 'sell without tax',
  adjustStock: 'adjust stock',
  closeShift: 'close the shift',
  openDrawer: 'open the drawer without a sale',
  manageCash: 'bring money into the drawer or take it out',
  viewReports: 'see what the shift has taken',
  lineDiscountMaxBasisPoints: 'take anything off a line',
  saleDiscountMaxBasisPoints: 'take anything off a whole sale',
  priceOverrideMaxBasisPoints: 'change prices',
  returnMaxMinor: 'give money back',
};

function describeCoupon(
  coupon: string,
  state: Extract<RegisterError, { type: 'couponRefused' }>['state'],
): string {
  switch (state) {
    case 'unknown':
      return `No coupon has the code ${coupon}. Check it letter by letter.`;
    case 'notYetValid':
      return `Coupon ${coupon} is not valid yet.`;
    case 'expired':
      return `Coupon ${coupon} has run out.`;
    case 'otherCustomer':
      return `Coupon ${coupon} belongs to a customer. Enter the customer first.`;
    case 'usedUp':
      return `Coupon ${coupon} has been used already.`;
    case 'added':
      return `Coupon ${coupon} is in the basket already.`;
    case 'notAdded':
      return `Coupon ${coupon} is not in the basket.`;
    case 'accepted':
      return `Coupon ${coupon} counts.`;
    default:
      return unreachable(state);
  }
}

const refusals: Record<Refusal, string> = {
  unknownCode: 'Headquarters does not know this code. Check it letter by letter.',
  codeExpired: 'This code has run out. Ask headquarters for a new one.',
  codeUsed: 'This code has been used already. Ask headquarters for a new one.',
  unreachable: 'Headquarters cannot be reached. Activating needs a connection: check it and try again.',
};

function describeTooHigh(maximumMinor: number, money: (amountMinor: number) => string): string {
  if (maximumMinor > 0) return `That is too much. Enter ${money(maximumMinor)} at most.`;
  if (maximumMinor === 0) return 'Nothing is due. Finish without an amount.';
  return 'Money goes back to the customer here. Finish without an amount.';
}

function describeWrongPin(triesLeft: number): string {
  if (triesLeft === 0) return 'The PIN is wrong. The next try has to wait.';
  return `The PIN is wrong. ${triesLeft === 1 ? 'One try is' : `${triesLeft} tries are`} left before signing on is locked for a while.`;
}
