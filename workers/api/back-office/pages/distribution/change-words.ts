import { urls } from '../../app/routes.ts';

interface Change {
  readonly tableName: string;
  readonly rowKey: string;
  readonly scope: string;
}

/** `tax_rate` as `Tax rate`. */
export function tableWords(tableName: string): string {
  const words = tableName.replaceAll('_', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/** The page that shows what was changed, where there is one. */
export function changeUrl({ tableName, rowKey, scope }: Change): string | null {
  switch (tableName) {
    case 'product':
    case 'assortment_product':
      return urls.product(rowKey);
    case 'barcode':
    case 'base_price':
      return urls.product(scope);
    case 'activation_code':
      return urls.register(rowKey);
    // A register's change is logged by its terminal, which is no id.
    case 'register':
    case 'store':
      return urls.registers;
    default:
      return null;
  }
}
