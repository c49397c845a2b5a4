import type { Reward } from '../../../../../commerce/promotions/offer.ts';
import type { Result } from '../../../../../commerce/result.ts';
import { type RewardDraft, readReward } from './reward-draft.ts';

/** Collects what is wrong with a draft while it is read, the first fault of each place. */
export class OfferReader {
  readonly faults: Record<string, string> = {};
  readonly currency: string;

  constructor(currency: string) {
    this.currency = currency;
  }

  get isClean(): boolean {
    return Object.keys(this.faults).length === 0;
  }

  fault(path: string, sentence: string): void {
    this.faults[path] ??= sentence;
  }

  /** The value, or null and its fault. */
  take<T>(path: string, read: Result<T, string>): T | null {
    if (read.ok) return read.value;
    this.fault(path, read.error);
    return null;
  }

  reward(draft: RewardDraft, path: string): Reward | null {
    return this.take(path, readReward(draft, this.currency));
  }
}
