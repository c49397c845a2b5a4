/** A page of the back office and what its path names. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'registers' }
  | { readonly page: 'register'; readonly id: string }
  | { readonly page: 'products' }
  | { readonly page: 'product'; readonly sku: string }
  | { readonly page: 'offers' }
  | { readonly page: 'newOffer' }
  | { readonly page: 'offer'; readonly id: string }
  | { readonly page: 'simulator' }
  | { readonly page: 'approvals' }
  | { readonly page: 'approval'; readonly id: string }
  | { readonly page: 'audit' }
  | { readonly page: 'exchange' }
  | { readonly page: 'sales' }
  | { readonly page: 'sale'; readonly id: string }
  | { readonly page: 'distribution' }
  | { readonly page: 'ledger' }
  | { readonly page: 'missing' };

export const base = '/hq/';

/**
 * Every address ends with a slash: an id may hold a point (`S1.1.1.7`), and an address that ends like a
 * file's name is answered with a file or not at all.
 */
export const urls = {
  home: base,
  registers: `${base}registers/`,
  register: (id: string) => `${base}registers/${encodeURIComponent(id)}/`,
  products: `${base}products/`,
  product: (sku: string) => `${base}products/${encodeURIComponent(sku)}/`,
  offers: `${base}offers/`,
  newOffer: `${base}offers/new/`,
  offer: (id: string) => `${base}offers/${encodeURIComponent(id)}/`,
  simulator: `${base}simulator/`,
  approvals: `${base}approvals/`,
  approval: (id: string) => `${base}approvals/${encodeURIComponent(id)}/`,
  audit: `${base}audit/`,
  exchange: `${base}exchange/`,
  sales: `${base}sales/`,
  sale: (id: string) => `${base}sales/${encodeURIComponent(id)}/`,
  distribution: `${base}distribution/`,
  ledger: `${base}ledger/`,
} as const;

export function routeOf(pathname: string): Route {
  if (!pathname.startsWith(base)) return { page: 'missing' };
  const parts = pathname.slice(base.length).split('/').filter(Boolean).map(decoded);
  const [noun, key] = parts;
  if (parts.length > 2 || parts.includes(null)) return { page: 'missing' };
  if (noun === undefined) return { page: 'home' };
  if (typeof key !== 'string') return list(noun);
  switch (noun) {
    case 'registers':
      return { page: 'register', id: key };
    case 'products':
      return { page: 'product', sku: key };
    case 'offers':
      return key === 'new' ? { page: 'newOffer' } : { page: 'offer', id: key };
    case 'approvals':
      return { page: 'approval', id: key };
    case 'sales':
      return { page: 'sale', id: key };
    default:
      return { page: 'missing' };
  }
}

function list(noun: string | null): Route {
  switch (noun) {
    case 'registers':
    case 'products':
    case 'offers':
    case 'simulator':
    case 'approvals':
    case 'audit':
    case 'exchange':
    case 'sales':
    case 'distribution':
    case 'ledger':
      return { page: noun };
    default:
      return { page: 'missing' };
  }
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
