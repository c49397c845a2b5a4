import { type HelloRequest, SUBJECT_MAX } from '../../protocol/journal-messages.ts';
import type { SyncProblem } from '../model/register-host.ts';

/** What is wrong here, as headquarters is told: short enough that no hello is ever refused for it. */
export function reportedProblems(
  problems: readonly SyncProblem[],
): NonNullable<HelloRequest['report']['problems']> {
  return problems.map(({ code, subject, at }) => ({ code, subject: subject.slice(0, SUBJECT_MAX), at }));
}
