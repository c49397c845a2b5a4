/** What a department sells: words that make plausible names, and what such things cost. */
export interface Department {
  readonly id: string;
  readonly name: string;
  readonly tax: 'STANDARD' | 'ZERO';
  readonly brands: Words;
  readonly kinds: Words;
  readonly nouns: Words;
  /** How it is packed; of goods sold by weight nothing is said. */
  readonly packs: Words;
  readonly fromMinor: number;
  readonly toMinor: number;
  /** Sold by the kilogram: prices are per kilogram. */
  readonly isWeighed: boolean;
}

type Words = readonly [string, ...string[]];

const words = (text: string): Words => {
  const [first = '', ...others] = text.split(', ');
  return [first, ...others];
};

function department(
  id: string,
  name: string,
  tax: Department['tax'],
  [fromMinor, toMinor]: readonly [number, number],
  text: { brands: string; kinds: string; nouns: string; packs: string },
): Department {
  return {
    ...{ id, name, tax, fromMinor, toMinor, isWeighed: text.packs === '' },
    brands: words(text.brands),
    kinds: words(text.kinds),
    nouns: words(text.nouns),
    packs: words(text.packs),
  };
}

const pantryBrands =
  'Hollins, Bramley & Son, Old Mill, Harvest Lane, Kestrel, Fernley, Tillbrook, Marrow Farm, Alder, Pennine';
const homeBrands =
  'Ashby, Corvane, Lumo, Nordvale, Hearthside, Pell & Rowe, Tamsin, Oakham, Brightwell, Sandhurst';

export const newsDepartments = [
  department('sweets', 'Sweets and chocolate', 'STANDARD', [45, 450], {
    brands: 'Tillbrook, Candour, Mr Poppet, Golden Bell, Sugarwick',
    kinds: 'Milk, Dark, White, Salted Caramel, Hazelnut, Orange, Mint, Sour, Fizzy, Fruity',
    nouns: 'Chocolate Bar, Toffees, Gums, Mints, Lollies, Truffles, Nougat, Fudge',
    packs: '35 g, 90 g, 150 g, 200 g, Share Bag',
  }),
  department('drinks', 'Soft drinks', 'STANDARD', [79, 350], {
    brands: 'Alder, Brisk, Fountain, Kestrel, Lido',
    kinds: 'Still, Sparkling, Lemon, Orange, Apple, Elderflower, Ginger, Cola, Cherry, Sugar-Free Cola',
    nouns: 'Water, Drink, Pressé, Juice, Energy Drink, Iced Tea',
    packs: '250 ml, 330 ml, 500 ml, 1 l, 4 × 330 ml',
  }),
  department('snacks', 'Snacks', 'STANDARD', [65, 320], {
    brands: 'Ridgeback, Hollins, Crackle, Farmhouse Crisp',
    kinds: 'Salted, Cheese & Onion, Vinegar, Smoky, Chilli, Sweet, Roasted, Honey',
    nouns: 'Crisps, Popcorn, Peanuts, Pretzels, Rice Crackers, Cashews',
    packs: '30 g, 50 g, 150 g, 6 × 25 g',
  }),
  department('papers', 'Newspapers and magazines', 'ZERO', [120, 695], {
    brands: 'The Daily, The Evening, The Weekly, The Monthly, The County',
    kinds: 'North, South, City, Coast, Garden, Motor, Kitchen, Football, Railway, Puzzle',
    nouns: 'Post, Courier, Herald, Review, Companion, World',
    packs: 'Issue, Weekend Issue, Special Issue',
  }),
  department('cards', 'Cards and stationery', 'STANDARD', [99, 599], {
    brands: 'Quill, Papermoon, Tamsin, Inkwell',
    kinds: 'Birthday, Thank You, Lined, Squared, Blue, Black, Floral, Recycled',
    nouns: 'Card, Notebook, Envelopes, Ballpoint Pen, Gift Wrap, Postcards',
    packs: 'Single, Pack of 5, Pack of 10',
  }),
] as const;

