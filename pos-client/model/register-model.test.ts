import { beforeEach, describe, expect, test } from 'vitest';
import { catalogue } from '../../testing/ui/catalogue.ts';
import { createFakeHost, type FakeHost, goodCode } from '../../testing/ui/fake-host.ts';
import { createRegisterModel, type RegisterModel } from './register-model.ts';

let host: FakeHost;
let model: RegisterModel;
let nowMs: number;
let sounds: string[];
/** What the model wants done later, done at once when a test says so. */
let later: (() => void)[];

beforeEach(async () => {
  nowMs = Date.parse('2025-11-20T14:00:00Z');
  sounds = [];
  later = [];
  host = await createFakeHost(() => nowMs);
  model = createRegisterModel(host, {
    nowMs: () => nowMs,
    after(_, work) {
      later.push(work);
      return () => {
        later = later.filter((one) => one !== work);
      };
    },
    sound: (sound) => sounds.push(sound),
    askPersistence: async () => true,
  });
  await settled();
});

/** The host answers in turns of the event loop, never later. */
const settled = () => new Promise((go) => setImmediate(go));

async function signedOn(employee = '1001', pin = '4821'): Promise<void> {
  model.signOn.employee.value = employee;
  model.signOn.pin.value = pin;
  await model.signOn.signOn();
  await settled();
}

async function scan(...codes: string[]): Promise<void> {
  for (const code of codes) await model.scanned(code);
}

async function runLater(): Promise<void> {
  const work = later;
  later = [];
  for (const one of work) one();
  await settled();
}

const names = () => model.lines.live.value.map((line) => line.name);
const quantities = () => model.lines.live.value.map((line) => line.quantityThousandths);
const totalMinor = () => model.pay.dueMinor.value;
const said = () => model.message.value?.text;

describe('signing on', () => {
  test('a wrong PIN says how many tries are left, the right one opens the sale', async () => {
    await signedOn('1001', '0000');
    expect(model.signOn.problem.value).toContain('2 tries are left');
    expect(model.signOn.pin.value).toBe('');
    expect(model.signOn.employee.value).toBe('1001');
    await signedOn();
    expect(model.screen.value).toBe('sale');
    expect(sounds).toEqual(['refused']);
  });

  test('a lock counts down with the clock and concerns one employee', async () => {
    for (let wrong = 0; wrong < 4; wrong++) await signedOn('1001', '0000');
    expect(model.signOn.problem.value).toContain('Try again in 30 s');
    nowMs += 12_000;
    model.tick();
    expect(model.signOn.problem.value).toContain('Try again in 18 s');
    model.signOn.choose('1002');
    expect(model.signOn.problem.value).toBeNull();
  });

  test('nothing typed is asked for, without asking the host', async () => {
    await model.signOn.signOn();
    expect(model.signOn.problem.value).toContain('Enter your employee number');
    expect(host.requests.some(({ type }) => type === 'signOn')).toBe(false);
  });

  test('signing off keeps the basket', async () => {
    await signedOn();
    await scan('85123A');
    await model.signOn.signOff();
    expect(model.screen.value).toBe('signedOff');
    await signedOn('1002', '1111');
    expect(names()).toEqual(['White hanging heart T-light holder']);
  });
});

test('activating asks for the code, says what is wrong with it, and goes on to loading', async () => {
  host.set({ phase: 'notActivated' });
  await model.activation.activate();
  expect(model.activation.problem.value).toContain('Enter the activation code');
  model.activation.code.value = 'NOPE';
  await model.activation.activate();
  expect(model.activation.problem.value).toContain('does not know this code');
  model.activation.code.value = ` ${goodCode} `;
  await model.activation.activate();
  expect(model.screen.value).toBe('loading');
});

