import type { Page } from 'playwright-core';
import type { TillAccess } from './seeded-chain.ts';

/** Makes the open page a register; answers when it asks who signs on: a sale is possible from then. */
export async function activateInBrowser(page: Page, { activationCode }: TillAccess): Promise<void> {
  await page.getByTestId('activation-code').fill(activationCode);
  await page.getByTestId('activation-code').press('Enter');
  await page.getByTestId('employee').waitFor({ timeout: 300_000 });
}

export async function signOnInBrowser(page: Page, { employee, pin }: TillAccess): Promise<void> {
  await page.getByTestId('employee').fill(employee);
  await page.getByTestId('pin').fill(pin);
  await page.getByTestId('sign-on').click();
  await page.getByTestId('scan').waitFor();
}

/** Runs in the page: types the code into the scan field, presses Enter, and waits for the painted frame. */
export function scanUntilPainted(code: string): Promise<number> {
  const field = document.querySelector<HTMLInputElement>('[data-testid="scan"]');
  // A product that an offer makes free leaves the total as it is.
  const basket = () =>
    `${document.querySelectorAll('[data-testid="line"]').length} ${document.querySelector('[data-testid="total"]')?.textContent}`;
  const before = basket();
  if (!field) throw new Error('this is not the transaction screen');
  return new Promise((painted) => {
    const started = performance.now();
    const observer = new MutationObserver(() => {
      if (basket() === before) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => painted(performance.now() - started);
        port2.postMessage(null);
      });
    });
    observer.observe(document.body, { childList: true, characterData: true, subtree: true });
    field.value = code;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true }),
    );
  });
}

/** Pays the basket and goes on to the next; answers the milliseconds until the receipt stood there. */
export async function concludeSale(page: Page): Promise<number> {
  const ms = await page.evaluate(async () => {
    const button = document.querySelector<HTMLElement>('[data-testid="pay-cash"]');
    if (!button) throw new Error('there is no way to pay');
    const started = performance.now();
    button.click();
    while (!document.querySelector('[data-testid="receipt-number"]'))
      await new Promise((frame) => requestAnimationFrame(frame));
    return performance.now() - started;
  });
  await page.getByTestId('new-sale').click();
  await page.getByTestId('scan').waitFor();
  return ms;
}
