/** One fault of a request, by the field it stands in. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/** What headquarters refused, in its own words (problem+json), or why it could not be asked. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  /** 0 where no answer came. */
  readonly status: number;
  readonly errors: readonly FieldError[];
  readonly requestId: string;

  constructor(status: number, detail: string, errors: readonly FieldError[] = [], requestId = '') {
    super(detail);
    this.status = status;
    this.errors = errors;
    this.requestId = requestId;
  }
}

/** Reads an answer's body as a problem; anything else than problem+json is told by its status. */
export function problemOf(status: number, body: unknown): ApiProblem {
  const said = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const detail =
    typeof said.detail === 'string' ? said.detail : `Headquarters answered with status ${status}.`;
  const requestId = typeof said.requestId === 'string' ? said.requestId : '';
  return new ApiProblem(
    status,
    detail,
    Array.isArray(said.errors) ? said.errors.filter(isFault) : [],
    requestId,
  );
}

function isFault(fault: unknown): fault is FieldError {
  const { pointer, detail } = (fault ?? {}) as Record<string, unknown>;
  return typeof pointer === 'string' && typeof detail === 'string';
}

/** Faults by the first name in their pointer (`/barcodes/0` is `barcodes`); several are joined. */
export function faultsByField(errors: readonly FieldError[]): ReadonlyMap<string, string> {
  const faults = new Map<string, string>();
  for (const { pointer, detail } of errors) {
    const field = pointer.replace(/^\//, '').split('/')[0] ?? '';
    const before = faults.get(field);
    faults.set(field, before === undefined ? sentence(detail) : `${before} ${sentence(detail)}`);
  }
  return faults;
}

function sentence(detail: string): string {
  const text = `${detail.slice(0, 1).toUpperCase()}${detail.slice(1)}`;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