export const foodDepartments = [
  department('bakery', 'Bakery', 'ZERO', [60, 450], {
    brands: 'Old Mill, Harvest Lane, Bramley & Son, Crumb',
    kinds: 'White, Wholemeal, Seeded, Rye, Sourdough, Malted, Oat, Farmhouse, Brioche',
    nouns: 'Loaf, Rolls, Baguette, Bagels, Muffins, Wraps, Crumpets, Buns',
    packs: '400 g, 800 g, 2 Pack, 4 Pack, 6 Pack',
  }),
  department('dairy', 'Dairy and eggs', 'ZERO', [75, 650], {
    brands: 'Marrow Farm, Fernley, Pennine, Meadowgate',
    kinds: 'Whole, Semi-Skimmed, Mature, Mild, Organic, Salted, Greek, Strawberry, Natural, Goat',
    nouns: 'Milk, Cheddar, Butter, Yogurt, Cream, Eggs, Crème Fraîche, Soft Cheese',
    packs: '200 g, 350 g, 500 ml, 1 l, 2 l, 4 × 110 g, 6 Pack, 12 Pack',
  }),
  department('grocery', 'Grocery', 'ZERO', [55, 750], {
    brands: pantryBrands,
    kinds: 'Chopped, Whole, Basmati, Red, Green, Organic, Smoked, Spiced, Fine, Coarse, Wholewheat, Classic',
    nouns:
      'Tomatoes, Rice, Lentils, Chickpeas, Pasta, Flour, Beans, Soup, Porridge Oats, Muesli, Honey, Jam, Mustard, Stock Cubes, Olive Oil, Sea Salt, Tea, Ground Coffee',
    packs: '100 g, 200 g, 400 g, 500 g, 1 kg, 2 kg, 80 Bags, 500 ml',
  }),
  department('frozen', 'Frozen', 'ZERO', [120, 995], {
    brands: 'Northcape, Fernley, Kestrel, Harvest Lane',
    kinds: 'Garden, Crinkle, Battered, Breaded, Stone-Baked, Vegetable, Chicken, Salmon, Summer',
    nouns: 'Peas, Chips, Fish Fillets, Pizza, Lasagne, Berries, Sweetcorn, Dumplings',
    packs: '300 g, 450 g, 750 g, 1 kg, 1.5 kg',
  }),
  department('cleaning', 'Laundry and cleaning', 'STANDARD', [90, 1800], {
    brands: 'Brightwell, Clarion, Leaf & Lather, Sudsy',
    kinds: 'Lemon, Lavender, Sensitive, Colour, Eucalyptus, Fresh Linen, Multi-Surface, Extra Strong',
    nouns: 'Washing Liquid, Dish Soap, Cleaner, Bleach, Softener, Descaler, Tablets, Wipes',
    packs: '400 ml, 500 ml, 1 l, 2 l, 30 Pack, 60 Pack',
  }),
  department('toiletries', 'Toiletries', 'STANDARD', [85, 1500], {
    brands: 'Rosewell, Leaf & Lather, Tamsin, Verity, Harbour',
    kinds: 'Gentle, Aloe, Coconut, Sensitive, Mint, Whitening, Rose, Tea Tree, Unscented',
    nouns: 'Shampoo, Conditioner, Shower Gel, Toothpaste, Deodorant, Hand Cream, Bar Soap, Face Wash',
    packs: '50 ml, 75 ml, 200 ml, 250 ml, 400 ml, 3 × 100 g',
  }),
] as const;

