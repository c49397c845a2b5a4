import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { type ExportedRecord, exportedRecord, journalExportHead } from '../../protocol/journal-export.ts';

/** An export's store and its records, one at a time. Throws a sentence that names the line which is not one. */
export async function readExport(
  file: string,
): Promise<{ readonly store: string; readonly records: AsyncIterable<ExportedRecord> }> {
  const bytes = createReadStream(file);
  const input = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  const parse = (line: string, number: number): unknown => {
    try {
      return JSON.parse(line);
    } catch {
      throw new Error(`${file}:${number}: this is not JSON`);
    }
  };
  const failed = new Promise<never>((_, fail) => {
    for (const stream of [bytes, input]) stream.once('error', fail);
  });
  const first = await Promise.race([lines.next(), failed]);
  const head = first.done ? null : journalExportHead.safeParse(parse(first.value, 1));
  if (!head?.success) throw new Error(`${file}:1: this is no exported journal`);
  async function* records(): AsyncGenerator<ExportedRecord> {
    for (let number = 2; ; number++) {
      const next = await Promise.race([lines.next(), failed]);
      if (next.done) return;
      if (next.value === '') continue;
      const record = exportedRecord.safeParse(parse(next.value, number));
      if (!record.success) throw new Error(`${file}:${number}: this is no record`);
      yield record.data;
    }
  }
  return { store: head.data.store, records: records() };
}
