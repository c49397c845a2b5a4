import type { StreamKind } from '../../commerce/distribution/stream-kinds.ts';
import type { StreamSource } from './stream-sources.ts';

const window = 'c.version > ?2 AND c.version <= ?3';

/** Changes that the log files under the stream's own scope. */
const inScope = (name: string) =>
  `SELECT c.row_key FROM change_log c WHERE c.table_name = '${name}' AND c.scope = ?1 AND ${window}`;

const everywhere = (name: string) =>
  `SELECT c.row_key FROM change_log c WHERE c.table_name = '${name}' AND ?1 = '' AND ${window}`;

/** A stream holds some owners (products, offers, customers) and what belongs to them. */
interface Owners {
  /** A query of those that it holds now, and one of those that came or went. */
  readonly held: string;
  readonly moved: string;
}

/** Rows that belong to owners: those that changed, and all rows of owners that came or went. */
const belongingTo = (owners: Owners, logName: string, rows: string, owner: string, key: string) => `
  SELECT c.row_key FROM change_log c WHERE c.table_name = '${logName}' AND ${window} AND (
    c.scope IN (${owners.held}) OR c.scope IN (${owners.moved}))
  UNION SELECT ${key} FROM ${rows} r WHERE ${owner} IN (${owners.moved})`;

const products: Owners = {
  held: 'SELECT sku FROM assortment_product WHERE assortment = ?1',
  moved: inScope('assortment_product'),
};
const ofProducts = (logName: string, rows: string, key: string) =>
  belongingTo(products, logName, rows, 'r.sku', key);
const member = 'JOIN assortment_product m ON m.sku = r.sku AND m.assortment = ?1';

const offers: Owners = {
  held: 'SELECT offer FROM offer_price_group WHERE price_group = ?1',
  moved: inScope('offer_price_group'),
};
const offered = (offer: string) => `JOIN offer_price_group m ON m.offer = ${offer} AND m.price_group = ?1`;

const customers: Owners = {
  held: 'SELECT number FROM customer WHERE customer_group = ?1',
  moved: inScope('customer'),
};

const whole = (table: StreamSource['table'], name: string): StreamSource => ({
  table,
  from: `${name} r WHERE ?1 = ''`,
  key: 'r.id',
  changed: everywhere(name),
});

export const streamSources: Record<StreamKind, readonly StreamSource[]> = {
  global: [
    whole('tenderType', 'tender_type'),
    whole('reasonCode', 'reason_code'),
    whole('permissionGroup', 'permission_group'),
    whole('taxCode', 'tax_code'),
    whole('category', 'category'),
    whole('affiliation', 'affiliation'),
    whole('loyaltyTier', 'loyalty_tier'),
  ],
  tax: [
    {
      table: 'taxRate',
      from: 'tax_rate r WHERE r.region = ?1',
      // As text: a JSON value would be nested into the line instead of quoted.
      key: `(iif(r.from_minor IS NULL, json_array(r.tax_code, r.valid_from),
        json_array(r.tax_code, r.valid_from, r.from_minor)) || '')`,
      changed: inScope('tax_rate'),
    },
  ],
  store: [
    { table: 'store', from: 'store r WHERE r.store = ?1', key: 'r.store', changed: inScope('store') },
    {
      table: 'offlineProfile',
      from: `(SELECT g.store, g.terminal, (p.support_offline AND g.support_offline) AS support_offline, p.request_timeout_ms, p.reconnect_interval_ms,
          p.health_check_interval_ms, p.manual_switch, p.offline_hours_max, p.persistent_storage, p.pause_sync
        FROM register g JOIN offline_profile p ON p.id = g.offline_profile) r WHERE r.store = ?1`,
      key: 'r.terminal',
      changed: `${inScope('register')} UNION SELECT g.terminal FROM register g JOIN change_log c
        ON c.table_name = 'offline_profile' AND c.row_key = g.offline_profile WHERE g.store = ?1 AND ${window}`,
    },
  ],
  assortment: [
    {
      table: 'product',
      from: `product r ${member} WHERE true`,
      key: 'r.sku',
      changed: ofProducts('product', 'product', 'r.sku'),
    },
    {
      table: 'barcode',
      from: `barcode r ${member} WHERE true`,
      key: 'r.barcode',
      changed: ofProducts('barcode', 'barcode', 'r.barcode'),
    },
    {
      table: 'price',
      from: `price r ${member} WHERE r.price_group IS NULL AND r.customer IS NULL`,
      key: 'r.id',
      changed: ofProducts(
        'base_price',
        '(SELECT * FROM price WHERE price_group IS NULL AND customer IS NULL)',
        'r.id',
      ),
    },
  ],
  'price-group': [
    {
      table: 'priceGroup',
      from: 'price_group r WHERE r.id = ?1',
      key: 'r.id',
      changed: `SELECT c.row_key FROM change_log c WHERE c.table_name = 'price_group' AND c.row_key = ?1 AND ${window}`,
    },
    { table: 'price', from: 'price r WHERE r.price_group = ?1', key: 'r.id', changed: inScope('price') },
    {
      table: 'offer',
      from: `offer r ${offered('r.id')} WHERE true`,
      key: 'r.id',
      changed: `SELECT c.row_key FROM change_log c WHERE c.table_name = 'offer' AND ${window} AND c.row_key IN (${offers.held})
        UNION ${offers.moved}`,
    },
    {
      table: 'offerLine',
      from: `offer_line r ${offered('r.offer')} WHERE true`,
      key: "(json_array(r.offer, r.line) || '')",
      changed: belongingTo(offers, 'offer_line', 'offer_line', 'r.offer', 'json_array(r.offer, r.line)'),
    },
    {
      table: 'coupon',
      from: `coupon r ${offered('r.offer')} WHERE true`,
      key: 'r.code',
      changed: belongingTo(offers, 'coupon', 'coupon', 'r.offer', 'r.code'),
    },
  ],
  employees: [
    {
      table: 'employee',
      from: 'employee r WHERE r.employee_group = ?1',
      key: 'r.number',
      changed: inScope('employee'),
    },
  ],
  customers: [
    {
      table: 'customer',
      from: 'customer r WHERE r.customer_group = ?1',
      key: 'r.number',
      changed: inScope('customer'),
    },
    {
      table: 'price',
      from: 'price r JOIN customer u ON u.number = r.customer AND u.customer_group = ?1 WHERE true',
      key: 'r.id',
      changed: belongingTo(customers, 'customer_price', 'price', 'r.customer', 'r.id'),
    },
    {
      table: 'loyaltyCard',
      from: 'loyalty_card r WHERE r.customer_group = ?1',
      key: 'r.card',
      changed: inScope('loyalty_card'),
    },
  ],
};

