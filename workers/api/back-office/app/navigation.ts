import { computed, signal } from '@preact/signals-core';
import { base, type Route, routeOf } from './routes.ts';

interface Place {
  readonly pathname: string;
  readonly search: string;
  /** What the history keeps with the address, such as the cursors of the pages before. */
  readonly state: unknown;
}

const place = signal<Place>(here());

export const pathname = computed(() => place.value.pathname);
export const search = computed(() => place.value.search);
export const placeState = computed(() => place.value.state);
export const route = computed<Route>(() => routeOf(pathname.value));

/** Counts arrivals at another page, so that the page's head can take the focus. */
export const arrivals = signal(0);

let unsaved: () => boolean = () => false;

/** Asks before a page is left on which something is typed and not saved. Ends with the page. */
export function guardUnsaved(isUnsaved: () => boolean, ended: AbortSignal): void {
  unsaved = isUnsaved;
  ended.addEventListener('abort', () => {
    if (unsaved === isUnsaved) unsaved = () => false;
  });
}

function mayLeave(url: string): boolean {
  const staysHere = new URL(url, location.href).pathname === location.pathname;
  return staysHere || !unsaved() || confirm('What you typed on this page is not saved. Leave it?');
}

/** Goes to an address of the back office. `replace` keeps the history's length, for filters that are typed. */
export function navigate(url: string, options: { replace?: boolean; state?: unknown } = {}): void {
  const before = pathname.peek();
  if (!mayLeave(url)) return;
  if (options.replace) history.replaceState(options.state ?? null, '', url);
  else history.pushState(options.state ?? null, '', url);
  place.value = here();
  if (pathname.peek() !== before) {
    window.scrollTo(0, 0);
    arrivals.value++;
  }
}

/** Lets links inside the back office change the page without loading it anew. */
export function startNavigation(): void {
  addEventListener('beforeunload', (event) => {
    if (unsaved()) event.preventDefault();
  });
  addEventListener('popstate', () => {
    const before = pathname.peek();
    place.value = here();
    if (pathname.peek() !== before) arrivals.value++;
  });
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute('download')) return;
    const url = new URL(link.href, location.href);
    const inside = url.origin === location.origin && url.pathname.startsWith(base);
    const onThisPage =
      url.pathname === location.pathname && url.search === location.search && url.hash !== '';
    if (!inside || onThisPage) return;
    event.preventDefault();
    navigate(url.pathname + url.search + url.hash);
  });
}

function here(): Place {
  return { pathname: location.pathname, search: location.search, state: history.state };
}
