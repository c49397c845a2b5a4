import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import type { ProductTile } from './register-host.ts';
import type { RegisterCore } from './register-model-core.ts';

export interface ProductsModel {
  /** The text in the field for codes, and the text in the field of the product panel. */
  readonly scanText: ReadonlySignal<string>;
  readonly searchText: ReadonlySignal<string>;
  /** What was found; null while nothing is searched for. */
  readonly found: ReadonlySignal<readonly ProductTile[] | null>;
  readonly query: ReadonlySignal<string>;
  readonly page: ReadonlySignal<readonly ProductTile[]>;
  readonly pageNumber: ReadonlySignal<number>;
  readonly hasNext: ReadonlySignal<boolean>;
  setScanText(text: string): void;
  setSearchText(text: string): void;
  /** Every product that holds the words of `text`, at most `limit`. */
  find(text: string, limit: number): Promise<readonly ProductTile[]>;
  clear(): void;
  next(): void;
  previous(): void;
  close(): void;
}

export const PAGE_SIZE = 12;
const FOUND_MAX = 24;
const QUERY_MIN = 2;
/** Longer than a scanner waits between two keys: a barcode is never searched for while it comes in. */
const QUIET_MS = 80;

export function createProducts(core: RegisterCore): ProductsModel {
  const scanText = signal('');
  const searchText = signal('');
  const found = signal<readonly ProductTile[] | null>(null);
  const query = computed(() => searchText.value.trim() || scanText.value.trim());
  let callOff = () => {};
  let newestSearch = 0;

  async function find(text: string, limit: number): Promise<readonly ProductTile[]> {
    const answer = await core.ask({ type: 'searchProducts', text, limit });
    return answer.ok ? (answer.value.products ?? []) : [];
  }

  async function search(): Promise<void> {
    const mine = ++newestSearch;
    const products = await find(query.value, FOUND_MAX);
    if (mine === newestSearch) found.value = products;
  }

  function queryChanged(): void {
    callOff();
    if (query.value.length >= QUERY_MIN) {
      callOff = core.device.after(QUIET_MS, () => void search());
      return;
    }
    newestSearch++;
    found.value = null;
  }

  const grid = createGrid(core);
  return {
    scanText,
    searchText,
    found,
    query,
    ...grid,
    setScanText(text) {
      scanText.value = text;
      queryChanged();
    },
    setSearchText(text) {
      searchText.value = text;
      queryChanged();
    },
    find,
    clear() {
      batch(() => {
        scanText.value = '';
        searchText.value = '';
        queryChanged();
      });
    },
    close() {
      callOff();
      grid.close();
    },
  };
}

/** The products by name, a page at a time; read again when a package has changed them. */
function createGrid(core: RegisterCore) {
  const page: Signal<readonly ProductTile[]> = signal([]);
  const hasNext = signal(false);
  const starts = signal<readonly (string | null)[]>([null]);
  let newest = 0;

  async function load(from: readonly (string | null)[]): Promise<void> {
    const mine = ++newest;
    const after = from.at(-1) ?? null;
    // One more than fits tells whether there is another page.
    const answer = await core.ask({ type: 'browseProducts', after, limit: PAGE_SIZE + 1 });
    if (mine !== newest || !answer.ok) return;
    const products = answer.value.products ?? [];
    batch(() => {
      page.value = products.slice(0, PAGE_SIZE);
      hasNext.value = products.length > PAGE_SIZE;
      starts.value = from;
    });
  }

  const ready = computed(() => core.state.value.phase === 'ready');
  const versions = computed(() => JSON.stringify(core.state.value.sync.versions));
  const close = effect(() => {
    void versions.value;
    if (ready.value) void load(starts.peek());
  });

  return {
    page,
    hasNext,
    pageNumber: computed(() => starts.value.length),
    next() {
      const last = page.value.at(-1);
      if (hasNext.value && last) void load([...starts.value, last.sku]);
    },
    previous() {
      if (starts.value.length > 1) void load(starts.value.slice(0, -1));
    },
    close,
  };
}
