import { randomInt } from 'node:crypto';

/** Six digits that headquarters accepts: no run, no repetition. */
export function newPin(): string {
  for (;;) {
    const pin = String(randomInt(100_000, 1_000_000));
    const steps = new Set([...pin].slice(1).map((digit, index) => Number(digit) - Number(pin[index])));
    if (steps.size > 1) return pin;
  }
}
