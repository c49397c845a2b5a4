import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import type { Result } from '../../commerce/result.ts';
import type { Permission } from '../../commerce/runtime/channel-port.ts';
import { formatQuantity } from './format.ts';
import { parseEntry, parseQuantityThousandths } from './format-input.ts';
import { text } from './messages-ui.ts';
import type { RegisterAnswer, RegisterError, RegisterRequest } from './register-host.ts';
import type { RegisterCore } from './register-model-core.ts';
import type { KeypadModel } from './register-model-keypad.ts';
import type { LinesModel } from './register-model-lines.ts';
import type { ProductsModel } from './register-model-products.ts';

export interface SaleModel {
  /** Said before a code ('3 ×'): the next scan is a line of its own with it. */
  readonly nextQuantity: ReadonlySignal<number | null>;
  /** The next scans take goods back without a receipt. */
  readonly returning: ReadonlySignal<boolean>;
  /** Which area a narrow screen shows, and which tab the deck has open. */
  readonly panel: Signal<'basket' | 'deck' | 'keypad'>;
  readonly deck: Signal<'products' | 'actions'>;
  readonly empty: ReadonlySignal<boolean>;
  may(permission: Permission): boolean;
  /** What stands in the field for codes now; '3*' becomes the quantity of the next item. */
  typed(text: string): void;
  /** A scanner's code: no field has it. */
  scanned(code: string): Promise<void>;
  /** Enter in the field for codes: the exact code first, then the one product that the words name. */
  submit(): Promise<void>;
  addProduct(sku: string): Promise<void>;
  removeCoupon(coupon: string): Promise<void>;
  /** The keypad's Enter, and its ×. */
  enter(): Promise<void>;
  times(): void;
  startQuantity(): void;
  bump(by: 1 | -1): Promise<void>;
  voidLine(): Promise<void>;
  /** Takes the last step back. */
  undo(): Promise<void>;
  askVoidSale(): void;
  voidSale(): Promise<void>;
  startReturn(): void;
  stopReturn(): void;
  /** One level back: true where there was one. */
  back(): boolean;
}

export interface SaleParts {
  readonly lines: LinesModel;
  readonly keypad: KeypadModel;
  readonly products: ProductsModel;
  /** A code that no product has: true where it was a receipt, which is open now. */
  readonly openReceipt: (code: string) => Promise<boolean>;
}

const ONE_THOUSANDTHS = 1000;

