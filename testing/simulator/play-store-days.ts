import { simulate } from './simulate.ts';

/** Plays store-days from one seed; answers how many of their histories broke a promise. */
export async function playStoreDays(
  { seed, count }: { readonly seed: number; readonly count: number },
  say: (line: string) => void,
): Promise<number> {
  say(`seed ${seed}, ${count} store-days`);
  const { storeDays, transactions, faults, lost, duplicated, failures } = simulate(
    seed,
    count,
    ({ history, sentences }) => say(`history ${history}: ${sentences[0]}`),
  );
  say(
    `${storeDays} store-days, ${transactions} transactions, ${faults} faults: ${lost} lost, ${duplicated} twice, ${failures} failed`,
  );
  return failures;
}
