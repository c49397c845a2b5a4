import { expect, test } from 'vitest';
import { priceLookup } from './price-lookup.ts';

function lookup() {
  const answers: (() => void)[] = [];
  const asked: string[] = [];
  const ended = new AbortController();
  const prices = priceLookup({ ended: ended.signal }, (sku) => {
    asked.push(sku);
    return new Promise((answer) => answers.push(() => answer([])));
  });
  const answerAll = async () => {
    while (answers.length > 0) {
      answers.shift()?.();
      await new Promise((go) => setImmediate(go));
    }
  };
  return { prices, asked, answers, answerAll };
}

test('a page whose prices are all there asks for nothing and goes on', async () => {
  const { prices, asked, answerAll } = lookup();
  prices.want(['A', 'B']);
  await answerAll();
  prices.want(['A', 'B']);
  prices.want(['B']);
  expect(asked).toEqual(['A', 'B']);
  expect(prices.of('A')).toEqual([]);
});

test('four are asked for at once, and those of the page before no longer', async () => {
  const { prices, asked, answers, answerAll } = lookup();
  prices.want(['A', 'B', 'C', 'D', 'E', 'F']);
  expect(answers).toHaveLength(4);
  prices.want(['G', 'A']);
  await answerAll();
  expect(asked).toEqual(['A', 'B', 'C', 'D', 'G']);
  expect(prices.of('F')).toBeUndefined();
});
