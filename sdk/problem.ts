import type { FieldError, Problem } from '../protocol/problem.ts';

/** What evertill refused, in its own words (problem+json, RFC 9457). */
export class EvertillProblem extends Error implements Problem {
  override readonly name = 'EvertillProblem';
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Every fault by the field that it stands in. */
  readonly errors: FieldError[];
  /** Quote it when you ask for help. */
  readonly requestId: string;

  constructor(problem: Problem) {
    super(problem.detail);
    this.type = problem.type;
    this.title = problem.title;
    this.status = problem.status;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
    this.requestId = problem.requestId;
  }

  /** The part of the type that changes: `quote-expired`, `too-many-requests`, `invalid-field`, … */
  get code(): string {
    return this.type.slice(this.type.lastIndexOf(':') + 1);
  }
}

/** No answer came: the line is cut, the address is wrong, or it took too long. `cause` is what the host said. */
export class EvertillUnreachable extends Error {
  override readonly name = 'EvertillUnreachable';

  constructor(message: string, cause: unknown) {
    super(message, { cause });
  }
}

/** The body of a refusal; one that something between here and evertill answered is told by its status. */
export async function readProblem(response: Response): Promise<EvertillProblem> {
  const said = await json(response);
  const text = (field: keyof Problem, otherwise: string) => {
    const value = said[field];
    return typeof value === 'string' ? value : otherwise;
  };
  return new EvertillProblem({
    type: text('type', 'about:blank'),
    title: text('title', response.statusText),
    status: response.status,
    detail: text('detail', `The answer has status ${response.status}.`),
    errors: Array.isArray(said.errors) ? (said.errors as FieldError[]) : [],
    requestId: text('requestId', response.headers.get('x-request-id') ?? ''),
  });
}

async function json(response: Response): Promise<Record<string, unknown>> {
  try {
    const value: unknown = await response.json();
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
