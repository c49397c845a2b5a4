import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { type MessageShapes, messageShapes } from '../../protocol/message-shapes.ts';
import { ROWS_CHANGED_AT } from '../../protocol/protocol-number.ts';
import { exitStatus, stop } from '../exit.ts';

/** Writes down the shapes of the messages, where their number says that they are new ones. */
const FILE = 'protocol/message-shapes.json';
const now = messageShapes();
const written = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as MessageShapes) : null;
const isNew = !written || !isDeepStrictEqual(written.shapes, JSON.parse(JSON.stringify(now.shapes)));
if (written && isNew && written.protocol >= now.protocol)
  stop(
    exitStatus.disagreement,
    `The shapes changed and the number is still ${now.protocol}: raise it in protocol/protocol-number.ts and write its history into docs/protocol.md.`,
  );
const changedRows = Object.keys(now.shapes).filter(
  (name) =>
    name.startsWith('row ') &&
    !isDeepStrictEqual(written?.shapes[name], JSON.parse(JSON.stringify(now.shapes[name]))),
);
if (changedRows.length > 0 && ROWS_CHANGED_AT !== now.protocol)
  stop(
    exitStatus.disagreement,
    `${changedRows.join(', ')} changed: set ROWS_CHANGED_AT in protocol/protocol-number.ts to ${now.protocol}, so that registers take their streams whole once more.`,
  );
// A line for each message: what changed is seen at a glance.
const lines = Object.entries(now.shapes).map(
  ([name, shape]) => `${JSON.stringify(name)}:${JSON.stringify(shape)}`,
);
writeFileSync(FILE, `{"protocol":${now.protocol},"shapes":{\n${lines.join(',\n')}\n}}\n`);
console.log(isNew ? `${FILE}: protocol ${now.protocol}` : `${FILE}: nothing has changed`);
