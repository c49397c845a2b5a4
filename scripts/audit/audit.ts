import { once } from 'node:events';
import { createWriteStream, renameSync, rmSync, type WriteStream } from 'node:fs';
import type { JournalAudit } from '../../commerce/journal/audit-journal.ts';
import { type ExportedRecord, exportHeadLine } from '../../protocol/journal-export.ts';
import { ask, causeOf, Refusal, tokenOf } from '../exchange/headquarters.ts';
import { exitStatus, stop } from '../exit.ts';
import { auditRecords } from './audit-records.ts';
import { type AuditOptions, auditUsage, readAuditOptions } from './options.ts';
import { readExport } from './read-export.ts';

const options = readAuditOptions(process.argv.slice(2));
if (!options.ok) stop(exitStatus.badUsage, `${options.error}\n${auditUsage}`);

const audited = await (options.value.from === 'file'
  ? fromFile(options.value.file)
  : fromRunning(options.value));
const { faults, ...figures } = audited;
for (const fault of faults) console.error(`audit: ${fault}`);
if (options.value.json) console.log(JSON.stringify(figures));
else
  console.log(
    `${figures.store}: ${figures.records} records in ${figures.epochs} epochs, ${figures.receipts} receipts; ` +
      `${figures.gaps} gaps, ${figures.explainedGaps} explained; ${figures.chainErrors} errors of the chain, ` +
      `${figures.totalsErrors} of totals: ${figures.ok ? 'sound' : 'NOT SOUND'}`,
  );
if (!figures.ok) process.exitCode = exitStatus.disagreement;

async function fromFile(file: string): Promise<JournalAudit> {
  try {
    const { store, records } = await readExport(file);
    return await auditRecords(store, records);
  } catch (problem) {
    return stop(exitStatus.badUsage, `audit stopped: ${causeOf(problem)}`);
  }
}

async function fromRunning({
  url,
  store,
  save,
  tokenFile,
}: Extract<AuditOptions, { from: 'running' }>): Promise<JournalAudit> {
  const token = tokenOf(tokenFile, auditUsage, url);
  const part =
    save === undefined ? null : { path: `${save}.part`, stream: createWriteStream(`${save}.part`) };
  part?.stream.write(`${exportHeadLine(store)}\n`);
  try {
    await ask(url, token, `/v1/stores/${encodeURIComponent(store)}`);
    const audit = await auditRecords(store, recordsOf(url, token, store, part?.stream ?? null));
    if (part && save !== undefined) {
      part.stream.end();
      await once(part.stream, 'close');
      renameSync(part.path, save);
    }
    return audit;
  } catch (problem) {
    if (part) rmSync(part.path, { force: true });
    const status = problem instanceof Refusal ? problem.exitStatus : exitStatus.environment;
    return stop(status, `audit stopped: ${causeOf(problem)}`);
  }
}

async function* recordsOf(
  url: string,
  token: string,
  store: string,
  save: WriteStream | null,
): AsyncGenerator<ExportedRecord> {
  let cursor: string | null = null;
  do {
    const at: string = cursor === null ? '' : `&cursor=${cursor}`;
    const answer = await ask(url, token, `/v1/journal-records?store=${encodeURIComponent(store)}${at}`);
    const page = (await answer.json()) as { items: ExportedRecord[]; next: string | null };
    for (const record of page.items) {
      if (save && !save.write(`${JSON.stringify(record)}\n`)) await once(save, 'drain');
      yield record;
    }
    cursor = page.next;
  } while (cursor !== null);
}
