import type {
  PricesAnswer,
  PricesRequest,
  QuoteAnswer,
  QuoteRequest,
  RedeemAnswer,
  RedeemRequest,
} from '../protocol/pricing-messages.ts';
import { EvertillProblem, EvertillUnreachable, readProblem } from './problem.ts';
import { isWorthAnotherTry, waitBeforeRetryMs } from './retry.ts';

export type * from '../protocol/pricing-messages.ts';
export type * from '../protocol/problem.ts';
export { EvertillProblem, EvertillUnreachable };

export interface ClientOptions {
  /** Where evertill is, such as `https://hq.example.com`. */
  readonly url: string;
  /** A partner's key, `evk_live_…`. */
  readonly key: string;
  /** For one try; 10,000 without it. */
  readonly timeoutMs?: number;
  /** Tries after the first one; 3 without it, 0 for none. */
  readonly retriesMax?: number;
  /** The host's own without it. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

export interface CallOptions {
  /** Gives up the call and its retries: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Every call changes nothing at evertill, so it is safe to repeat. Rejects with `EvertillProblem` or `EvertillUnreachable`. */
export interface PricingClient {
  /** What up to 200 products cost, each by itself. What is wrong with one is said of its item. */
  prices(request: PricesRequest, options?: CallOptions): Promise<PricesAnswer>;
  /** What a basket of up to 500 lines costs, with a token that promises it. */
  quote(request: QuoteRequest, options?: CallOptions): Promise<QuoteAnswer>;
  /** The totals that a quote's token promises, until it expires. */
  redeem(token: string, options?: CallOptions): Promise<RedeemAnswer>;
}

const TIMEOUT_MS = 10_000;
const RETRIES_MAX = 3;

export function createClient(options: ClientOptions): PricingClient {
  const { key, timeoutMs = TIMEOUT_MS, retriesMax = RETRIES_MAX } = options;
  const base = options.url.replace(/\/+$/, '');
  const send = options.fetch ?? ((request: Request) => fetch(request));

  async function call<Answer>(path: string, body: object, { signal }: CallOptions = {}): Promise<Answer> {
    const text = JSON.stringify(body);
    for (let tried = 0; ; tried++) {
      signal?.throwIfAborted();
      const failure = await attempt<Answer>(path, text, signal);
      if (!(failure instanceof Failure)) return failure;
      const retryAfter = failure.retryAfter;
      const waitMs =
        tried < retriesMax && isWorthAnotherTry(failure.error)
          ? waitBeforeRetryMs(tried, retryAfter, Date.now(), Math.random())
          : null;
      if (waitMs === null) throw failure.error;
      await wait(waitMs, signal);
    }
  }

  async function attempt<Answer>(
    path: string,
    body: string,
    signal: AbortSignal | undefined,
  ): Promise<Answer | Failure> {
    const timeout = AbortSignal.timeout(timeoutMs);
    const request = new Request(`${base}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    try {
      const response = await send(request);
      if (response.ok) return (await response.json()) as Answer;
      return new Failure(await readProblem(response), response.headers.get('retry-after'));
    } catch (cause) {
      signal?.throwIfAborted();
      const why = timeout.aborted ? `gave no answer within ${timeoutMs} ms` : 'could not be reached';
      return new Failure(new EvertillUnreachable(`${base} ${why}.`, cause), null);
    }
  }

  return {
    prices: (request, callOptions) => call('/v1/prices', request, callOptions),
    quote: (request, callOptions) => call('/v1/quotes', request, callOptions),
    redeem: (token, callOptions) => call('/v1/quotes/redeem', { token } satisfies RedeemRequest, callOptions),
  };
}

class Failure {
  readonly error: EvertillProblem | EvertillUnreachable;
  readonly retryAfter: string | null;

  constructor(error: EvertillProblem | EvertillUnreachable, retryAfter: string | null) {
    this.error = error;
    this.retryAfter = retryAfter;
  }
}

/** Rejects as soon as the signal is aborted. */
function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      done();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
