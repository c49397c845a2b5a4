/** What a fashion department sells: each with its run of sizes. */
export interface Garment {
  readonly name: string;
  readonly category: string;
  readonly sizes: readonly string[];
  readonly fromMinor: number;
  readonly toMinor: number;
}

const letters = ['XS', 'S', 'M', 'L', 'XL'];
const dress = ['8', '10', '12', '14', '16', '18'];
const waists = ['30', '32', '34', '36', '38'];
const shoes = ['4', '5', '6', '7', '8'];
const men = ['7', '8', '9', '10', '11', '12'];
const one = ['ONE'];

export const fashionCategories = [
  { id: 'women', name: 'Women' },
  { id: 'men', name: 'Men' },
  { id: 'shoes', name: 'Shoes' },
  { id: 'accessories', name: 'Accessories' },
] as const;

/** A style's garment goes round this list, and its colours round 1 to 3, so that counts are exact. */
export const garments: readonly [Garment, ...Garment[]] = [
  { name: 'T-Shirt', category: 'women', sizes: letters, fromMinor: 900, toMinor: 2900 },
  { name: 'Shirt', category: 'men', sizes: letters, fromMinor: 1900, toMinor: 6900 },
  { name: 'Dress', category: 'women', sizes: dress, fromMinor: 2900, toMinor: 14_900 },
  { name: 'Chinos', category: 'men', sizes: waists, fromMinor: 2900, toMinor: 7900 },
  { name: 'Ankle Boots', category: 'shoes', sizes: shoes, fromMinor: 3900, toMinor: 15_900 },
  { name: 'Scarf', category: 'accessories', sizes: one, fromMinor: 900, toMinor: 4900 },
  { name: 'Jumper', category: 'women', sizes: letters, fromMinor: 2400, toMinor: 8900 },
  { name: 'Jacket', category: 'men', sizes: letters, fromMinor: 4900, toMinor: 24_900 },
  { name: 'Skirt', category: 'women', sizes: dress, fromMinor: 1900, toMinor: 6900 },
  { name: 'Trainers', category: 'shoes', sizes: men, fromMinor: 3900, toMinor: 12_900 },
  { name: 'Belt', category: 'accessories', sizes: ['S', 'M', 'L'], fromMinor: 1200, toMinor: 4500 },
  { name: 'Jeans', category: 'men', sizes: waists, fromMinor: 2900, toMinor: 11_900 },
];

export const fashionBrands: readonly [string, ...string[]] = [
  'Ashdown',
  'Lindqvist',
  'Maren',
  'Colne Valley',
  'Petrie',
  'Saltmarsh',
  'Verso',
  'Thornbury',
];
export const cuts: readonly [string, ...string[]] = [
  'Classic',
  'Slim',
  'Relaxed',
  'Organic',
  'Striped',
  'Textured',
  'Tailored',
  'Quilted',
  'Cropped',
  'Ribbed',
];
export const colours: readonly [string, ...string[]] = [
  'Black',
  'Navy',
  'White',
  'Grey',
  'Red',
  'Green',
  'Sand',
  'Blue',
  'Rust',
  'Plum',
];
