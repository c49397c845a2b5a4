import { parseArgs } from 'node:util';
import type { Result } from './result.ts';

export interface Options {
  readonly csv: readonly string[];
  readonly stores: number;
  readonly registersPerStore: number;
  /** The share of transactions that commit while cut, 0 to 1. */
  readonly offline: number;
  readonly seed: number;
  /** Only the first so many invoices are played. */
  readonly limit?: number;
  /** A running system; without it the replay starts its own. */
  readonly url?: string;
  /** The running system's state folder, where its `demo.json` lies. */
  readonly state: string;
  readonly json: boolean;
}

export const usage = `usage: npm run -s replay -- --csv FILE[.gz]… [--stores 2] [--registers 2] [--offline 0.3] [--seed 1]
  [--limit N] [--url U] [--state DIR] [--json]
--registers is per store; --limit plays the first N invoices only. Without --url it starts its own workers on an
empty state folder; with it, --state is the folder of that running system (its demo.json is read).`;

/** Answers the options, or one sentence about what is wrong. */
export function readOptions(args: readonly string[], defaultState: string): Result<Options, string> {
  try {
    return { ok: true, value: parseOptions(args, defaultState) };
  } catch (problem) {
    return { ok: false, error: problem instanceof Error ? problem.message : String(problem) };
  }
}

function parseOptions(args: readonly string[], defaultState: string): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      csv: { type: 'string', multiple: true },
      stores: { type: 'string', default: '2' },
      registers: { type: 'string', default: '2' },
      offline: { type: 'string', default: '0.3' },
      seed: { type: 'string', default: '1' },
      limit: { type: 'string' },
      url: { type: 'string' },
      state: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  if (values.csv === undefined) throw new RangeError('--csv FILE is missing');
  const offline = Number(values.offline);
  if (!/^\d*\.?\d+$/.test(values.offline) || offline > 1)
    throw new RangeError(`--offline is ${values.offline}: write a share from 0 to 1, such as 0.3`);
  return {
    csv: [...values.csv, ...positionals],
    stores: wholeNumber('stores', values.stores, 1, 50),
    registersPerStore: wholeNumber('registers', values.registers, 1, 50),
    offline,
    seed: wholeNumber('seed', values.seed, 0, Number.MAX_SAFE_INTEGER),
    ...(values.limit === undefined
      ? {}
      : { limit: wholeNumber('limit', values.limit, 1, Number.MAX_SAFE_INTEGER) }),
    ...(values.url === undefined ? {} : { url: webAddress(values.url) }),
    state: values.state ?? defaultState,
    json: values.json,
  };
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new RangeError(`--${name} is ${text}: write a whole number from ${least} to ${most}`);
}

function webAddress(text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new RangeError(`--url is ${text}: write an address such as http://127.0.0.1:8787`);
  return text.replace(/\/+$/, '');
}
