import type { Play } from './assign-invoices.ts';
import type { RegisterCommand } from './invoice-commands.ts';
import type { Stretch } from './plan-cuts.ts';
import { concludedAnswer, type RegisterStatus } from './register-answer.ts';
import type { ReplayRegister } from './replay-register.ts';

/** What was done besides selling, as it happened. */
export interface PlayCounts {
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
  const counts: PlayCounts = { cuts: 0, midSaleCuts: 0, restartsWhileCut: 0, shiftsClosed: 0 };
  let [isCut, before]: [boolean, Play | undefined] = [false, undefined];
  for (const [index, play] of plays.entries()) {
    const stretch = stretches.find(({ from, to }) => from <= index && index < to);
    const isFirst = stretch?.from === index;
    if (isCut && (isFirst || !stretch)) {
      await register.reconnect();
      isCut = false;
    }
    if (before && before.day !== play.day) await closeShift(register, before, counts);
    if (isFirst && !stretch.midSale) await cut(register, counts);
    await playInvoice(register, play, {
      counts,
      cutMidSale: isFirst && stretch.midSale,
      kill: stretch?.killAt === index,
      isConnected: stretch === undefined,
    });
    isCut = stretch !== undefined;
    before = play;
    onPlayed();
  }
  if (isCut) await register.reconnect();
  if (before) await closeShift(register, before, counts);
  return counts;
}

interface Incidents {
  readonly counts: PlayCounts;
  /** The line is cut after the first row. */
  readonly cutMidSale: boolean;
  /** The process is killed half-way through the rows and started again. */
  readonly kill: boolean;
  readonly isConnected: boolean;
}

/** Rows are sent without waiting for each other; the transaction is concluded when all were taken. */
async function playInvoice(register: ReplayRegister, play: Play, incidents: Incidents): Promise<void> {
  const { head, rows, conclude } = play.commands;
  const { counts, cutMidSale, kill, isConnected } = incidents;
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
  // A line that failed by itself would make the record say offline: nobody planned that.
  if (isConnected) await register.online();
  const [answer] = await register.do([conclude]);
  const { receipt } = concludedAnswer.parse(answer);
  if (receipt.externalRef !== play.invoice.invoiceNo)
    throw new Error(
      `register ${register.name} concluded ${receipt.externalRef}, not ${play.invoice.invoiceNo}`,
    );
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
