import { AuditJournal, type JournalAudit } from '../../commerce/journal/audit-journal.ts';
import type { EpochStartBody } from '../../commerce/journal/grant-epoch.ts';
import { bodyFault } from '../../db/hq/project-records.ts';
import type { ExportedRecord } from '../../protocol/journal-export.ts';
import { wireHeader } from '../../protocol/journal-messages.ts';
import { hashRecord } from '../../protocol/record-hash.ts';

/** Audits records as they are exported. One whose header cannot be read stops it: it is no record. */
export async function auditRecords(
  store: string,
  records: AsyncIterable<ExportedRecord> | Iterable<ExportedRecord>,
): Promise<JournalAudit> {
  const audit = new AuditJournal(store);
  for await (const { terminal, epoch, branch, seq, hash, header: headerText, body } of records) {
    const header = wireHeader.parse(JSON.parse(headerText));
    audit.add({
      ...{ terminal, epoch, branch, seq, hash, header },
      recomputed: await hashRecord(header.prev, headerText, body),
      epochStart: header.kind === 'epochStart' ? epochStartOf(body) : null,
      bodyFault: bodyFault({ header, headerText, body, hash }),
    });
  }
  return audit.result();
}

function epochStartOf(body: string): EpochStartBody | null {
  try {
    const start = JSON.parse(body) as Partial<EpochStartBody>;
    return start.predecessor && start.nextReceiptNumber ? (start as EpochStartBody) : null;
  } catch {
    return null;
  }
}