describe('a sale', () => {
  beforeEach(() => signedOn());

  test('a scan adds a line, chooses it and says so; the same code counts up', async () => {
    await scan('QS-52940', 'QS-10023', catalogue.find(({ sku }) => sku === 'QS-52940')?.barcode ?? '');
    expect(names()).toEqual(['Lambswool scarf, slate', 'Soy candle, fig and cedar']);
    expect(quantities()).toEqual([2000, 1000]);
    expect(model.lines.chosen.value?.name).toBe('Lambswool scarf, slate');
    expect(model.message.value).toMatchObject({ tone: 'done', text: 'Added', line: 1 });
    expect(totalMinor()).toBe(2 * 3800 + 1450);
    expect(sounds).toEqual(['scanned', 'scanned', 'scanned']);
  });

  test('scans that come faster than they are answered are all taken, in order', async () => {
    await Promise.all(['QS-52940', 'QS-10023', 'POST', 'QS-10023'].map((code) => model.scanned(code)));
    expect(names()).toEqual(['Lambswool scarf, slate', 'Soy candle, fig and cedar', 'Postage']);
    expect(quantities()).toEqual([1000, 2000, 1000]);
  });

  test('an unknown code is refused in words, and the next scan does not hide that', async () => {
    await scan('999', 'POST');
    expect(said()).toBe('No product has the code 999. Search for it by name. Then: Added');
    expect(model.message.value?.tone).toBe('error');
    nowMs += 5000;
    await scan('POST');
    expect(said()).toBe('Added');
    expect(sounds).toEqual(['refused', 'scanned', 'scanned']);
  });

  test('a coupon is scanned like anything else, counts, and is taken off again', async () => {
    await scan('QS-80012', 'HARBOUR5');
    expect(said()).toBe('Coupon HARBOUR5 counts.');
    expect(totalMinor()).toBe(1800 - 500);
    expect(model.lines.all.value[0]?.discounts).toMatchObject([{ offer: 'HARBOUR', amountMinor: 500 }]);
    await scan('SUMMER');
    expect(said()).toContain('Coupon SUMMER has run out.');
    await scan('HARBOUR5');
    expect(said()).toContain('is in the basket already');
    await model.sale.removeCoupon('HARBOUR5');
    expect(totalMinor()).toBe(1800);
  });

  test('why a line costs that stays open and follows the chosen line', async () => {
    await scan('QS-70011', 'QS-70011', 'QS-80012');
    model.why.open();
    await settled();
    expect(model.why.explanation.value?.sku).toBe('QS-80012');
    model.lines.choose(1);
    const wraps = model.why.explanation.value;
    expect(wraps?.prices).toMatchObject([{ reason: { type: 'applied' } }]);
    expect(wraps?.offers).toMatchObject([
      { offer: 'KITCHEN', amountMinor: 230, reason: { type: 'beaten', byMinor: 70, by: ['WRAPS'] } },
      { offer: 'SPEND', reason: { type: 'amountMissing', neededMinor: 15_000, missingMinor: 11_200 } },
      { offer: 'WRAPS', amountMinor: 300, reason: { type: 'applied' } },
    ]);
    model.back();
    expect(model.why.line.value).toBeNull();
  });

  test('a quantity before the code makes a line of its own', async () => {
    model.sale.typed('3*');
    expect(model.sale.nextQuantity.value).toBe(3000);
    expect(model.products.scanText.value).toBe('');
    await scan('POST');
    await scan('2*POST');
    model.keypad.press('4');
    model.sale.times();
    await scan('POST');
    expect(quantities()).toEqual([3000, 2000, 4000]);
    expect(model.sale.nextQuantity.value).toBeNull();
  });

  test('the pad takes codes and quantities', async () => {
    for (const key of ['2', '2', '4', '2', '3'] as const) model.keypad.press(key);
    await model.sale.enter();
    expect(names()).toEqual(['Regency cakestand, 3 tier']);
    model.sale.startQuantity();
    for (const key of ['1', '0'] as const) model.keypad.press(key);
    await model.sale.enter();
    expect(quantities()).toEqual([10_000]);
    expect(totalMinor()).toBe(10 * 1095);
    await model.sale.bump(-1);
    expect(quantities()).toEqual([9000]);
    expect(model.keypad.entering.value).toBe('code');
  });

  test('a quantity of nothing is not a void', async () => {
    await scan('POST');
    await model.sale.bump(-1);
    expect(quantities()).toEqual([1000]);
    expect(said()).toContain('A quantity of 0 is a void');
  });

  test('voiding takes the chosen line out and chooses the last one left', async () => {
    await scan('POST', 'QS-10023', 'QS-52940');
    model.lines.choose(2);
    await model.sale.voidLine();
    expect(names()).toEqual(['Postage', 'Lambswool scarf, slate']);
    expect(model.lines.chosen.value?.name).toBe('Lambswool scarf, slate');
    model.lines.move('up');
    expect(model.lines.chosen.value?.name).toBe('Postage');
    model.lines.move('last');
    expect(model.lines.chosen.value?.name).toBe('Lambswool scarf, slate');
  });

  test('voiding the sale asks first', async () => {
    await scan('POST');
    model.sale.askVoidSale();
    expect(model.message.value).toMatchObject({ tone: 'ask', text: 'Void the whole sale, 1 line?' });
    model.back();
    expect(model.message.value).toBeNull();
    expect(names()).toHaveLength(1);
    model.sale.askVoidSale();
    await model.sale.voidSale();
    expect(names()).toEqual([]);
    expect(said()).toBe('Sale voided, kept as S014-2-3180.');
  });

  describe('what the employee may not do alone', () => {
    const asked = () => model.approvals.asked.value;

    /** The sales assistant changes a price, and waits for somebody's word. */
    async function changePrice(): Promise<{ done: Promise<void> }> {
      await scan('POST');
      await model.signOn.signOff();
      await signedOn('1002', '1111');
      model.price.open('');
      model.price.setTyped('1.00');
      model.price.chooseReason('match');
      const done = model.price.apply();
      await expect.poll(asked).not.toBeNull();
      return { done };
    }
    async function word(employee: string, pin: string): Promise<void> {
      model.approvals.employee.value = employee;
      model.approvals.pin.value = pin;
      await model.approvals.approve();
    }

    test('a manager approves it with number and PIN, and it is done as if it had been allowed', async () => {
      const { done } = await changePrice();
      expect(asked()).toBe('You may not change prices. Ask a colleague who may to approve it.');
      await word('1001', '0000');
      expect(model.approvals.problem.value).toContain('The PIN is wrong');
      await word('1001', '4821');
      await done;
      expect(asked()).toBeNull();
      expect(said()).toBe('Price changed:');
      expect(model.price.line.value).toBeNull();
      expect(model.state.value.employee?.number).toBe('1002');
    });

    test('nobody approves what they do themselves', async () => {
      const { done } = await changePrice();
      await word('1002', '1111');
      expect(model.approvals.problem.value).toContain('Nobody approves what they do themselves');
      model.approvals.refuse();
      await done;
      expect(said()).toContain('You may not change prices');
      expect(model.price.line.value).not.toBeNull();
    });

    test('scans are not taken while it is asked', async () => {
      const { done } = await changePrice();
      await model.scanned('QS-20114');
      expect(model.lines.live.value).toHaveLength(1);
      model.approvals.refuse();
      await done;
    });
  });
});

