import { csvLine } from '../../../../commerce/exchange/csv-line.ts';
import { type ExchangeKind, exchangeColumns } from '../../../../commerce/exchange/kinds.ts';
import { writeCell, writeRow } from '../../../../commerce/exchange/write-row.ts';
import { exchangeList, type ListRow } from '../../../../db/hq/exchange-list.ts';
import { exchangeTarget } from '../../../../db/hq/exchange-masters.ts';
import { masterPages } from '../../../../db/hq/exchange-pages.ts';
import { utf8 } from '../../../../protocol/bytes.ts';

/** Large enough that a million rows stay under the queries that one invocation may make (D1: 1,000). */
const PAGE_ROWS = 1000;

/** A file of every row, read page by page as the receiver takes it: one page is in memory at a time. */
export function exportStream(database: D1Database, kind: ExchangeKind): ReadableStream<Uint8Array> {
  const texts = exportTexts(database, kind);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await texts.next();
      if (done) controller.close();
      else controller.enqueue(utf8(value));
    },
    async cancel() {
      await texts.return(undefined);
    },
  });
}

async function* exportTexts(database: D1Database, kind: ExchangeKind): AsyncGenerator<string> {
  const columns = exchangeColumns[kind];
  yield csvLine(columns.map(({ name }) => name));
  const target = exchangeTarget(kind);
  if (target.holds === 'rows') {
    for await (const rows of masterPages(database, target.master, PAGE_ROWS))
      yield rows.map((row) => csvLine(writeRow(columns, row))).join('');
    return;
  }
  const list = exchangeList(database, target.list);
  let rows: ListRow[] = [];
  do {
    rows = await list.page(rows.at(-1), PAGE_ROWS);
    if (rows.length > 0) yield rows.map(({ value, sku }) => csvLine([value, sku].map(writeCell))).join('');
  } while (rows.length === PAGE_ROWS);
}
