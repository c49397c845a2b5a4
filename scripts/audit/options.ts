import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../commerce/result.ts';

export const auditUsage = `usage: npm run -s audit -- --url U --store S [--save FILE] [--token-file T] [--json]
       npm run -s audit -- --file EXPORT [--json]
U is headquarters' address. The admin's token is in the file T, in the environment as EVERTILL_TOKEN, or that of
the demo that runs here. --save keeps what was read: it can be audited again from the file alone.`;

export type AuditOptions =
  | {
      readonly from: 'running';
      readonly url: string;
      readonly store: string;
      readonly save: string | undefined;
      readonly tokenFile: string | undefined;
      readonly json: boolean;
    }
  | { readonly from: 'file'; readonly file: string; readonly json: boolean };

/** The options, or one sentence about what is wrong. */
export function readAuditOptions(args: readonly string[]): Result<AuditOptions, string> {
  const options = {
    url: { type: 'string' },
    store: { type: 'string' },
    save: { type: 'string' },
    file: { type: 'string' },
    'token-file': { type: 'string' },
    json: { type: 'boolean', default: false },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    const { url, store, save, file, json } = values;
    if (file !== undefined) {
      if (url !== undefined || store !== undefined || save !== undefined)
        return err('--file stands alone: an export says itself which store it is of');
      return ok({ from: 'file', file, json });
    }
    if (url === undefined || store === undefined)
      return err('--url U and --store S are needed, or --file EXPORT');
    if (!URL.canParse(url)) return err(`--url ${url} is no address`);
    return ok({
      ...{ from: 'running', store, save, json },
      url: url.replace(/\/+$/, ''),
      tokenFile: values['token-file'],
    });
  } catch (problem) {
    return err((problem as Error).message);
  }
}
