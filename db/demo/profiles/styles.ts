import { restrictedEan13 } from '../../../commerce/barcode/ean13.ts';
import { Chance } from './chance.ts';
import { colours, cuts, fashionBrands, type Garment, garments } from './garments.ts';
import { pricesOf, shelfPrice } from './prices.ts';
import { numbered, type Retailer, type Row } from './retailer.ts';

const COLOURS_MAX = 3;
/** Numbers of barcodes of variants begin beyond those of goods, a hundred for each style. */
const FIRST_VARIANT = 1_000_000_000;

interface Style {
  readonly sku: string;
  readonly name: string;
  readonly garment: Garment;
  readonly variants: readonly { readonly sku: string; readonly colour: string; readonly size: string }[];
}

/** Each style with its variants behind it. */
export function* stylesOf(retailer: Retailer, seed: number): Generator<Row> {
  for (let index = 0; index < retailer.styles; index++) {
    const { sku, name, garment, variants } = styleAt(retailer, seed, index);
    const common = {
      taxCode: `${retailer.code}-STANDARD`,
      stocked: true,
      categories: [`${retailer.code}-${garment.category}`],
      costMinor: Math.round(priceAt(seed, index) * 0.4),
      assortments: [retailer.code],
    };
    yield { sku, name, ...common };
    for (const [place, { sku: variant, colour, size }] of variants.entries()) {
      yield {
        sku: variant,
        name: size === 'ONE' ? `${name}, ${colour}` : `${name}, ${colour}, ${size}`,
        ...common,
        variantOf: sku,
        variant: { colour, size },
        barcodes: [restrictedEan13(retailer.barcodePrefix, FIRST_VARIANT + index * 100 + place)],
      };
    }
  }
}

/** Every variant has its price; all of a style cost the same. */
export function* stylePricesOf(retailer: Retailer, seed: number): Generator<Row> {
  for (let index = 0; index < retailer.styles; index++) {
    const { variants } = styleAt(retailer, seed, index);
    for (const { sku } of variants)
      yield* pricesOf(retailer, sku, priceAt(seed, index), new Chance(seed, 6, index));
  }
}

/** How many variants so many styles have. */
export function variantsOf(styles: number): number {
  let variants = 0;
  for (let index = 0; index < styles; index++) variants += coloursAt(index) * garmentAt(index).sizes.length;
  return variants;
}

function styleAt({ code }: Retailer, seed: number, index: number): Style {
  const chance = new Chance(seed, 4, index);
  const garment = garmentAt(index);
  const sku = `${code}-S${numbered(index, 5)}`;
  const firstColour = chance.below(colours.length);
  const variants = Array.from({ length: coloursAt(index) }, (_, place) => {
    const colour = colours[(firstColour + place) % colours.length] ?? '';
    return garment.sizes.map((size) => ({ sku: `${sku}-${colour.toUpperCase()}-${size}`, colour, size }));
  }).flat();
  return {
    sku,
    name: `${chance.pick(fashionBrands)} ${chance.pick(cuts)} ${garment.name}`,
    garment,
    variants,
  };
}

function priceAt(seed: number, index: number): number {
  const { fromMinor, toMinor } = garmentAt(index);
  return shelfPrice(new Chance(seed, 5, index), fromMinor, toMinor);
}

const garmentAt = (index: number): Garment => garments[index % garments.length] ?? garments[0];
const coloursAt = (index: number): number => 1 + (Math.floor(index / garments.length) % COLOURS_MAX);
