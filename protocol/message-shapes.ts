import * as z from 'zod';
import { distributedTables } from './distributed-tables.ts';
import * as journalMessages from './journal-messages.ts';
import * as packageDocuments from './package-documents.ts';
import { PROTOCOL } from './protocol-number.ts';
import * as transactions from './retail-transaction.ts';
import * as shiftRecords from './shift-records.ts';
import { signedDocument } from './signed-document.ts';
import * as suspended from './suspended-transaction.ts';

/** The shape of everything that travels between versions, as JSON Schema of what is taken in. */
export interface MessageShapes {
  readonly protocol: number;
  readonly shapes: Readonly<Record<string, unknown>>;
}

/** Of the messages as this version knows them: each schema that their modules give out, and each table's row. */
export function messageShapes(): MessageShapes {
  const rows = Object.entries(distributedTables).map(([table, { row }]) => [`row ${table}`, row] as const);
  const messages = Object.entries({
    ...journalMessages,
    ...packageDocuments,
    ...transactions,
    ...suspended,
    ...shiftRecords,
    signedDocument,
  });
  const shapes = [...messages, ...rows].flatMap(([name, schema]) =>
    schema instanceof z.ZodType ? [[name, shapeOf(schema)] as const] : [],
  );
  return { protocol: PROTOCOL, shapes: Object.fromEntries(shapes.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function shapeOf(schema: z.ZodType): unknown {
  const { $schema: _, ...shape } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return shape;
}
