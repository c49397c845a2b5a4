import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { exitStatus, stop } from '../exit.ts';
import { runSystem } from '../start/run-system.ts';

/** Measures what importing and exporting many products needs, on workers of its own and an empty state folder. */
const { values } = parseArgs({ options: { rows: { type: 'string', default: '100000' } } });
const rows = Number(values.rows);
if (!Number.isSafeInteger(rows) || rows < 1)
  stop(exitStatus.badUsage, 'usage: measure-memory.ts [--rows 100000]');

/** Says at its end how much memory a process had at most, in KB. */
const SAY_PEAK = `data:text/javascript,process.on('exit',()=>console.error('peak '+process.resourceUsage().maxRSS))`;

const folder = mkdtempSync(join(tmpdir(), 'evertill-exchange-'));
const system = await runSystem(join(folder, 'state'));
try {
  const file = join(folder, 'products.csv');
  await pipeline(Readable.from(lines()), createWriteStream(file));
  const token = system.demo.admins[0]?.token ?? '';
  const steps = [
    { name: 'dry run', args: ['import', '--file', file, '--dry-run'] },
    { name: 'import', args: ['import', '--file', file] },
    { name: 'import again', args: ['import', '--file', file] },
    { name: 'export', args: ['export', '--file', join(folder, 'out.csv')] },
  ];
  const results = [];
  for (const { name, args } of steps) results.push({ name, ...(await run(args, token)) });
  console.log(JSON.stringify({ rows, fileBytes: statSync(file).size, results }));
} finally {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
}

function* lines(): Generator<string> {
  yield 'sku,name,taxCode,stocked,labels,attributes,costMinor\n';
  for (let at = 0; at < rows; at++)
    yield `EX${at},"Product number ${at}, of many",STANDARD,true,new|bulk,brand=House|size=${at % 40},${at % 5000}\n`;
}

async function run([command, ...args]: readonly string[], token: string) {
  const started = performance.now();
  const child = spawn(
    'node',
    [
      '--import',
      SAY_PEAK,
      `scripts/exchange/${command}.ts`,
      '--kind',
      'products',
      '--url',
      system.url,
      ...args,
    ],
    { env: { ...process.env, EVERTILL_TOKEN: token }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk).slice(-5000);
  });
  const [status] = await once(child, 'close');
  const peak = /peak (\d+)/.exec(said)?.[1];
  if (status !== 0 || peak === undefined) throw new Error(`${command} ended with ${status}:\n${said}`);
  console.error(`${command}: ${said.trim().split('\n').slice(-2).join('; ')}`);
  return {
    peakMb: Math.round(Number(peak) / 1024),
    seconds: Math.round((performance.now() - started) / 1000),
  };
}
