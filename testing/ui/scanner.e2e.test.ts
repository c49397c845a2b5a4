import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { catalogue } from './catalogue.ts';
import { scanCode, signOn, startTill, type TillBrowser, typeAtPace } from './till-page.ts';

let till: TillBrowser;
let page: Page;

beforeAll(async () => {
  till = await startTill();
}, 60_000);
afterAll(() => till?.close());
beforeEach(async () => {
  page = await till.open();
  await signOn(page);
});
afterEach(() => page?.context().close());

const at = (id: string) => page.getByTestId(id);
const barcodeOf = (sku: string) => catalogue.find((product) => product.sku === sku)?.barcode ?? '';
const line = (sku: string) => page.locator(`.line:has([data-testid=line-code]:text-is("${sku}"))`);

describe('a scanner is heard whatever has the focus', { timeout: 30_000 }, () => {
  const scarf = barcodeOf('QS-52940');

  test.each<[string, () => Promise<void>, (() => Promise<void>) | undefined]>([
    ['the field for codes, with words in it', async () => at('scan').fill('mu'), undefined],
    ['the search of the product panel', async () => at('search').fill('mu'), undefined],
    ['a product', async () => at('product-tile').nth(3).focus(), undefined],
    ['an action', async () => at('void-line').focus(), undefined],
    ['a tab', async () => at('tab-actions').focus(), undefined],
    ['a line', async () => at('line').first().focus(), undefined],
    ['nothing', async () => page.evaluate(() => (document.activeElement as HTMLElement).blur()), undefined],
    [
      'the price of another line',
      async () => {
        await at('price-override').click();
        await at('new-price').fill('9.60');
      },
      async () => expect(await at('new-price').inputValue()).toBe('9.60'),
    ],
    [
      'the amount that a customer gives',
      async () => {
        await at('pay').click();
        await at('tendered').fill('50');
      },
      async () => {
        await at('pay').click();
        expect(await at('tendered').inputValue()).toBe('');
      },
    ],
    [
      'the shift',
      async () =>
        page.evaluate(() => document.querySelector<HTMLElement>('[data-testid=menu-shift]')?.click()),
      undefined,
    ],
    ['the sync window', async () => at('connection').click(), undefined],
  ])('%s', async (_, focus, after) => {
    await scanCode(page, 'POST');
    await focus();
    await typeAtPace(page, scarf);
    await line('QS-52940').waitFor();
    expect(await at('line').count()).toBe(2);
    expect(await at('scan').inputValue()).toBe('');
    expect(await line('QS-52940').getAttribute('aria-selected')).toBe('true');
    await after?.();
    expect(till.complaints).toEqual([]);
  });

  test('the receipt of the last sale: a new sale begins', async () => {
    await scanCode(page, 'POST');
    await at('pay-cash').click();
    await at('new-sale').waitFor();
    await typeAtPace(page, scarf);
    await line('QS-52940').waitFor();
    expect(await at('line').count()).toBe(1);
  });
});

