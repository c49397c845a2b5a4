import { beforeEach, describe, expect, test } from 'vitest';
import { createFakeHost, type FakeHost } from '../../testing/ui/fake-host.ts';
import { createRegisterModel, type RegisterModel } from './register-model.ts';
import { shareUnchanged } from './register-model-lines.ts';
import { quickAmounts } from './register-model-pay.ts';

let host: FakeHost;
let model: RegisterModel;
let nowMs: number;

beforeEach(async () => {
  nowMs = Date.parse('2025-11-20T14:00:00Z');
  host = await createFakeHost(() => nowMs);
  model = createRegisterModel(host, {
    nowMs: () => nowMs,
    after: () => () => {},
    sound: () => {},
    askPersistence: async () => true,
  });
  await host.request({ type: 'signOn', employee: '1001', pin: '4821' });
  await new Promise((go) => setImmediate(go));
});

async function sell(...codes: string[]): Promise<string> {
  for (const code of codes) await model.scanned(code);
  await model.pay.payExact();
  const receiptId = model.pay.concluded.value?.receiptId ?? '';
  model.pay.next();
  return receiptId;
}

const said = () => model.message.value?.text;

describe('paying', () => {
  test('the empty field is the exact amount', async () => {
    await model.scanned('22423');
    model.pay.open();
    expect(model.screen.value).toBe('pay');
    expect(model.pay.quick.value).toEqual([1500, 2000, 5000]);
    await model.pay.pay();
    expect(model.screen.value).toBe('receipt');
    expect(model.pay.concluded.value?.tenders).toMatchObject([{ tenderedMinor: 1275, changeMinor: 0 }]);
    model.pay.next();
    expect(model.screen.value).toBe('sale');
  });

  test('more than due gives change, shown before it is paid', async () => {
    await model.scanned('22423');
    model.pay.open();
    for (const key of ['2', '0'] as const) model.pay.press(key);
    expect(model.pay.changeMinor.value).toBe(725);
    await model.pay.pay();
    expect(model.pay.concluded.value?.tenders).toMatchObject([{ tenderedMinor: 2000, changeMinor: 725 }]);
  });

  test.each([
    ['x', 'That is no amount'],
    ['1,000', 'That is no amount'],
  ])('%j is refused in words and pays nothing', async (typed, words) => {
    await model.scanned('22423');
    model.pay.open();
    model.pay.typed.value = typed;
    await model.pay.pay();
    expect(said()).toContain(words);
    expect(model.screen.value).toBe('pay');
    expect(host.requests.some(({ type }) => type === 'pay')).toBe(false);
  });

  test('in parts, by several tenders; a part can be given back', async () => {
    await model.scanned('22423');
    model.pay.open();
    model.pay.typed.value = '5';
    await model.pay.pay();
    expect(said()).toBe('Taken. Choose how the rest is paid.');
    expect(model.pay.dueMinor.value).toBe(775);
    model.pay.chooseTender('card');
    model.pay.typed.value = '2';
    await model.pay.pay();
    expect(model.pay.dueMinor.value).toBe(575);
    await model.pay.voidTender(1);
    expect(model.pay.dueMinor.value).toBe(1075);
    await model.pay.pay();
    expect(model.pay.concluded.value?.tenders).toMatchObject([
      { tenderType: 'card', amountMinor: 200, card: { lastFour: '4242' } },
      { tenderType: 'card', amountMinor: 1075 },
    ]);
  });

  test('nothing is refused in words, and takes nothing', async () => {
    await model.scanned('22423');
    model.pay.open();
    model.pay.typed.value = '0';
    await model.pay.pay();
    expect(said()).toContain('No amount was given');
    expect(model.state.value.cart.tenders).toEqual([]);
  });

  test('a card that is declined leaves the basket to be paid otherwise', async () => {
    await model.scanned('22423');
    model.pay.open();
    model.pay.chooseTender('card');
    model.pay.typed.value = '1.05';
    await model.pay.pay();
    expect(said()).toContain('The card was declined');
    expect(model.pay.pending.value).toBe(false);
    await model.pay.payExact();
    expect(model.pay.concluded.value?.tenders).toMatchObject([{ tenderType: 'cash', amountMinor: 1275 }]);
  });

  test('a customer at the terminal can be called off', async () => {
    await model.scanned('22423');
    model.pay.open();
    model.pay.chooseTender('card');
    model.pay.typed.value = '1.04';
    const paying = model.pay.pay();
    await expect.poll(() => model.pay.pending.value).toBe(true);
    await model.scanned('22423');
    expect(said()).toContain('Paying has begun');
    await model.pay.cancelCard();
    await paying;
    expect(model.pay.pending.value).toBe(false);
    expect(said()).toContain('The customer was not charged');
  });

  test('pressing twice pays once', async () => {
    await model.scanned('22423');
    await Promise.all([model.pay.payExact(), model.pay.payExact()]);
    expect(host.requests.filter(({ type }) => type === 'pay')).toHaveLength(1);
  });

  test('an empty basket is not paid', async () => {
    model.pay.open();
    await model.pay.payExact();
    expect(model.screen.value).toBe('sale');
    expect(said()).toContain('The basket is empty');
  });

  test('a scan leads back to the basket, and starts the next sale after the last', async () => {
    await model.scanned('22423');
    model.pay.open();
    await model.scanned('POST');
    expect(model.screen.value).toBe('sale');
    await model.pay.payExact();
    await model.scanned('POST');
    expect(model.screen.value).toBe('sale');
    expect(model.lines.live.value).toHaveLength(1);
  });
});

