import { adapters } from './adapters.ts';
import { agrees, askedFor } from './compare.ts';
import type { Failure, Report } from './report.ts';
import { type Answer, answered, type Reason, unsupported, type Vector } from './vector.ts';

export function runVectors(vectors: readonly Vector[]): Report {
  let passed = 0;
  const failures: Failure[] = [];
  const notSupported: { id: string; reason: Reason }[] = [];
  for (const vector of vectors) {
    const answer = answerTo(vector);
    if (answer.type === 'unsupported') notSupported.push({ id: vector.id, reason: answer.reason });
    else if (agrees(vector.expected, answer.actual, answer.asWritten ?? false)) passed++;
    else if (answer.otherwise) notSupported.push({ id: vector.id, reason: answer.otherwise });
    else
      failures.push({
        id: vector.id,
        expected: vector.expected,
        actual: askedFor(vector.expected, answer.actual),
      });
  }
  return { passed, failures, unsupported: notSupported };
}

/** The answer of the one adapter that knows the vector; an invariant that it breaks is an answer too, a wrong one. */
export function answerTo(vector: Vector): Answer {
  if (hasReference(vector.input)) return unsupported('missingReference');
  for (const adapter of adapters) {
    try {
      const answer = adapter.answer(vector);
      if (answer) return answer;
    } catch (problem) {
      return answered(String(problem));
    }
  }
  return unsupported('unknownFormat');
}

/** What `resolve-references.ts` could not replace. */
function hasReference(input: unknown): boolean {
  return (
    typeof input === 'object' &&
    input !== null &&
    Object.values(input).some((value) => typeof value === 'string' && /^as (above|[A-Z]\d)/.test(value))
  );
}
