import { render } from 'lit-html';
import type { PricedLine } from '../../commerce/cart/priced-cart.ts';
import { zeroMinor } from '../../commerce/money/minor.ts';
import { formatMoney } from '../model/format.ts';
import { keys } from './keypad.ts';
import { saleRow } from './sale-lines.ts';

const unitPrice = { amountMinor: 1, priceUnitThousandths: 1000 };
const line: PricedLine = {
  line: 1,
  sku: '',
  name: '',
  quantityThousandths: 1000,
  stocked: true,
  voided: false,
  unitPrice,
  listPrice: unitPrice,
  priceAgreement: null,
  override: null,
  manualDiscount: null,
  returnOf: null,
  amountMinor: zeroMinor,
  discounts: [],
  paid: [],
  taxCode: '',
  taxRatePpm: 0,
  taxes: [],
  netMinor: zeroMinor,
  taxMinor: zeroMinor,
  grossMinor: zeroMinor,
  priced: true,
};

/**
 * The first scan of the day is as quick as the others: what is slow once, making the formatters and the
 * templates, is done off the screen before anyone waits for it.
 */
export function warmUp(): void {
  formatMoney(1, 'GBP');
  const offScreen = document.createDocumentFragment();
  render([keys({ press: () => {}, enter: () => {} }), saleRow(line, 0, true, '', 'GBP')], offScreen);
}
