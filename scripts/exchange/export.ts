import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exitStatus, stop } from '../exit.ts';
import { ask, causeOf, Refusal, tokenOf } from './headquarters.ts';
import { exportUsage, readExportOptions } from './options.ts';

const PROGRESS_MS = 500;

const options = readExportOptions(process.argv.slice(2));
if (!options.ok) stop(exitStatus.badUsage, `${options.error}\n${exportUsage}`);
const { kind, file, url, tokenFile, json } = options.value;
const token = tokenOf(tokenFile, exportUsage);

/** A file that broke off must not look whole: it gets its name at the end. */
const part = `${file}.part`;
const counted = { rows: -1, bytes: 0 };
try {
  const response = await ask(url, token, `/v1/exports/${kind}`);
  if (!response.body) throw new Error('headquarters sent no file');
  const target = file === undefined ? process.stdout : createWriteStream(part);
  await pipeline(response.body, countingRows(), target, { end: file !== undefined });
  if (file !== undefined) renameSync(part, file);
} catch (problem) {
  if (file !== undefined) rmSync(part, { force: true });
  const status = problem instanceof Refusal ? problem.exitStatus : exitStatus.environment;
  stop(status, `export stopped: ${causeOf(problem)}`);
}
console.error(`export: ${counted.rows} rows, ${counted.bytes} bytes`);
if (json) console.log(JSON.stringify({ kind, file, ...counted }));

/** Counts the ends of lines that stand outside of quotes, the header's too. */
function countingRows(): Transform {
  const quote = 0x22;
  const lineFeed = 0x0a;
  let isQuoted = false;
  let saidMs = performance.now();
  return new Transform({
    transform(chunk: Uint8Array, _, done) {
      for (const byte of chunk) {
        if (byte === quote) isQuoted = !isQuoted;
        else if (byte === lineFeed && !isQuoted) counted.rows += 1;
      }
      counted.bytes += chunk.length;
      const nowMs = performance.now();
      if (nowMs - saidMs >= PROGRESS_MS) {
        saidMs = nowMs;
        console.error(`export: ${counted.rows} rows`);
      }
      done(null, chunk);
    },
  });
}