describe('what a scanner types', { timeout: 30_000 }, () => {
  test('is taken out of the field again, also where the code is refused', async () => {
    await at('search').fill('mu');
    await typeAtPace(page, '4099999999990');
    await page.getByText('No product has the code 4099999999990').waitFor();
    expect(await at('search').inputValue()).toBe('mu');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await typeAtPace(page, 'XYZ123');
    await page.getByText('No product has the code XYZ123').waitFor();
    expect(await at('scan').inputValue()).toBe('');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await typeAtPace(page, '4', { end: null });
    await typeAtPace(page, '4088888888880');
    await page.getByText('No product has the code 4088888888880').waitFor();
    expect(await at('keypad-entry').textContent()).toBe('4');
  });

  test('twice at once is two scans', async () => {
    await typeAtPace(page, barcodeOf('POST'));
    await typeAtPace(page, barcodeOf('POST'), { pauseMs: 8 });
    await expect.poll(() => line('POST').getByTestId('line-quantity').textContent()).toBe('2');
  });

  test('may end with Tab, which then moves no focus', async () => {
    await at('scan').focus();
    await typeAtPace(page, '85123A', { end: 'Tab' });
    await line('85123A').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('scan');
  });

  test('is read by place where the layout has signs on the digits', async () => {
    const codes = ['Digit8', 'Digit5', 'Digit1', 'Digit2', 'Digit3', 'KeyA'];
    await typeAtPace(page, '_(&é"Q', { codes });
    await line('85123A').waitFor();
  });

  test('with signs that are keys of the register commands nothing', async () => {
    await scanCode(page, 'POST');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await typeAtPace(page, '+-*9999');
    await page.getByText('No product has the code').waitFor();
    expect(await line('POST').getByTestId('line-quantity').textContent()).toBe('1');
    expect(await at('keypad-entry').textContent()).toBe('');
  });
});

describe('a person at the keyboard', { timeout: 30_000 }, () => {
  test('types digits that stay', async () => {
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await typeAtPace(page, '22423', { gapMs: 120, end: null });
    expect(await at('keypad-entry').textContent()).toBe('22423');
    await page.keyboard.press('Enter');
    await line('22423').waitFor();
  });

  test('types a PIN as fast as a scanner, and nothing is taken for a scan', async () => {
    await at('who').click();
    await at('sign-off').click();
    await at('employee').focus();
    await typeAtPace(page, '1001', { end: 'Tab' });
    await typeAtPace(page, '4821');
    await at('scan').waitFor();
  });

  test('sells without a pointer', async () => {
    await page.keyboard.press('F2');
    await typeAtPace(page, 'QS-10023', { gapMs: 120 });
    await line('QS-10023').waitFor();
    await typeAtPace(page, '3*', { gapMs: 120, end: null });
    await page.getByText('3 × the next item').waitFor();
    await typeAtPace(page, 'POST', { gapMs: 120 });
    await line('POST').waitFor();
    expect(await line('POST').getByTestId('line-quantity').textContent()).toBe('3');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('+');
    await expect.poll(() => line('QS-10023').getByTestId('line-quantity').textContent()).toBe('2');
    await page.keyboard.press('-');
    await expect.poll(() => line('QS-10023').getByTestId('line-quantity').textContent()).toBe('1');
    await page.keyboard.press('*');
    await page.getByText('Quantity of Soy candle').waitFor();
    await page.keyboard.press('5');
    await page.keyboard.press('Enter');
    await expect.poll(() => line('QS-10023').getByTestId('line-quantity').textContent()).toBe('5');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Delete');
    await expect.poll(() => at('line').count()).toBe(1);
    await page.keyboard.press('F9');
    await at('tendered').waitFor();
    await page.keyboard.press('Escape');
    await at('total').waitFor();
    await page.keyboard.press('F9');
    await typeAtPace(page, '100', { gapMs: 120 });
    await at('change').waitFor();
    expect(await at('change').textContent()).toBe('£27.50');
    await page.keyboard.press('Enter');
    await at('scan').waitFor();
    await typeAtPace(page, 'POST', { gapMs: 120 });
    await line('POST').waitFor();
    await page.keyboard.press('Control+Enter');
    await at('change').waitFor();
    expect(await at('change').textContent()).toBe('£0.00');
  });

  test('moves through the lines with one tab stop', async () => {
    for (const code of ['POST', 'QS-10023', 'QS-52940']) await scanCode(page, code);
    expect(await page.locator('.lines [tabindex="0"]').count()).toBe(1);
    await line('QS-52940').focus();
    await page.keyboard.press('Home');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-line'))).toBe('1');
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-line'))).toBe('2');
    expect(await page.locator('.lines [tabindex="0"]').count()).toBe(1);
    expect(await line('QS-10023').getAttribute('aria-selected')).toBe('true');
  });
});
