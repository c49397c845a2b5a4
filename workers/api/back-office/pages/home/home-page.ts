import { html, nothing, type TemplateResult } from 'lit-html';
import { get, type Page as List } from '../../app/api.ts';
import type { Balances, SaleRow, SummaryRow, SuspenseRow } from '../../app/book-rows.ts';
import { OVERVIEW_EVERY_MS, type Overview, overview } from '../../app/overview.ts';
import type { Page, Scope } from '../../app/page.ts';
import { urls } from '../../app/routes.ts';
import { timeWithSeconds } from '../../parts/dates.ts';
import { icon } from '../../parts/icon.ts';
import { money } from '../../parts/money.ts';
import { problemNote, skeleton } from '../../parts/notices.ts';
import { type Tile, tiles } from '../../parts/panel.ts';
import { count, counted } from '../../parts/quantity.ts';
import { status } from '../../parts/status.ts';
import { trialBalances } from '../ledger/trial-balance.ts';
import { activationDialog } from '../registers/activation-code.ts';
import { presence, streamLags } from '../registers/register-status.ts';
import { newestSalesPanel, registersPanel, takingsPanel } from './home-panels.ts';
import { homeVerdict } from './home-verdict.ts';
import { takingsByCurrency, takingsByStore } from './takings.ts';

const SUSPENSE_MAX = 500;
const NEWEST = 8;

interface Books {
  readonly summary: readonly SummaryRow[];
  readonly balances: Balances;
  readonly suspended: number;
  readonly newest: readonly SaleRow[];
}

/** How the chain stands: who sells, what was taken, whether the books balance. */
export function homePage(scope: Scope): Page {
  const chain = overview();
  const books = scope.resource(loadBooks);
  scope.every(OVERVIEW_EVERY_MS, books.refresh);
  return {
    title: () => 'Home',
    view: () => {
      const { value: standing, problem: chainProblem } = chain.state.value;
      const { value: booked, problem: booksProblem, at } = books.state.value;
      const problem = chainProblem ?? booksProblem;
      const retry = () => {
        void chain.reload();
        void books.reload();
      };
      const note = problem ? problemNote(problem, retry) : nothing;
      if (!standing || !booked) {
        return html`<div class="page-head"><h1 tabindex="-1" data-testid="page-title">Home</h1></div>
          ${problem ? note : html`<section class="panel">${skeleton('how the chain stands', 8)}</section>`}`;
      }
      return html`${note}${verdictLine(standing, booked, at)}${tiles(figures(standing, booked))}
        <div class="cols c75">
          <div class="stack l">
            ${registersPanel(standing)}
            ${takingsPanel(takingsByStore(booked.summary, standing.stores))}
          </div>
          ${newestSalesPanel(booked.newest)}
        </div>
        ${activationDialog()}`;
    },
  };
}

async function loadBooks(signal: AbortSignal): Promise<Books> {
  const [summary, balances, suspense, sales] = await Promise.all([
    get<List<SummaryRow>>('/v1/sales-summary', {}, signal),
    get<Balances>('/v1/ledger/balances', {}, signal),
    get<List<SuspenseRow>>('/v1/suspense', { limit: SUSPENSE_MAX }, signal),
    get<List<SaleRow>>('/v1/sales', { limit: NEWEST }, signal),
  ]);
  return { summary: summary.items, balances, suspended: suspense.items.length, newest: sales.items };
}

function verdictLine(standing: Overview, booked: Books, at: Date | null): TemplateResult {
  const balanced = trialBalances(booked.balances.accounts).every((balance) => balance.balanced);
  const { registers } = standing;
  const { tone, words, detail } = homeVerdict({ registers, balanced, suspended: booked.suspended });
  return html`<div class="verdict ${tone}" data-testid="verdict">
    ${icon(tone === 'ok' ? 'ok' : tone === 'bad' ? 'bad' : tone === 'info' ? 'info' : 'warn')}
    <div class="grow"><h1 tabindex="-1" data-testid="page-title">${words}</h1><p>${detail}</p></div>
    ${
      at
        ? html`<div class="facts"><span>${icon('sync', 's')} Checked ${timeWithSeconds(at)}, every ${OVERVIEW_EVERY_MS / 1000} s</span></div>`
        : nothing
    }
  </div>`;
}

function figures({ stores, registers, heads }: Overview, booked: Books): readonly Tile[] {
  const takings = takingsByStore(booked.summary, stores);
  const sums = takingsByCurrency(takings);
  const total = (of: (row: (typeof takings)[number]) => number) =>
    takings.reduce((sum, row) => sum + of(row), 0);
  const connected = registers.filter(({ state }) => presence(state) === 'connected').length;
  const waiting = registers.reduce((sum, { state }) => sum + (state?.report?.waiting ?? 0), 0);
  const behind = registers.filter(({ state }) =>
    streamLags(state, heads).some((lag) => lag.behind > 0),
  ).length;
  const balances = trialBalances(booked.balances.accounts);
  const balanced = balances.every((balance) => balance.balanced);
  const first = balances[0];
  return [
    {
      label: 'Takings, all days',
      value: html`<a href=${urls.sales}>${sums[0] ? money(sums[0].grossMinor, sums[0].currency) : '0'}</a>`,
      unit:
        sums.length > 1
          ? sums
              .slice(1)
              .map((sum) => money(sum.grossMinor, sum.currency))
              .join(', ')
          : undefined,
      note: sums[0] ? `of it VAT ${money(sums[0].taxMinor, sums[0].currency)}` : undefined,
      testId: 'tile-takings',
    },
    {
      label: 'Sales',
      value: html`<a href=${urls.sales}>${count(total((row) => row.sales))}</a>`,
      note: `${counted(
        total((row) => row.returns),
        'return',
      )}, ${count(total((row) => row.offline))} offline`,
      testId: 'tile-sales',
    },
    {
      label: 'Registers connected',
      value: html`<a href=${urls.registers}>${connected}</a>`,
      unit: `of ${registers.length}`,
      note:
        behind > 0
          ? status('warn', `${behind} behind with lists`, 'clock')
          : registers.some(({ state }) => state?.report)
            ? 'lists up to date'
            : 'none has fetched lists yet',
    },
    {
      label: 'Records waiting',
      value: html`<a href=${urls.registers}>${count(waiting)}</a>`,
      note: waiting > 0 ? 'they come by themselves' : 'nothing waits at a register',
    },
    {
      label: 'Ledger',
      value: html`<a href=${urls.ledger}>${balanced ? 'Balanced' : 'Differs'}</a>`,
      note: first
        ? balanced
          ? status('ok', `${money(first.debitMinor, first.currency)} on both sides`)
          : status('bad', 'debits are not credits')
        : 'nothing booked yet',
      testId: 'tile-ledger',
    },
    {
      label: 'Suspense',
      value: html`<a href="${urls.ledger}#suspense">${count(booked.suspended)}${booked.suspended === SUSPENSE_MAX ? '+' : ''}</a>`,
      note: booked.suspended === 0 ? 'all records understood' : status('warn', 'records not understood'),
    },
  ];
}
