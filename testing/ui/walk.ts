import type { Page } from 'playwright-core';
import type { FakeHost } from './fake-host.ts';
import { scanCode, signOn } from './till-page.ts';

export interface Stop {
  readonly name: string;
  /** Brings the screen up, from the stop before. */
  readonly go: (page: Page) => Promise<void>;
  /** Words that must stand on the screen. */
  readonly words: readonly string[];
}

const click = (page: Page, id: string) => page.getByTestId(id).first().click();
const set = (change: Parameters<FakeHost['set']>[0]) => (page: Page) =>
  page.evaluate((to) => globalThis.till.set(to), change);
const setSync = (change: Parameters<FakeHost['setSync']>[0]) => (page: Page) =>
  page.evaluate((to) => globalThis.till.setSync(to), change);
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

async function fromMenu(page: Page, id: string): Promise<void> {
  await page.locator('.who').click();
  await click(page, id);
}

/** Through every screen, in an order in which each leads to the next. */
export const stops: readonly Stop[] = [
  { name: 'starting', go: set({ phase: 'starting' }), words: ['Opening the register'] },
  {
    name: 'open elsewhere',
    go: set({ phase: 'openElsewhere' }),
    words: ['open in another tab or window', 'Close the other one', 'Try again here'],
  },
  {
    name: 'not activated',
    go: set({ phase: 'notActivated' }),
    words: ['Make this device a register', 'Activation code'],
  },
  {
    name: 'code refused',
    async go(page) {
      await page.getByTestId('activation-code').fill('NOPE');
      await click(page, 'activate');
    },
    words: ['Headquarters does not know this code'],
  },
  {
    name: 'loading',
    async go(page) {
      await setSync({
        loading: { rows: 13_102, rowsTotal: 41_270, bytes: 1_310_000, bytesTotal: 4_100_000 },
      })(page);
      await set({ phase: 'loading' })(page);
    },
    words: ['Loading products and prices', '13,102 of 41,270 rows', '31%', '1.3 MB of 4.1 MB'],
  },
  {
    name: 'failed',
    go: set({ phase: 'failed', failure: 'SQLITE_CANTOPEN: unable to open database file' }),
    words: ['The register cannot go on', 'SQLITE_CANTOPEN', 'Do not clear the data', 'Load again'],
  },
  {
    name: 'sign on offline',
    async go(page) {
      await setSync({ connection: 'offline', lastSyncAt: minutesAgo(18), loading: null })(page);
      await set({ phase: 'ready', failure: null, offlineEmployees: ['1001'] })(page);
    },
    words: ['Who can sign on offline', '1001', '18 min'],
  },
  {
    name: 'wrong PIN',
    async go(page) {
      await setSync({ connection: 'online', lastSyncAt: minutesAgo(0) })(page);
      await page.getByTestId('employee').fill('1001');
      await page.getByTestId('pin').fill('0000');
      await click(page, 'sign-on');
    },
    words: ['The PIN is wrong. 2 tries are left'],
  },
  {
    name: 'empty basket',
    go: (page) => signOn(page),
    words: ['Ready for the next customer', '£0.00', 'Signed on as Maya Okafor'],
  },
  {
    name: 'sale',
    async go(page) {
      for (const code of ['QS-10023', 'QS-10112', 'QS-20114', '85123A']) await scanCode(page, code);
    },
    words: ['Soy candle, fig and cedar', '85123A', '£32.00', 'Added White hanging heart T-light holder'],
  },
  {
    name: 'price',
    async go(page) {
      await page.getByTestId('line').nth(2).click();
      await click(page, 'price-override');
      await page.getByTestId('new-price').fill('9.60');
      await click(page, 'reason');
    },
    words: ['Change the price', 'Damaged or soiled', 'Price match', 'Goodwill'],
  },
  {
    name: 'price changed and line voided',
    async go(page) {
      await click(page, 'apply-price');
      await page.getByTestId('line').nth(1).click();
      await click(page, 'void-line');
    },
    words: ['Price changed', 'Damaged or soiled', 'Taken out: Birthday card, wild meadow', '£26.65'],
  },
  {
    name: 'discount',
    async go(page) {
      await page.getByTestId('line').last().click();
      await click(page, 'discount');
      await page.getByTestId('new-discount').fill('10');
      await page.getByTestId('reason').nth(1).click();
    },
    words: ['Discount on the line', 'Sale', 'Percent off', 'Worn or open box', 'Regular customer'],
  },
  {
    name: 'discount given',
    async go(page) {
      await click(page, 'apply-discount');
      await click(page, 'discount');
    },
    words: ['Discount on the line', 'Take back'],
  },
  {
    name: 'discount taken back',
    go: (page) => click(page, 'remove-discount'),
    words: ['Discount taken back:', '£26.65'],
  },
  {
    name: 'found',
    go: (page) => page.getByTestId('scan').fill('cushion'),
    words: ['8 found', 'Cushion cover, amber', '£3.95'],
  },
  {
    name: 'unknown code',
    async go(page) {
      await page.getByTestId('scan').fill('zzzz');
      await page.getByTestId('scan').press('Enter');
    },
    words: ['No product has the code zzzz. Search for it by name.'],
  },
  {
    name: 'offline',
    async go(page) {
      await page.getByTestId('scan').fill('');
      await setSync({ connection: 'offline', lastSyncAt: minutesAgo(18), waiting: 12 })(page);
    },
    words: ['Selling offline. Sales are kept here and sent later.', 'offline', '12'],
  },
  {
    name: 'quantity',
    async go(page) {
      await setSync({ connection: 'online', lastSyncAt: minutesAgo(0), waiting: 0 })(page);
      await click(page, 'quantity');
    },
    words: ['Quantity of'],
  },
  {
    name: 'void the sale?',
    async go(page) {
      await page.keyboard.press('Escape');
      await click(page, 'void-sale');
    },
    words: ['Void the whole sale, 3 lines?', 'Keep it'],
  },
  {
    name: 'menu',
    async go(page) {
      await page.keyboard.press('Escape');
      await page.locator('.who').click();
    },
    words: ['Maya Okafor', 'Manager', 'Sign off'],
  },
  {
    name: 'pay',
    async go(page) {
      await page.keyboard.press('Escape');
      await click(page, 'pay');
    },
    words: ['Pay £26.65', 'To pay', '26.65', 'exact', '30.00', 'change 3.35'],
  },
  {
    name: 'part paid',
    async go(page) {
      await page.getByTestId('tendered').fill('20');
      await click(page, 'pay-cash');
    },
    words: ['Taken. Choose how the rest is paid.', '£6.65', '20.00'],
  },
  {
    name: 'at the terminal',
    async go(page) {
      await page.locator('[data-testid=tender][data-tender=card]').click();
      await page.getByTestId('tendered').fill('1.04');
      await click(page, 'pay-cash');
    },
    words: ['£1.04 at the card terminal', 'Ask the terminal'],
  },
  {
    name: 'card cancelled',
    go: (page) => click(page, 'cancel-card'),
    words: ['The customer was not charged.', '£6.65'],
  },
  {
    name: 'receipt',
    async go(page) {
      await page.locator('[data-testid=tender][data-tender=cash]').click();
      await page.getByTestId('tendered').fill('30');
      await click(page, 'pay-cash');
    },
    words: ['Change to give', '£23.35', 'S014-2-3180', 'VAT 20% on 22.20', 'Next sale'],
  },
  {
    name: 'journal',
    async go(page) {
      await click(page, 'new-sale');
      await click(page, 'return');
      await click(page, 'return-more');
    },
    words: ['What comes back?', '1 sold, £14.50 each', 'COPY', '£14.50', 'Take back'],
  },
  {
    name: 'refund in the basket',
    go: (page) => click(page, 'take-back'),
    words: ['Return of S014-2-3180', '−£14.50', 'Refund'],
  },
  { name: 'give back', go: (page) => click(page, 'pay'), words: ['Give back', '£14.50'] },
  {
    name: 'shift',
    async go(page) {
      await click(page, 'pay-cash');
      await click(page, 'new-sale');
      await fromMenu(page, 'menu-shift');
    },
    words: ['Shift 214', 'Taken in this shift', 'Cash expected in the drawer', '£12.15'],
  },
  {
    name: 'no sale, why',
    go: (page) => click(page, 'no-sale'),
    words: ['No sale', 'Why is it opened?', 'Changing a note', 'A roll of coins'],
  },
  {
    name: 'drawer opened',
    go: (page) => page.locator('[data-reason=change]').click(),
    words: ['The drawer opens. It is on record.', 'Taken in this shift'],
  },
  {
    name: 'safe drop',
    go: (page) => click(page, 'safe-drop'),
    words: ['Safe drop', 'Cash goes into the safe.', 'Book it'],
  },
  {
    name: 'money dropped',
    async go(page) {
      await page.getByTestId('drawer-amount').fill('2.15');
      await page.getByTestId('drawer-note').fill('bag 7');
      await click(page, 'drawer-move');
    },
    words: ['£2.15 goes into the safe.', '−2.15', '£10.00'],
  },
  {
    name: 'counting the drawer',
    async go(page) {
      await click(page, 'count-drawer');
      await page.locator('[data-testid=coin-count][data-value="500"]').fill('1');
      await page.locator('[data-testid=coin-count][data-value="200"]').fill('2');
    },
    words: ['Count the drawer', 'Counted in the drawer', '£9.00', 'Short by £1.00'],
  },
  {
    name: 'counted',
    go: (page) => click(page, 'take-count'),
    words: ['£9.00 counted', 'Counted', '9.00'],
  },
  {
    name: 'close the shift?',
    go: (page) => click(page, 'close-shift'),
    words: ['Close shift 214 now?', 'Keep it open'],
  },
  {
    name: 'shift closed',
    go: (page) => click(page, 'close-shift-confirm'),
    words: ['Shift 214 closed', '£10.00', 'Z REPORT', 'Safe drop', 'Over or short', '−1.00'],
  },
  {
    name: 'no shift',
    async go(page) {
      await click(page, 'shift-done');
      await fromMenu(page, 'menu-shift');
    },
    words: ['No shift is open', 'Float in the drawer'],
  },
  {
    name: 'offers',
    async go(page) {
      await page.keyboard.press('Escape');
      for (const code of ['QS-70011', 'QS-70011', 'QS-80012']) await scanCode(page, code);
      await page.getByTestId('line').first().click();
    },
    words: ['Any 2 wraps £20', '−3.00', '£38.00'],
  },
  {
    name: 'why',
    go: (page) => click(page, 'why'),
    words: [
      'Why this price?',
      '2 × 11.50',
      'Customer pays',
      'Base price',
      'Applied: the best price for this basket.',
      'Beaten by Any 2 wraps £20',
      '£112.00 more is needed to reach £150.00.',
      'proven',
    ],
  },
  {
    name: 'coupon',
    async go(page) {
      await page.keyboard.press('Escape');
      await page.getByTestId('scan').fill('HARBOUR5');
      await page.getByTestId('scan').press('Enter');
    },
    words: ['Coupon HARBOUR5', 'Coupon HARBOUR5 counts.', 'Harbour week £5 off', '£33.00'],
  },
  {
    name: 'coupon refused',
    async go(page) {
      await page.getByTestId('scan').fill('SUMMER');
      await page.getByTestId('scan').press('Enter');
    },
    words: ['Coupon SUMMER has run out.'],
  },
  {
    name: 'put aside',
    async go(page) {
      await page.getByTestId('scan').fill('');
      await page.keyboard.press('F8');
    },
    words: ['Put this basket aside', 'No basket waits.', '£33.00'],
  },
  {
    name: 'baskets that wait',
    async go(page) {
      await page.getByTestId('suspend-note').fill('red coat');
      await click(page, 'suspend');
      await page.keyboard.press('F8');
    },
    words: ['Baskets that wait', 'red coat', '£33.00', 'The basket is empty'],
  },
  {
    name: 'recalled',
    go: (page) => click(page, 'suspended-entry'),
    words: ['Here it is again', 'Coupon HARBOUR5', '£33.00'],
  },
  {
    name: 'sync',
    async go(page) {
      await click(page, 'void-sale');
      await click(page, 'void-sale-confirm');
      await setSync({
        waiting: 5,
        unbooked: 2,
        storagePersisted: false,
        loading: { rows: 1310, rowsTotal: 2048, bytes: 41_000, bytesTotal: 66_000 },
        problems: [
          { code: 'badSignature', subject: 'price-group:uk-retail', detail: 'key 7', at: minutesAgo(1) },
        ],
      })(page);
      await click(page, 'connection');
    },
    words: [
      'Connection and sync',
      'Data for price-group:uk-retail was not signed by headquarters',
      '1,310 of 2,048 rows',
      '5 waiting',
      'not protected',
      'assortment:gifts',
    ],
  },
  {
    name: 'disconnected',
    async go(page) {
      await click(page, 'sync-connect-toggle');
    },
    words: ['manual', 'You disconnected', 'Connect'],
  },
];