export function createSale(core: RegisterCore, parts: SaleParts): SaleModel {
  const { lines, keypad, products } = parts;
  const nextQuantity = signal<number | null>(null);
  const returning = signal(false);
  const panel = signal<'basket' | 'deck' | 'keypad'>('basket');
  const deck = signal<'products' | 'actions'>('products');

  const may = (permission: Permission) => Boolean(core.state.value.employee?.permissions[permission]);

  function take(
    code: string,
    quantityThousandths: number | null,
  ): Promise<Result<RegisterAnswer, RegisterError>> {
    const quantity = quantityThousandths ?? nextQuantity.value;
    const request: RegisterRequest = returning.value
      ? { type: 'return', code, quantityThousandths: quantity ?? ONE_THOUSANDTHS }
      : { type: 'scan', code, ...(quantity === null ? {} : { quantityThousandths: quantity }) };
    return core.ask(request);
  }

  function taken(line: number | null | undefined): void {
    batch(() => {
      core.view.value = 'sale';
      nextQuantity.value = null;
      keypad.reset();
      products.clear();
      lines.choose(line ?? null);
      core.say({
        tone: 'done',
        text: returning.value ? text.sale.goesBack : text.sale.added,
        line: line ?? null,
      });
    });
    core.device.sound('scanned');
  }

  /**
   * Takes a code: a product's, else a receipt's number, which opens the receipt, else a coupon's. Answers the
   * refusal, which the caller shows.
   */
  async function takeCode(typed: string): Promise<RegisterError | null> {
    const { code, quantityThousandths } = parseEntry(typed);
    if (code === '') return null;
    const answer = await take(code, quantityThousandths);
    if (answer.ok) taken(answer.value.line);
    else if (answer.error.type !== 'unknownCode') return answer.error;
    else if (await parts.openReceipt(code)) products.clear();
    else return takeCoupon(code, answer.error);
    return null;
  }

  async function takeCoupon(code: string, unknown: RegisterError): Promise<RegisterError | null> {
    const answer = await core.ask({ type: 'addCoupon', coupon: code });
    if (!answer.ok) {
      const { error } = answer;
      return error.type === 'couponRefused' && error.state !== 'unknown' ? error : unknown;
    }
    batch(() => {
      products.clear();
      keypad.reset();
      core.say({ tone: 'done', text: text.sale.couponAdded(code) });
    });
    core.device.sound('scanned');
    return null;
  }

  async function change(request: RegisterRequest, news: string): Promise<void> {
    const answer = await core.ask(request);
    if (!answer.ok) return core.refuse(answer.error);
    batch(() => {
      keypad.reset();
      if (panel.value === 'keypad') panel.value = 'basket';
      if (answer.value.line) lines.choose(answer.value.line);
      core.say({ tone: 'done', text: news, line: answer.value.line ?? null });
    });
  }

  async function setQuantity(quantityThousandths: number): Promise<void> {
    const line = lines.chosen.value;
    if (!line) return core.refuse({ type: 'emptyCart' });
    if (quantityThousandths === 0) {
      core.say({ tone: 'error', text: text.sale.quantityZero });
      return;
    }
    const request = { type: 'setQuantity', line: line.line, quantityThousandths } as const;
    await change(request, text.sale.quantitySet(formatQuantity(quantityThousandths)));
  }

  async function enter(): Promise<void> {
    const typed = keypad.text.value;
    if (keypad.entering.value === 'code') {
      const refused = typed === '' ? null : await takeCode(typed);
      keypad.reset();
      if (refused) core.refuse(refused);
      return;
    }
    const quantity = parseQuantityThousandths(typed);
    if (quantity !== null) return setQuantity(quantity);
    core.say({ tone: 'error', text: text.sale.notAQuantity });
  }

  return {
    nextQuantity,
    returning,
    panel,
    deck,
    empty: computed(() => lines.live.value.length === 0),
    may,
    typed(written) {
      const quantity = /[*×]\s*$/.test(written) ? parseEntry(written).quantityThousandths : null;
      if (core.message.value?.tone === 'error') core.say(null);
      if (quantity === null || quantity <= 0) return products.setScanText(written);
      batch(() => {
        nextQuantity.value = quantity;
        products.clear();
        core.say({ tone: 'info', text: text.sale.timesNext(formatQuantity(quantity)) });
      });
    },
    async scanned(code) {
      const refused = await takeCode(code);
      if (refused) core.refuse(refused);
    },
    async submit() {
      const typed = products.scanText.value;
      const refused = await takeCode(typed);
      if (!refused) return;
      const matches = refused.type === 'unknownCode' ? await products.find(parseEntry(typed).code, 2) : [];
      const [only] = matches;
      if (matches.length === 1 && only) return this.addProduct(only.sku);
      if (matches.length === 0) return core.refuse(refused);
      core.say({ tone: 'info', text: text.sale.several(parseEntry(typed).code) });
    },
    async addProduct(sku) {
      const answer = await take(sku, parseEntry(products.scanText.value).quantityThousandths);
      if (answer.ok) taken(answer.value.line);
      else core.refuse(answer.error);
    },
    removeCoupon: (coupon) => change({ type: 'removeCoupon', coupon }, text.sale.couponRemoved(coupon)),
    enter,
    times() {
      const quantity = parseQuantityThousandths(keypad.text.value);
      if (quantity === null || quantity <= 0) return this.startQuantity();
      batch(() => {
        nextQuantity.value = quantity;
        keypad.reset();
        core.say({ tone: 'info', text: text.sale.timesNext(formatQuantity(quantity)) });
      });
    },
    startQuantity() {
      const line = lines.chosen.value;
      if (!line) return core.refuse({ type: 'emptyCart' });
      const typed = keypad.entering.value === 'code' ? parseQuantityThousandths(keypad.text.value) : null;
      if (typed !== null) {
        void setQuantity(typed);
        return;
      }
      batch(() => {
        keypad.reset();
        keypad.entering.value = 'quantity';
        panel.value = 'keypad';
      });
    },
    async bump(by) {
      const line = lines.chosen.value;
      if (!line) return core.refuse({ type: 'emptyCart' });
      // A line of goods that come back counts down from zero: one more means one more that comes back.
      const quantity = Math.abs(line.quantityThousandths) + by * ONE_THOUSANDTHS;
      await setQuantity(Math.max(0, quantity));
    },
    async voidLine() {
      const line = lines.chosen.value;
      if (!line) return core.refuse({ type: 'emptyCart' });
      await change({ type: 'voidLine', line: line.line }, text.sale.takenOut);
    },
    undo: () => change({ type: 'undo' }, text.sale.undone),
    askVoidSale() {
      if (core.state.value.cart.priced.lines.length === 0) return core.refuse({ type: 'emptyCart' });
      panel.value = 'basket';
      core.say({ tone: 'ask', text: text.sale.askVoid(lines.live.value.length), ask: 'voidSale' });
    },
    async voidSale() {
      const answer = await core.ask({ type: 'voidTransaction' });
      if (!answer.ok) return core.refuse(answer.error);
      batch(() => {
        keypad.reset();
        nextQuantity.value = null;
        returning.value = false;
        core.view.value = 'sale';
        const receipt = answer.value.transaction?.receiptId ?? '';
        core.say({ tone: 'done', text: text.sale.saleVoided(receipt) });
      });
    },
    startReturn() {
      batch(() => {
        returning.value = true;
        core.view.value = 'sale';
        panel.value = 'basket';
        core.say(null);
      });
    },
    stopReturn() {
      returning.value = false;
    },
    back() {
      return batch(() => {
        if (core.message.value?.tone === 'ask') core.say(null);
        else if (keypad.entering.value === 'quantity' || keypad.text.value !== '') {
          keypad.reset();
          if (panel.value === 'keypad') panel.value = 'basket';
        } else if (products.query.value !== '') products.clear();
        else if (nextQuantity.value !== null) nextQuantity.value = null;
        else if (returning.value) returning.value = false;
        else if (panel.value !== 'basket') panel.value = 'basket';
        else return false;
        return true;
      });
    },
  };
}