/** The streams that changes between two versions of the log (?1, ?2] may touch, and the last such change of each. */
export const streamChangesSql: readonly string[] = [
  `SELECT 'global' AS stream, max(c.version) AS version FROM change_log c WHERE c.table_name IN ('tender_type', 'reason_code', 'permission_group',
    'tax_code', 'category', 'affiliation', 'loyalty_tier') AND`,
  "SELECT 'tax:' || c.scope AS stream, max(c.version) AS version FROM change_log c WHERE c.table_name = 'tax_rate' AND",
  "SELECT 'store:' || c.scope AS stream, max(c.version) AS version FROM change_log c WHERE c.table_name IN ('store', 'register') AND",
  `SELECT 'store:' || g.store AS stream, max(c.version) AS version FROM change_log c JOIN register g ON g.offline_profile = c.row_key
    WHERE c.table_name = 'offline_profile' AND`,
  "SELECT 'assortment:' || c.scope AS stream, max(c.version) AS version FROM change_log c WHERE c.table_name = 'assortment_product' AND",
  `SELECT 'assortment:' || m.assortment AS stream, max(c.version) AS version FROM change_log c JOIN assortment_product m ON m.sku = c.scope
    WHERE c.table_name IN ('product', 'barcode', 'base_price') AND`,
  "SELECT 'price-group:' || c.row_key AS stream, max(c.version) AS version FROM change_log c WHERE c.table_name = 'price_group' AND",
  `SELECT 'price-group:' || c.scope AS stream, max(c.version) AS version FROM change_log c
    WHERE c.table_name IN ('price', 'offer_price_group') AND`,
  `SELECT 'price-group:' || m.price_group AS stream, max(c.version) AS version FROM change_log c JOIN offer_price_group m ON m.offer = c.row_key
    WHERE c.table_name = 'offer' AND`,
  `SELECT 'price-group:' || m.price_group AS stream, max(c.version) AS version FROM change_log c JOIN offer_price_group m ON m.offer = c.scope
    WHERE c.table_name IN ('offer_line', 'coupon') AND`,
  "SELECT 'employees:' || c.scope AS stream, max(c.version) AS version FROM change_log c WHERE c.table_name = 'employee' AND",
  "SELECT 'customers:' || c.scope AS stream, max(c.version) AS version FROM change_log c WHERE c.table_name IN ('customer', 'loyalty_card') AND",
  `SELECT 'customers:' || u.customer_group AS stream, max(c.version) AS version FROM change_log c JOIN customer u ON u.number = c.scope
    WHERE c.table_name = 'customer_price' AND`,
].map((select) => `${select} c.version > ?1 AND c.version <= ?2 GROUP BY 1`);
