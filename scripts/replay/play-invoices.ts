import type { Play } from './assign-invoices.ts';
import type { RegisterCommand } from './invoice-commands.ts';
import type { Stretch } from './plan-cuts.ts';
import { concludedAnswer, type RegisterStatus } from './register-answer.ts';
import type { ReplayRegister } from './replay-register.ts';

/** What was done, as it happened. */
export interface PlayCounts {
  /** Transactions whose register believed itself offline when it concluded them. */
  offlineTransactions: number;
  cuts: number;
  midSaleCuts: number;
  restartsWhileCut: number;
  shiftsClosed: number;
}

/**
 * Plays a register's invoices in order: cuts and restores its line as the stretches say, kills its process,
 * closes the shift when the trading day changes and after the last one. At the end it is connected again.
 */
export async function playInvoices(
  register: ReplayRegister,
  plays: readonly Play[],
  stretches: readonly Stretch[],
  onPlayed: () => void,
): Promise<PlayCounts> {
  const counts = { offlineTransactions: 0, cuts: 0, midSaleCuts: 0, restartsWhileCut: 0, shiftsClosed: 0 };
  let isOnline = true;
  let before: Play | undefined;
  for (const [index, play] of plays.entries()) {
    const stretch = stretches.find(({ from, to }) => from <= index && index < to);
    const isFirst = stretch?.from === index;
    // Also after a line that failed by itself: only what is planned is to be booked offline.
    if (!isOnline && (isFirst || !stretch)) await register.reconnect();
    if (before && before.day !== play.day) await closeShift(register, before, counts);
    if (isFirst && !stretch.midSale) await cut(register, counts);
    const incidents = { cutMidSale: isFirst && stretch.midSale, kill: stretch?.killAt === index };
    isOnline = await playInvoice(register, play, incidents, counts);
    if (isOnline && stretch) throw new Error(`register ${register.name} believes itself online while cut`);
    if (!isOnline) counts.offlineTransactions += 1;
    before = play;
    onPlayed();
  }
  if (!isOnline) await register.reconnect();
  if (before) await closeShift(register, before, counts);
  return counts;
}

interface Incidents {
  /** The line is cut after the first row. */
  readonly cutMidSale: boolean;
  /** The process is killed half-way through the rows and started again. */
  readonly kill: boolean;
}

/**
 * Rings an invoice up. Rows are sent without waiting for each other; the transaction is concluded when all were
 * taken. Answers whether the register believed itself online then.
 */
async function playInvoice(
  register: ReplayRegister,
  play: Play,
  { cutMidSale, kill }: Incidents,
  counts: PlayCounts,
): Promise<boolean> {
  const { head, rows, conclude } = play.commands;
  let sent = 0;
  if (cutMidSale) {
    await register.do([...head, ...rows.slice(0, 1)]);
    await cut(register, counts);
    counts.midSaleCuts += 1;
    sent = head.length + 1;
  }
  const left = [...head, ...rows].slice(sent);
  if (kill) await killHalfWay(register, play, left, counts);
  else await register.do(left);
  const [answer] = await register.do([conclude]);
  const { externalRef, connection } = concludedAnswer.parse(answer).receipt;
  const { invoiceNo } = play.invoice;
  if (externalRef !== invoiceNo)
    throw new Error(`register ${register.name} concluded ${externalRef}, not ${invoiceNo}`);
  return connection === 'online';
}

/** Kills the process while it works on the commands, starts it again, and repeats what it had not stored. */
async function killHalfWay(
  register: ReplayRegister,
  play: Play,
  left: readonly RegisterCommand[],
  counts: PlayCounts,
): Promise<void> {
  const answers = register.send(left);
  await Promise.all(answers.slice(0, Math.ceil(answers.length / 2)));
  await register.kill();
  const status = await register.start();
  counts.restartsWhileCut += 1;
  await register.signOn(status, play.at);
  await register.do(unstored(play, status));
}

/** The commands of an invoice that a register has not stored, by what it says of its open cart. */
export function unstored(
  { invoice: { invoiceNo }, commands: { head, rows } }: Pick<Play, 'invoice' | 'commands'>,
  status: Pick<RegisterStatus, 'externalRef' | 'lines'>,
): readonly RegisterCommand[] {
  if (status.externalRef === null && status.lines === 0) return [...head, ...rows];
  if (status.externalRef !== invoiceNo)
    throw new Error(`the open cart is of ${status.externalRef}, not of ${invoiceNo}`);
  // The reference came first. The rest of the head says the same when it is repeated.
  return [...head.slice(1), ...rows.slice(status.lines)];
}

async function cut(register: ReplayRegister, counts: PlayCounts): Promise<void> {
  await register.cut();
  counts.cuts += 1;
}

/** At the trading time of the day's last transaction. */
async function closeShift(register: ReplayRegister, { at }: Play, counts: PlayCounts): Promise<void> {
  await register.do([{ type: 'closeShift', at }]);
  counts.shiftsClosed += 1;
}
