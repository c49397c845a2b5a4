import { type Context, Hono } from 'hono';
import { type ExchangeKind, exchangeKinds, isExchangeKind } from '../../../../commerce/exchange/kinds.ts';
import { exchangeTarget } from '../../../../db/hq/exchange-masters.ts';
import { importRequest } from '../../../../protocol/exchange/messages.ts';
import type { ApiContext } from '../authorise.ts';
import { exportStream } from '../exchange/export-rows.ts';
import { importPiece } from '../exchange/import-piece.ts';
import { requireNoApproval } from '../governance/approval-gate.ts';
import { notFound } from '../problem.ts';
import { jsonBody } from '../request.ts';

/** Files of masters: taken in pieces, given out whole. */
export const exchange = new Hono<ApiContext>()
  .post('/imports/:kind', async (c) => {
    const kind = kindOf(c);
    await requireNoApproval(c.env.MASTERS, exchangeTarget(kind).master);
    const piece = await jsonBody(c, importRequest);
    return c.json(await importPiece(c.env.MASTERS, kind, piece, c.get('admin').id));
  })
  .get('/exports/:kind', (c) => {
    const kind = kindOf(c);
    c.header('content-type', 'text/csv; charset=utf-8; header=present');
    c.header('content-disposition', `attachment; filename="${kind}.csv"`);
    return c.body(exportStream(c.env.MASTERS, kind));
  });

function kindOf(c: Context<ApiContext>): ExchangeKind {
  const kind = c.req.param('kind') ?? '';
  if (!isExchangeKind(kind)) throw notFound(`file of ${kind}; there are ${exchangeKinds.join(', ')}`);
  return kind;
}
