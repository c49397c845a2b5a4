import { closeSync, existsSync, openAsBlob, openSync, realpathSync, statSync, writeSync } from 'node:fs';
import { faultWords, rejectsHeader, rejectsLine } from '../../commerce/exchange/rejects-line.ts';
import { importFile } from '../../protocol/exchange/import-file.ts';
import { importAnswer } from '../../protocol/exchange/messages.ts';
import { exitStatus, stop } from '../exit.ts';
import { ask, causeOf, Refusal, tokenOf } from './headquarters.ts';
import { importUsage, readImportOptions } from './options.ts';

/** So many faults are told one by one; all of them are in the file of rejected rows. */
const TOLD_MAX = 100;
const PROGRESS_MS = 500;

const options = readImportOptions(process.argv.slice(2));
if (!options.ok) stop(exitStatus.badUsage, `${options.error}\n${importUsage}`);
const { kind, file, url, tokenFile, dryRun, rejects, json } = options.value;
const token = tokenOf(tokenFile, importUsage);
const blob = await openFile(file);
if (rejects !== undefined && existsSync(rejects) && realpathSync(rejects) === realpathSync(file))
  stop(exitStatus.badUsage, '--rejects is the file that is imported: name another');

const told: { row: number; column: string | null; reason: string }[] = [];
let header: readonly string[] = [];
let rejectsFile: number | undefined;
let saidMs = 0;

const imported = await importFile(blob, kind, dryRun, {
  async send(piece) {
    const response = await ask(url, token, `/v1/imports/${kind}`, piece);
    return importAnswer.parse(await response.json());
  },
  begins(names) {
    header = names;
    if (rejects === undefined) return;
    try {
      rejectsFile = openSync(rejects, 'w');
      writeSync(rejectsFile, rejectsHeader(names));
    } catch (problem) {
      stop(exitStatus.badUsage, `${rejects} cannot be written: ${causeOf(problem)}`);
    }
  },
  progress({ done, rows, rejected }) {
    const nowMs = performance.now();
    if (done < rows && nowMs - saidMs < PROGRESS_MS) return;
    saidMs = nowMs;
    console.error(`import: ${done} of ${rows} rows, ${rejected} rejected`);
  },
  rejected({ number, cells, faults }) {
    if (rejectsFile !== undefined) writeSync(rejectsFile, rejectsLine(header, cells, faults));
    for (const fault of faults) {
      if (told.length === TOLD_MAX) return;
      told.push({ row: number, ...fault });
      console.error(`${file}, row ${number}: ${faultWords(fault)}`);
    }
  },
}).catch((problem: unknown) => {
  const status = problem instanceof Refusal ? problem.exitStatus : exitStatus.environment;
  const after = dryRun
    ? ''
    : '\nRows that were sent before are kept. Import the file again when this is mended.';
  return stop(status, `import stopped: ${causeOf(problem)}${after}`);
});
if (rejectsFile !== undefined) closeSync(rejectsFile);
if (!imported.ok)
  stop(exitStatus.badUsage, `${file}:${imported.error.line}: ${imported.error.message}. Nothing was sent.`);

const { rows, accepted, changed, rejected } = imported.value;
const words = `${rows} rows: ${accepted} accepted, ${changed} ${dryRun ? 'would change' : 'changed'}, ${rejected} rejected`;
if (json) {
  console.error(words);
  const more = { rejects: told, rejectsFile: rejects ?? null };
  console.log(JSON.stringify({ kind, file, dryRun, rows, accepted, changed, rejected, ...more }));
} else console.log(words);
process.exitCode = rejected > 0 ? exitStatus.disagreement : 0;

/** Not its content: that is read as it is sent. */
async function openFile(path: string): Promise<Blob> {
  try {
    if (!statSync(path).isFile()) throw new Error('it is not a file that can be read twice');
    return await openAsBlob(path);
  } catch (problem) {
    return stop(exitStatus.badUsage, `${path} cannot be read: ${causeOf(problem)}`);
  }
}
