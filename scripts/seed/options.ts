import { parseArgs } from 'node:util';

export interface Options {
  readonly profile: string;
  readonly seed: number;
  readonly force: boolean;
  /** A system that runs already; without it, the one at the usual address or one of the seed's own. */
  readonly url?: string;
  readonly json: boolean;
}

export const usage = (profiles: readonly string[]) =>
  `usage: npm run -s seed -- --profile ${profiles.join('|')} [--seed 1] [--url U] [--force] [--json]`;

/** Answers the options, or one sentence about what is wrong. */
export function readOptions(args: readonly string[], profiles: readonly string[]): Options | string {
  try {
    return parseOptions(args, profiles);
  } catch (problem) {
    return problem instanceof Error ? problem.message : String(problem);
  }
}

function parseOptions(args: readonly string[], profiles: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      profile: { type: 'string' },
      seed: { type: 'string', default: '1' },
      url: { type: 'string' },
      force: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const { profile, seed, url, force, json } = values;
  const known = `the profiles are ${profiles.join(', ')}`;
  if (profile === undefined) throw new RangeError(`--profile is missing: ${known}`);
  if (!profiles.includes(profile)) throw new RangeError(`There is no profile ${profile}: ${known}`);
  if (!/^\d{1,9}$/.test(seed))
    throw new RangeError(`--seed is ${seed}: write a whole number from 0 to 999999999`);
  if (url !== undefined && (!/^https?:\/\//.test(url) || !URL.canParse(url)))
    throw new RangeError(`--url is ${url}: write an address such as http://127.0.0.1:8787`);
  return {
    ...{ profile, seed: Number(seed), force, json },
    ...(url === undefined ? {} : { url: url.replace(/\/+$/, '') }),
  };
}
