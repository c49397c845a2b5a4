import { html, svg, type TemplateResult } from 'lit-html';
import type { RegisterSyncState } from '../../../../../protocol/worker-calls.ts';
import { panel } from '../../parts/panel.ts';
import { count, counted } from '../../parts/quantity.ts';
import { journalParts } from './register-status.ts';

/** Who holds a copy of the register's journal: headquarters, its gateway, or only the register itself. */
export function journalPanel(state: RegisterSyncState): TemplateResult {
  const { booked, atGateway, waiting } = journalParts(state);
  const marks: readonly (readonly [key: string, label: string, figure: string, note: string])[] = [
    [
      'waiting',
      'Only at the register',
      count(waiting),
      waiting === 0 ? 'nothing waits there' : 'sent when it is connected',
    ],
    [
      'gateway',
      'The gateway has',
      `up to ${count(state.gatewaySeq)}`,
      atGateway === 0 ? 'all of it is booked' : `${counted(atGateway, 'record')} on the way`,
    ],
    ['booked', 'Headquarters booked', `up to ${count(state.hqSeq)}`, `epoch ${count(state.epoch)}`],
  ];
  return panel(
    { title: 'Journal', hint: 'what happened here, and who holds a copy' },
    html`<div class="body stack">
      ${track(booked, atGateway, waiting)}
      <dl class="marks">${marks.map(
        ([key, label, figure, note]) => html`<div>
          <dt><span class="key ${key}"></span>${label}</dt>
          <dd data-testid="journal-${key}">${figure}</dd>
          <dd class="note">${note}</dd>
        </div>`,
      )}</dl>
    </div>`,
  );
}

/** A part that holds anything is seen, however small it is beside the others. */
function track(booked: number, atGateway: number, waiting: number): TemplateResult {
  const parts = [
    ['booked', booked],
    ['gateway', atGateway],
    ['waiting', waiting],
  ] as const;
  const whole = booked + atGateway + waiting;
  const widths = parts.map(([, records]) => (records === 0 ? 0 : Math.max((records / whole) * 100, 3)));
  const scale =
    100 /
    Math.max(
      widths.reduce((sum, width) => sum + width, 0),
      1,
    );
  let x = 0;
  return html`<svg class="track" aria-hidden="true">${parts.map(([key], index) => {
    const width = (widths[index] ?? 0) * scale;
    const bar = svg`<rect class=${key} x="${x}%" width="${width}%" height="100%"></rect>`;
    x += width;
    return bar;
  })}</svg>`;
}