test.each([
  [1275, 2, [1500, 2000, 5000]],
  [500, 2, [1000, 2000, 5000]],
  [8631, 2, [9000, 10_000, 20_000]],
  [1234, 0, [1500, 2000, 5000]],
  [12_345, 3, [15_000, 20_000, 50_000]],
  [0, 2, []],
  [-500, 2, []],
])('for %i (%i decimals) customers hand over %j', (dueMinor, digits, amounts) => {
  expect(quickAmounts(dueMinor, digits)).toEqual(amounts);
});

describe('returning', () => {
  test('by receipt, line and quantity, at what was paid', async () => {
    const receiptId = await sell('3*POST', 'QS-10112');
    expect(await model.journal.openReceipt(receiptId)).toBe(true);
    expect(model.journal.returnable.value.map((one) => one.remainingThousandths)).toEqual([3000, 1000]);
    model.journal.setReturn(1, 2000);
    model.journal.setReturn(2, 9000);
    expect(model.journal.refundMinor.value).toBe(2 * 1800 + 295);
    await model.journal.takeBack();
    expect(model.screen.value).toBe('sale');
    expect(said()).toBe('2 lines come back. Pay the refund, or add items.');
    expect(model.pay.dueMinor.value).toBe(-(2 * 1800 + 295));
    // What lies in the basket cannot come back a second time.
    await model.journal.openReceipt(receiptId);
    expect(model.journal.returnable.value.map((one) => one.remainingThousandths)).toEqual([1000, 0]);
    await model.pay.payExact();
    expect(model.pay.concluded.value?.type).toBe('return');
    await model.journal.openReceipt(receiptId);
    expect(model.journal.returnable.value.map((one) => one.remainingThousandths)).toEqual([1000, 0]);
  });

  test('nothing chosen says so', async () => {
    await model.journal.openReceipt(await sell('POST'));
    await model.journal.takeBack();
    expect(said()).toBe('Choose what comes back first.');
  });

  test('without a receipt, scan by scan, until it is stopped', async () => {
    model.sale.startReturn();
    await model.scanned('POST');
    await model.scanned('2*QS-10112');
    expect(model.lines.live.value.map((line) => line.quantityThousandths)).toEqual([-1000, -2000]);
    model.back();
    await model.scanned('22423');
    expect(model.pay.dueMinor.value).toBe(1275 - 1800 - 2 * 295);
  });

  test('a scanned receipt opens', async () => {
    const receiptId = await sell('POST');
    await model.scanned(receiptId);
    expect(model.screen.value).toBe('journal');
    expect(model.journal.opened.value?.receiptId).toBe(receiptId);
  });

  test('the journal shows the newest first, in pages', async () => {
    for (let sale = 0; sale < 23; sale++) await sell('POST');
    await model.journal.open();
    expect(model.journal.list.value).toHaveLength(20);
    expect(model.journal.opened.value?.receiptId).toBe(model.journal.list.value[0]?.receiptId);
    await model.journal.more();
    expect(model.journal.list.value).toHaveLength(23);
    expect(model.journal.hasMore.value).toBe(false);
    expect(new Set(model.journal.list.value.map((one) => one.receiptId)).size).toBe(23);
  });
});

test('a shift closes after it was asked, and says what the drawer holds', async () => {
  await sell('22423');
  model.shift.open();
  model.shift.askClose();
  model.back();
  expect(model.shift.confirming.value).toBe(false);
  expect(model.screen.value).toBe('shift');
  model.shift.askClose();
  await model.shift.closeShift();
  expect(model.shift.closed.value).toMatchObject({ expectedCashMinor: 1275, shift: { shift: 214 } });
  model.shift.float.value = '150';
  await model.shift.openShift();
  expect(model.state.value.shift).toMatchObject({ shift: 215, floatMinor: 15_000 });
});

test('a shift does not close under an open sale', async () => {
  await model.scanned('POST');
  model.shift.open();
  model.shift.askClose();
  expect(said()).toBe('A sale is open. Finish it, void it or put it aside first.');
  expect(model.shift.confirming.value).toBe(false);
});

test('the last sync is late after five minutes', () => {
  host.setSync({ lastSyncAt: new Date(nowMs).toISOString() });
  expect([model.sync.lastSync.value, model.sync.age.value, model.sync.late.value]).toEqual([
    '14:00',
    'now',
    false,
  ]);
  nowMs += 5 * 60_000;
  model.tick();
  expect(model.sync.late.value).toBe(false);
  nowMs += 1000;
  model.tick();
  expect([model.sync.age.value, model.sync.late.value]).toEqual(['5 min', true]);
});

test('lines that say the same stay the same object', () => {
  const before = [
    { line: 1, price: { amountMinor: 5 } },
    { line: 2, price: { amountMinor: 7 } },
  ];
  const after = structuredClone(before);
  expect(shareUnchanged(before, after)).toBe(before);
  const changed = [...structuredClone(before), { line: 3, price: { amountMinor: 9 } }];
  changed[1] = { line: 2, price: { amountMinor: 8 } };
  const shared = shareUnchanged(before, changed);
  expect(shared.map((line, index) => line === before[index])).toEqual([true, false, false]);
});
