import { err, ok, type Result } from '../result.ts';
import { readList, readPairs, writeList, writePairs } from './cell-list.ts';

/** How one kind of value stands in a cell. A fault is a sentence without the column's name: what is there, what to write. */
export interface Cell {
  read(text: string): Result<unknown, string>;
  write(value: unknown): string;
  /** Spaces at the ends of the cell belong to its values; otherwise nobody meant them. */
  readonly keepsSpaces?: boolean;
}

export const textCell: Cell = { read: (text) => ok(text), write: String };

/** An empty cell is `null`: nothing is named. */
export const optionalTextCell: Cell = {
  read: (text) => ok(text === '' ? null : text),
  write: (value) => (value === null ? '' : String(value)),
};

/** Text with something that stands for an empty cell. */
export const textCellOr = (usual: string): Cell => ({
  read: (text) => ok(text === '' ? usual : text),
  write: String,
});

export const flagCell: Cell = {
  read: (text) => {
    const word = text.toLowerCase();
    if (word === 'true' || word === 'yes' || word === '1') return ok(true);
    if (word === 'false' || word === 'no' || word === '0') return ok(false);
    return err(`is ${shown(text)}: write true or false`);
  },
  write: (value) => (value ? 'true' : 'false'),
};

/** An empty cell is false. */
export const optionalFlagCell: Cell = {
  read: (text) => (text === '' ? ok(false) : flagCell.read(text)),
  write: flagCell.write,
};

/** A whole number in the unit that the column's name ends with; `usual` stands for an empty cell. */
export function numberCell(example: number, usual?: number | null): Cell {
  return {
    read: (text) => {
      if (text === '' && usual !== undefined) return ok(usual);
      if (/^-?\d{1,15}$/.test(text)) return ok(Number(text));
      return err(`is ${shown(text)}: write a whole number without separators, such as ${example}`);
    },
    write: (value) => (value === null ? '' : String(value)),
  };
}

const isDay = (text: string) => {
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days;
};

export const dayCell: Cell = {
  read: (text) =>
    isDay(text) ? ok(text) : err(`is ${shown(text)}: write a day as YYYY-MM-DD, such as 2026-11-27`),
  write: String,
};

export const optionalDayCell: Cell = {
  read: (text) => (text === '' ? ok(null) : dayCell.read(text)),
  write: optionalTextCell.write,
};

export const listCell: Cell = {
  read: (text) => ok(readList(text)),
  write: (value) => writeList(value as readonly string[]),
};

export const pairsCell: Cell = {
  keepsSpaces: true,
  read: (text) => {
    const pairs = readPairs(text);
    if (pairs && new Set(pairs.map(([name]) => name)).size === pairs.length)
      return ok(Object.fromEntries(pairs));
    return err(`is ${shown(text)}: write each name once, such as colour=red|size=L`);
  },
  write: (value) =>
    writePairs(Object.entries(value as Record<string, string>).sort(([a], [b]) => (a < b ? -1 : 1))),
};

/** Parts of a kit: `SKU=QUANTITY` in thousandths. */
export const kitCell: Cell = {
  read: (text) => {
    const parts = readPairs(text);
    if (!parts?.every(([, quantity]) => /^\d{1,10}$/.test(quantity)))
      return err(
        `is ${shown(text)}: write each component with its thousandths, such as 85123A=2000|22086=1000`,
      );
    return ok(parts.map(([sku, quantity]) => ({ sku, quantityThousandths: Number(quantity) })));
  },
  write: (value) => {
    const parts = value as readonly { sku: string; quantityThousandths: number }[];
    return writePairs(parts.map((part) => [part.sku, String(part.quantityThousandths)]));
  },
};

/** Units of measure: `BOX=12/1` says that a box is twelve of the product's own unit. */
export const conversionsCell: Cell = {
  read: (text) => {
    const units = readPairs(text);
    if (!units?.every(([, ratio]) => /^\d{1,10}\/\d{1,10}$/.test(ratio)))
      return err(`is ${shown(text)}: write each unit with how many it holds, such as BOX=12/1`);
    return ok(
      units.map(([unitOfMeasure, ratio]) => {
        const [numerator, denominator] = ratio.split('/').map(Number);
        return { unitOfMeasure, numerator, denominator };
      }),
    );
  },
  write: (value) => {
    const units = value as readonly { unitOfMeasure: string; numerator: number; denominator: number }[];
    return writePairs(units.map((one) => [one.unitOfMeasure, `${one.numerator}/${one.denominator}`]));
  },
};

/** What has no shape of its own in a cell; an empty one is an empty list. */
export const jsonListCell: Cell = {
  read: (text) => {
    if (text === '') return ok([]);
    try {
      const value: unknown = JSON.parse(text);
      if (Array.isArray(value)) return ok(value);
    } catch {
      // The same sentence for what is no JSON and for what is no list.
    }
    return err(`is ${shown(text)}: write a JSON list, or leave it empty`);
  },
  write: (value) => ((value as readonly unknown[]).length === 0 ? '' : JSON.stringify(value)),
};

const SHOWN_MAX = 40;
function shown(text: string): string {
  if (text === '') return 'empty';
  return JSON.stringify(text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text);
}
