import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import type { RunRow } from '../../app/book-rows.ts';
import type { Overview } from '../../app/overview.ts';
import { moment } from '../../parts/dates.ts';
import { tiles } from '../../parts/panel.ts';
import { byteCount, count, counted } from '../../parts/quantity.ts';
import { status } from '../../parts/status.ts';
import { streamLags } from '../registers/register-status.ts';

/** The figures above the lists. Sums are over the runs that are listed below. */
export function distributionTiles(
  chain: Overview | undefined,
  runs: readonly RunRow[] | undefined,
): TemplateResult | typeof nothing {
  if (!chain || !runs) return nothing;
  const followers = chain.registers
    .map(({ state }) => streamLags(state, chain.heads))
    .filter((lags) => lags.length > 0);
  const current = followers.filter((lags) => lags.every(({ behind }) => behind === 0)).length;
  const silent = chain.registers.length - followers.length;
  const last = runs[0];
  const failed = runs.filter(({ state }) => state === 'failed').length;
  const sum = (of: (run: RunRow) => number) => runs.reduce((total, run) => total + of(run), 0);
  return tiles([
    {
      label: 'Registers up to date',
      value: current,
      unit: `of ${chain.registers.length}`,
      note: silent > 0 ? `${counted(silent, 'register')} without lists yet` : 'all that were seen',
    },
    {
      label: 'Newest run',
      value: last ? timeOrDay(last.startedAt) : 'none',
      note: last
        ? last.streams === 0
          ? 'nothing new to send'
          : `${counted(last.streams, 'stream')}, ${counted(last.rows, 'row')}`
        : 'nothing was published yet',
    },
    {
      label: `Rows in ${counted(runs.length, 'run')}`,
      value: count(sum(({ rows }) => rows)),
      note: 'each signed once, for all stores',
    },
    { label: 'Size of them', value: byteCount(sum(({ bytes }) => bytes)), note: 'compressed' },
    {
      label: 'Failed runs',
      value: failed,
      note: failed === 0 ? status('ok', 'none of those below') : status('bad', 'see below'),
    },
  ]);
}

/** The day where it is not today's run. */
function timeOrDay(startedAt: string): string {
  const words = moment(startedAt);
  return words.startsWith('today ') ? words.slice('today '.length) : (words.split(',')[0] ?? words);
}