describe('another price', () => {
  beforeEach(async () => {
    await signedOn();
    await scan('QS-20114', 'POST');
    model.lines.choose(1);
    model.price.open('');
  });

  test('it needs a price and a reason, and stays with its line', async () => {
    await model.price.apply();
    expect(said()).toContain('That is no price');
    for (const key of ['9', '.', '6'] as const) model.price.press(key);
    await model.price.apply();
    expect(said()).toBe('Choose a reason for the price.');
    model.price.chooseReason('damaged');
    await scan('QS-10023');
    await model.price.apply();
    expect(model.price.line.value).toBeNull();
    expect(model.lines.live.value[0]).toMatchObject({
      unitPrice: { amountMinor: 960, priceUnitThousandths: 1000 },
      listPrice: { amountMinor: 1200 },
      override: { reasonCode: 'damaged', employee: '1001' },
    });
  });

  test('Esc leaves it, and the price as it was', () => {
    model.price.setTyped('1');
    model.back();
    expect(model.price.line.value).toBeNull();
    expect(totalMinor()).toBe(1200 + 1800);
  });
});

describe('searching', () => {
  beforeEach(() => signedOn());

  test('words are searched for once the typing rests', async () => {
    for (const typed of ['m', 'mu', 'mug']) model.products.setScanText(typed);
    expect(host.requests.filter(({ type }) => type === 'searchProducts')).toHaveLength(0);
    await runLater();
    expect(model.products.found.value?.map(({ name }) => name)).toEqual(['Stoneware mug, speckled blue']);
    model.products.clear();
    expect(model.products.found.value).toBeNull();
  });

  test('Enter takes the exact code first', async () => {
    model.products.setScanText('22423');
    await model.sale.submit();
    expect(names()).toEqual(['Regency cakestand, 3 tier']);
    expect(model.products.scanText.value).toBe('');
  });

  test('else the one product that the words name, with its quantity', async () => {
    model.products.setScanText('2*speckled mug');
    await model.sale.submit();
    expect(names()).toEqual(['Stoneware mug, speckled blue']);
    expect(quantities()).toEqual([2000]);
  });

  test('where several match, it asks to choose', async () => {
    model.products.setScanText('ribbon');
    await model.sale.submit();
    expect(said()).toBe('Several products match ribbon. Choose one.');
    expect(names()).toEqual([]);
    expect(sounds).toEqual([]);
  });

  test('the grid goes through all products, page by page', async () => {
    const seen: string[] = [];
    for (;;) {
      seen.push(...model.products.page.value.map(({ sku }) => sku));
      if (!model.products.hasNext.value) break;
      model.products.next();
      await settled();
    }
    expect(new Set(seen).size).toBe(catalogue.length);
    expect(seen).toHaveLength(catalogue.length);
    const last = model.products.pageNumber.value;
    model.products.previous();
    await settled();
    expect(model.products.pageNumber.value).toBe(last - 1);
  });

  test('new packages bring the page again', async () => {
    const before = host.requests.filter(({ type }) => type === 'browseProducts').length;
    host.setSync({ versions: { 'assortment:gifts': 6121 } });
    await settled();
    expect(host.requests.filter(({ type }) => type === 'browseProducts')).toHaveLength(before + 1);
    host.setSync({ waiting: 3 });
    await settled();
    expect(host.requests.filter(({ type }) => type === 'browseProducts')).toHaveLength(before + 1);
  });
});
