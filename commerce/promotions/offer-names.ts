/** How a host calls what an offer names: it knows the currency, the language of dates and the masters' names. */
export interface OfferNames {
  amount(amountMinor: number): string;
  day(date: string): string;
  product(sku: string): string;
  category(id: string): string;
  priceGroup(id: string): string;
  tenderType(id: string): string;
}
