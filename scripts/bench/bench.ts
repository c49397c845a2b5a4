import { parseArgs } from 'node:util';
import { exitStatus, stop } from '../exit.ts';
import { benchArriving } from './arriving.ts';
import { benchDistribution } from './distribution.ts';
import { benchJournal } from './journal.ts';
import { benchPricing } from './pricing.ts';
import { report } from './report.ts';
import { benchSpine } from './spine.ts';

const suites = {
  spine: benchSpine,
  pricing: benchPricing,
  distribution: withArriving,
  journal: benchJournal,
};
async function withArriving(say: (line: string) => void) {
  return [...(await benchDistribution(say)), ...(await benchArriving(say))];
}

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });
const suite = positionals[0] as keyof typeof suites | undefined;
if (!suite || !Object.hasOwn(suites, suite)) {
  stop(exitStatus.badUsage, `usage: npm run -s bench -- ${Object.keys(suites).join('|')} [--json]`);
}
const result = report(suite, await suites[suite]((line) => console.error(line)));
console.log(JSON.stringify(result, null, values.json ? undefined : 2));
process.exit(0);
