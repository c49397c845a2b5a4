import { type StreamKind, streamKinds } from '../../../../../commerce/distribution/stream-kinds.ts';
import { err, ok, type Result } from '../../../../../commerce/result.ts';
import type { JobRow } from '../../app/master-rows.ts';

/** A job while it is typed. */
export interface JobDraft extends Omit<JobRow, 'everyMinutes' | 'runFrom' | 'runUntil'> {
  readonly everyMinutes: string;
  /** Empty where it runs at any hour. */
  readonly runFrom: string;
  readonly runUntil: string;
}

/** Sentences by the field they stand under. */
export type JobFaults = ReadonlyMap<string, string>;

const DAY_MINUTES = 1440;

const kindWords: Readonly<Record<StreamKind, string>> = {
  global: 'Whole chain',
  tax: 'Taxes',
  assortment: 'Assortments',
  'price-group': 'Price groups',
  store: 'Stores',
  employees: 'Employees',
  customers: 'Customers',
};

/** Kinds of streams as choices, in the order in which a store follows them. */
export const kindChoices = streamKinds.map((kind) => [kind, kindWords[kind]] as const);

export function newJob(timeZone: string): JobDraft {
  const shape = { id: '', name: '', everyMinutes: '15', streamKinds: [], runFrom: '', runUntil: '' };
  return { ...shape, timeZone, paused: false };
}

export function draftOf(job: JobRow): JobDraft {
  const { everyMinutes, runFrom, runUntil } = job;
  return { ...job, everyMinutes: String(everyMinutes), runFrom: runFrom ?? '', runUntil: runUntil ?? '' };
}

/** The typed job as headquarters takes it, or what is wrong, by field. */
export function readJob(draft: JobDraft): Result<JobRow, JobFaults> {
  const faults = new Map<string, string>();
  const id = draft.id.trim();
  const name = draft.name.trim();
  const everyMinutes = draft.everyMinutes.trim();
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id))
    faults.set('id', 'Type a short id of letters, digits and hyphens, such as night-prices.');
  if (name === '') faults.set('name', 'Type a name.');
  if (!/^\d{1,4}$/.test(everyMinutes) || Number(everyMinutes) > DAY_MINUTES)
    faults.set('everyMinutes', `Type whole minutes from 0 to ${DAY_MINUTES}; 0 runs it on demand only.`);
  if ((draft.runFrom === '') !== (draft.runUntil === ''))
    faults.set(
      draft.runFrom === '' ? 'runFrom' : 'runUntil',
      'Hours have a begin and an end: give both or none.',
    );
  else if (draft.runFrom !== '' && draft.runFrom === draft.runUntil)
    faults.set('runUntil', 'Hours that begin when they end are none. Leave both empty for the whole day.');
  if (faults.size > 0) return err(faults);
  return ok({
    ...draft,
    id,
    name,
    everyMinutes: Number(everyMinutes),
    runFrom: draft.runFrom || null,
    runUntil: draft.runUntil || null,
  });
}

/** `Every stream`, or the kinds by name. */
export function kindsText(kinds: readonly StreamKind[]): string {
  return kinds.length === 0 ? 'Every stream' : kinds.map((kind) => kindWords[kind]).join(', ');
}

/** `Every 15 min, 22:00 to 05:00`. */
export function scheduleText({ everyMinutes, runFrom, runUntil }: JobRow): string {
  if (everyMinutes === 0) return 'On demand only';
  const often =
    everyMinutes === 1
      ? 'Every minute'
      : everyMinutes === 60
        ? 'Hourly'
        : everyMinutes === DAY_MINUTES
          ? 'Daily'
          : `Every ${everyMinutes} min`;
  return runFrom === null || runUntil === null ? often : `${often}, ${runFrom} to ${runUntil}`;
}
