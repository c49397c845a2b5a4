import { restrictedEan13 } from '../../commerce/barcode/ean13.ts';

export interface FakeProduct {
  readonly sku: string;
  readonly name: string;
  readonly barcode: string;
  /** Pence for one. */
  readonly priceMinor: number;
  /** For ten, where it differs. */
  readonly tenPriceMinor?: number;
}

const named: readonly (readonly [sku: string, name: string, priceMinor: number, tenPriceMinor?: number])[] = [
  ['21730', 'Glass star frosted T-light holder', 425],
  ['22423', 'Regency cakestand, 3 tier', 1275, 1095],
  ['22633', 'Hand warmer, union jack', 185],
  ['22745', "Poppy's playhouse bedroom", 210],
  ['22748', "Poppy's playhouse kitchen", 210],
  ['22752', 'Set of 7 Babushka nesting boxes', 765],
  ['22914', 'Blue coat rack, Paris fashion', 495],
  ['71053', 'White metal lantern', 339],
  ['82494L', 'Wooden frame, antique white', 295],
  ['84029E', 'Red woolly hottie, white heart', 339],
  ['84406B', 'Cream cupid hearts coat hanger', 275],
  ['84879', 'Assorted colour bird ornament', 169],
  ['85123A', 'White hanging heart T-light holder', 255, 225],
  ['85099B', 'Jumbo bag, red retrospot', 195, 165],
  ['QS-20114', 'Stoneware mug, speckled blue', 1200],
  ['QS-31077', 'Hand cream, rose and oat, 75 ml', 850],
  ['QS-40218', 'Linen tea towel, heron', 995],
  ['QS-52940', 'Lambswool scarf, slate', 3800],
  ['QS-10023', 'Soy candle, fig and cedar', 1450],
  ['QS-10112', 'Birthday card, wild meadow', 295],
  ['QS-60001', 'Sea-salt fudge, loose', 2200],
  ['QS-70011', 'Beeswax wraps, set of three', 1150],
  ['QS-80012', 'Harbour print, unframed', 1800],
  ['QS-90044', 'Paper bag', 40],
  ['POST', 'Postage', 1800],
];

const plain = ['Notebook', 'Ribbon, 2 m', 'Gift wrap', 'Tea light', 'Photo frame', 'Cushion cover'];
const colours = ['amber', 'blue', 'coral', 'fern', 'ivory', 'plum', 'sage', 'slate'];

/** A small shop with names of every length; barcodes in the range that GS1 leaves to shops. */
export const catalogue: readonly FakeProduct[] = [
  ...named,
  ...plain.flatMap((name, at) =>
    colours.map(
      (colour, shade) => [`Z-${at}${shade}`, `${name}, ${colour}`, 120 + 55 * at + 10 * shade] as const,
    ),
  ),
].map(([sku, name, priceMinor, tenPriceMinor], index) => ({
  sku,
  name,
  priceMinor,
  barcode: restrictedEan13('20', index),
  ...(tenPriceMinor === undefined ? {} : { tenPriceMinor }),
}));
