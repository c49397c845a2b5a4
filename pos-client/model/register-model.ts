import { batch, computed, type ReadonlySignal } from '@preact/signals-core';
import type { RegisterHost, RegisterPhase } from './register-host.ts';
import { type ApprovalModel, createApproval } from './register-model-approval.ts';
import { createCore, type DeviceServices, type RegisterCore, type View } from './register-model-core.ts';
import { createDiscount, type DiscountModel } from './register-model-discount.ts';
import { createDrawer, type DrawerModel } from './register-model-drawer.ts';
import { createJournal, type JournalModel } from './register-model-journal.ts';
import { createKeypad, type KeypadModel } from './register-model-keypad.ts';
import { createLines, type LinesModel } from './register-model-lines.ts';
import { createPay, type PayModel } from './register-model-pay.ts';
import { createPrice, type PriceModel } from './register-model-price.ts';
import { createProducts, type ProductsModel } from './register-model-products.ts';
import { createSale, type SaleModel } from './register-model-sale.ts';
import { createShift, type ShiftModel } from './register-model-shift.ts';
import {
  type ActivationModel,
  createActivation,
  createSignOn,
  type SignOnModel,
} from './register-model-sign-on.ts';
import { createSuspended, type SuspendedModel } from './register-model-suspended.ts';
import { createSync, type SyncModel } from './register-model-sync.ts';
import { createWhy, type WhyModel } from './register-model-why.ts';

export type Screen = Exclude<RegisterPhase, 'ready'> | View;

/** Everything the screens show and do, without a screen: signals over the host, and what the cashier is about to do. */
export interface RegisterModel extends RegisterCore {
  readonly screen: ReadonlySignal<Screen>;
  readonly activation: ActivationModel;
  readonly signOn: SignOnModel;
  readonly approvals: ApprovalModel;
  readonly lines: LinesModel;
  readonly keypad: KeypadModel;
  readonly products: ProductsModel;
  readonly sale: SaleModel;
  readonly price: PriceModel;
  readonly discount: DiscountModel;
  readonly why: WhyModel;
  readonly pay: PayModel;
  readonly journal: JournalModel;
  readonly suspended: SuspendedModel;
  readonly shift: ShiftModel;
  readonly drawer: DrawerModel;
  readonly sync: SyncModel;
  /** Notes what a scanner may overwrite while it types; the answer puts it back. */
  mark(): () => void;
  /** A scanner's code, whatever the screen shows. */
  scanned(code: string): Promise<void>;
  /** Esc: one level back. Never destroys anything. */
  back(): void;
}

export function createRegisterModel(host: RegisterHost, device: DeviceServices): RegisterModel {
  const core = createCore(host, device);
  const lines = createLines(core);
  const keypad = createKeypad();
  const products = createProducts(core);
  const journal = createJournal(core, lines.choose);
  const { openReceipt } = journal;
  const sale = createSale(core, { lines, keypad, products, openReceipt });
  const price = createPrice(core, lines);
  const discount = createDiscount(core, lines);
  const why = createWhy(core, lines);
  const pay = createPay(core);
  const drawer = createDrawer(core);
  const shift = createShift(core, drawer);
  return {
    ...core,
    screen: computed(() => {
      const { phase } = core.state.value;
      return phase === 'ready' ? core.view.value : phase;
    }),
    activation: createActivation(core),
    signOn: createSignOn(core),
    approvals: createApproval(core),
    lines,
    keypad,
    products,
    sale,
    price,
    discount,
    why,
    pay,
    journal,
    suspended: createSuspended(core),
    shift,
    drawer,
    sync: createSync(core),
    mark() {
      const restoreKeypad = keypad.mark();
      const written = products.scanText.value;
      return () => {
        restoreKeypad();
        if (products.scanText.value !== written) products.setScanText(written);
      };
    },
    async scanned(code) {
      if (core.state.value.phase !== 'ready' || core.approval.value) return;
      if (core.view.value === 'journal' && (await openReceipt(code))) return;
      await sale.scanned(code);
    },
    back() {
      if (price.close() || discount.close() || why.close()) return;
      if (core.view.value === 'sale') {
        sale.back();
        return;
      }
      batch(() => {
        if (core.view.value === 'shift' && (drawer.close() || shift.keepOpen())) return;
        if (core.view.value === 'receipt') return pay.next();
        core.say(null);
        core.view.value = 'sale';
      });
    },
    close() {
      products.close();
      why.end();
      core.close();
    },
  };
}
