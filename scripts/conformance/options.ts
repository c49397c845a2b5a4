import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../commerce/result.ts';

export interface Options {
  readonly files: readonly string[];
  /** How many random baskets are compared with the oracle; 0 for none. */
  readonly oracle: number;
  readonly seed: number;
  readonly json: boolean;
}

export const usage = `usage: npm run -s conformance -- FILE… [--oracle N --seed S] [--json]
FILE holds vectors; --oracle compares N random baskets with an integer-programme solver, from seed S (1) on.`;

/** The options, or one sentence about what is wrong. */
export function readOptions(args: readonly string[]): Result<Options, string> {
  try {
    return ok(parseOptions(args));
  } catch (problem) {
    return err(problem instanceof Error ? problem.message : String(problem));
  }
}

function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      oracle: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const oracle = wholeNumber('oracle', values.oracle);
  if (positionals.length === 0 && oracle === 0) throw new RangeError('there is no FILE');
  return { files: positionals, oracle, seed: wholeNumber('seed', values.seed), json: values.json };
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= 0xffffffff) return number;
  throw new RangeError(`--${name} is ${text}: write a whole number from 0 to ${0xffffffff}`);
}