export const weighedDepartments = [
  department('produce', 'Fruit and vegetables', 'ZERO', [75, 690], {
    brands: 'British, Spanish, Dutch, Kentish, Jersey, Italian, Lincolnshire, Organic',
    kinds: 'Large, Small, Washed, Loose, Ripe, Red, Green, Golden, Baby, Heritage',
    nouns:
      'Apples, Pears, Bananas, Plums, Potatoes, Carrots, Onions, Parsnips, Tomatoes, Mushrooms, Courgettes, Peppers, Grapes, Cherries',
    packs: '',
  }),
  department('butcher', 'Butcher and fishmonger', 'ZERO', [490, 3200], {
    brands: 'British, Scottish, Welsh, Free-Range, Organic, Dry-Aged, Line-Caught',
    kinds: 'Diced, Minced, Rolled, Boneless, Trimmed, Smoked, Marinated, Thick-Cut',
    nouns:
      'Beef, Lamb, Pork Shoulder, Chicken Thighs, Turkey Breast, Gammon, Sausages, Salmon, Cod Loin, Haddock',
    packs: '',
  }),
  department('deli', 'Delicatessen', 'ZERO', [690, 3800], {
    brands: 'Italian, French, Spanish, Somerset, Yorkshire, Cypriot, Danish',
    kinds: 'Mature, Mild, Cured, Stuffed, Marinated, Aged, Peppered, Truffled',
    nouns: 'Ham, Salami, Olives, Cheese, Blue Cheese, Brie, Houmous, Antipasti, Pâté',
    packs: '',
  }),
] as const;

export const homeDepartments = [
  department('kitchen', 'Kitchen', 'STANDARD', [299, 9900], {
    brands: homeBrands,
    kinds: 'Stainless Steel, Cast Iron, Non-Stick, Stoneware, Glass, Bamboo, Copper, Enamel, Silicone',
    nouns: 'Frying Pan, Saucepan, Mug, Dinner Plate, Chopping Board, Colander, Casserole, Baking Tray, Jug',
    packs: 'Small, Medium, Large, Set of 2, Set of 4, Set of 6',
  }),
  department('living', 'Living room', 'STANDARD', [599, 29_900], {
    brands: homeBrands,
    kinds: 'Oak, Walnut, Linen, Velvet, Wool, Brass, Woven, Painted, Rattan',
    nouns: 'Cushion, Throw, Table Lamp, Picture Frame, Vase, Side Table, Rug, Basket, Mirror, Stool',
    packs: 'Small, Medium, Large, Grey, Cream, Green, Blue',
  }),
  department('tools', 'Tools and garden', 'STANDARD', [249, 14_900], {
    brands: 'Ironbridge, Forge & Field, Stanhope, Garside, Holt',
    kinds: 'Heavy-Duty, Compact, Cordless, Steel, Galvanised, Telescopic, Folding, Brass',
    nouns:
      'Hammer, Screwdriver, Drill Bits, Secateurs, Watering Can, Hose, Spade, Spirit Level, Saw, Padlock',
    packs: '10 mm, 20 mm, 30 cm, 60 cm, 1 m, 15 m, Set of 5, Set of 10',
  }),
  department('toys', 'Toys and games', 'STANDARD', [199, 5900], {
    brands: 'Tinker & Tom, Little Harbour, Puzzlewood, Bluebird, Marble Run',
    kinds: 'Wooden, Soft, Musical, Magnetic, Classic, Travel, Glow-in-the-Dark, Jungle, Space',
    nouns: 'Blocks, Train Set, Bear, Jigsaw, Board Game, Card Game, Kite, Modelling Clay, Tea Set, Robot',
    packs: '24 Piece, 48 Piece, 100 Piece, 500 Piece, Small, Large',
  }),
  department('electrical', 'Electrical', 'STANDARD', [399, 39_900], {
    brands: 'Lumo, Voltane, Arden, Sonora, Pico',
    kinds: 'Wireless, Compact, Rechargeable, Digital, Dimmable, Fast, Portable, Smart',
    nouns: 'Kettle, Toaster, Headphones, Charger, Speaker, Bulb, Desk Fan, Radio, Torch, Alarm Clock',
    packs: 'White, Black, Silver, Red, Twin Pack',
  }),
] as const;
