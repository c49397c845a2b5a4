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
}

export interface OfflineProfileRow {
  readonly id: string;
  readonly name: string;
  readonly supportOffline: boolean;
  readonly offlineHoursMax: number;
  readonly pauseSync: boolean;
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
