import { DurableObject } from 'cloudflare:workers';
import { countRequest, noRequests, type RateVerdict, type RateWindow } from './rate-window.ts';

/**
 * Counts the requests of one partner's key, for the whole world in one place. Only in memory: an object that is
 * put away was not asked for longer than a window lasts, or begins a window anew in the partner's favour.
 */
export class RequestCounter extends DurableObject {
  #window: RateWindow = noRequests;

  take(limit: number, nowMs: number): RateVerdict {
    const [window, verdict] = countRequest(this.#window, limit, nowMs);
    this.#window = window;
    return verdict;
  }
}
