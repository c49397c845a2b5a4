import type { StreamKind } from '../../../../commerce/distribution/stream-kinds.ts';

/** Rows of headquarters' masters as its API gives and takes them. A write takes the whole row. */
export interface StoreRow {
  readonly store: string;
  readonly name: string;
  readonly receiptLines: readonly string[];
  readonly currency: string;
  readonly timeZone: string;
  readonly country: string;
  readonly pricesIncludeTax: boolean;
  readonly taxRegion: string;
  readonly assortment: string;
  readonly priceGroups: readonly string[];
  readonly employeeGroup: string;
  readonly customerGroup: string;
}

export interface RegisterRow {
  readonly id: string;
  readonly store: string;
  readonly terminal: string;
  readonly name: string;
  readonly offlineProfile: string;
  /** Off: it sells with a line to its store only, and has no channel database of its own. */
  readonly supportOffline: boolean;
}

export interface OfflineProfileRow {
  readonly id: string;
  readonly name: string;
  readonly supportOffline: boolean;
  readonly offlineHoursMax: number;
  readonly pauseSync: boolean;
}

export interface JobRow {
  readonly id: string;
  readonly name: string;
  /** 0 runs on demand only. */
  readonly everyMinutes: number;
  /** Every kind where none is named. */
  readonly streamKinds: readonly StreamKind[];
  /** Hours of the day, `HH:MM`; both or neither. */
  readonly runFrom: string | null;
  readonly runUntil: string | null;
  readonly timeZone: string;
  readonly paused: boolean;
}

export interface ProductRow {
  readonly sku: string;
  readonly name: string;
  readonly taxCode: string;
  readonly stocked: boolean;
  readonly variantOf: string | null;
  readonly variant: Readonly<Record<string, string>>;
  readonly barcodes: readonly string[];
  readonly assortments: readonly string[];
}

export interface NamedRow {
  readonly id: string;
  readonly name: string;
}
