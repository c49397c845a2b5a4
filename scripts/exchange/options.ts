import { parseArgs } from 'node:util';
import { type ExchangeKind, exchangeKinds, isExchangeKind } from '../../commerce/exchange/kinds.ts';
import { err, ok, type Result } from '../../commerce/result.ts';

interface Common {
  readonly kind: ExchangeKind;
  readonly url: string;
  /** The file that holds the admin's token; otherwise it is in EVERTILL_TOKEN. */
  readonly tokenFile?: string | undefined;
  readonly json: boolean;
}
export interface ImportOptions extends Common {
  readonly file: string;
  readonly dryRun: boolean;
  readonly rejects?: string | undefined;
}
export interface ExportOptions extends Common {
  /** Without a file the rows go to standard output. */
  readonly file?: string | undefined;
}

const kinds = `KIND is one of ${exchangeKinds.join(', ')}. U is headquarters' address (http://127.0.0.1:8787).
The admin's token is in the file T, or in the environment as EVERTILL_TOKEN.`;
export const importUsage = `usage: npm run -s import -- --kind KIND --file F [--dry-run] [--rejects FILE] [--url U] [--token-file T] [--json]
${kinds}`;
export const exportUsage = `usage: npm run -s export -- --kind KIND [--file F] [--url U] [--token-file T] [--json]
${kinds}`;

const common = {
  kind: { type: 'string' },
  file: { type: 'string' },
  url: { type: 'string', default: 'http://127.0.0.1:8787' },
  'token-file': { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** The options, or one sentence about what is wrong. */
export function readImportOptions(args: readonly string[]): Result<ImportOptions, string> {
  return orSentence(() => {
    const options = {
      ...common,
      'dry-run': { type: 'boolean', default: false },
      rejects: { type: 'string' },
    } as const;
    const { values } = parseArgs({ args: [...args], options });
    const { file, rejects } = values;
    if (file === undefined) throw new RangeError('--file F is missing');
    return { ...commonOf(values), file, dryRun: values['dry-run'], rejects };
  });
}

export function readExportOptions(args: readonly string[]): Result<ExportOptions, string> {
  return orSentence(() => {
    const { values } = parseArgs({ args: [...args], options: common });
    const { file } = values;
    if (file === undefined && values.json)
      throw new RangeError('--json needs --file F: standard output holds one of the two');
    return { ...commonOf(values), file };
  });
}

function commonOf(values: {
  kind?: string | undefined;
  url: string;
  'token-file'?: string | undefined;
  json: boolean;
}): Common {
  const { kind, url, json } = values;
  if (kind === undefined) throw new RangeError('--kind KIND is missing');
  if (!isExchangeKind(kind))
    throw new RangeError(`--kind is ${kind}: write one of ${exchangeKinds.join(', ')}`);
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw new RangeError(`--url is ${url}: write an address such as http://127.0.0.1:8787`);
  return { kind, url: url.replace(/\/+$/, ''), tokenFile: values['token-file'], json };
}

function orSentence<T>(read: () => T): Result<T, string> {
  try {
    return ok(read());
  } catch (problem) {
    return err(problem instanceof Error ? problem.message : String(problem));
  }
}
