import { err, ok, type Result } from '../result.ts';
import type { CodeRounding, MarginalBase, TaxBase, TaxCode } from './tax-code.ts';
import { isBracket, type TaxRate, taxBracketsInForce } from './tax-rate.ts';
import type { TaxSetup } from './tax-setup.ts';
import type { TaxFault } from './taxed-document.ts';

/** A tax of a line: a code that is no combination, with what it says for the day. */
export interface TaxComponent {
  readonly code: string;
  readonly exempt: boolean;
  readonly included: boolean;
  readonly base: TaxBase;
  readonly taxOf: string | null;
  readonly joinsNextBase: boolean;
  readonly rounding: CodeRounding | null;
  readonly minimumMinor: number | null;
  readonly maximumMinor: number | null;
  /** One, or the brackets, lowest first; none where exempt. */
  readonly rates: readonly TaxRate[];
  readonly brackets: Brackets | null;
}

export interface Brackets {
  readonly intervals: 'whole' | 'interval';
  readonly marginalBase: MarginalBase;
}

/**
 * The taxes that a code stands for on a day, in order. A code that several parts name is taxed once, where it
 * comes first. An exempt tax needs no rate.
 */
export function taxComponents(
  taxCode: string,
  date: string,
  includesTax: boolean,
  exempt: boolean | readonly string[],
  setup: TaxSetup,
): Result<readonly TaxComponent[], TaxFault> {
  const components = new Map<string, TaxComponent>();
  const fault = collect(taxCode, [], (code, definition) => {
    const isExempt = exempt === true || (exempt !== false && exempt.includes(code));
    const rates = isExempt ? [] : taxBracketsInForce(setup.rates, code, date);
    if (!isExempt && rates.length === 0) return { type: 'noTaxRate', taxCode: code };
    components.set(code, component(code, definition, rates, includesTax, isExempt));
    return null;
  });
  return fault ? err(fault) : ok([...components.values()]);

  function collect(
    id: string,
    path: readonly string[],
    visit: (code: string, definition: TaxCode | undefined) => TaxFault | null,
  ): TaxFault | null {
    if (path.includes(id)) return { type: 'circularTaxCode', taxCode: id };
    const definition = setup.codes.find((code) => code.id === id);
    if (!definition?.parts.length) return visit(id, definition);
    for (const part of definition.parts) {
      const fault = collect(part, [...path, id], visit);
      if (fault) return fault;
    }
    return null;
  }
}

function component(
  code: string,
  definition: TaxCode | undefined,
  rates: readonly TaxRate[],
  includesTax: boolean,
  exempt: boolean,
): TaxComponent {
  const inPrice = definition?.includedInPrice ?? 'channel';
  return {
    code,
    exempt,
    included: inPrice === 'channel' ? includesTax : inPrice === 'yes',
    base: definition?.base ?? 'net',
    taxOf: definition?.taxOf ?? null,
    joinsNextBase: (definition?.joinsNextBase ?? false) && definition?.base !== 'gross',
    rounding: definition?.rounding ?? null,
    minimumMinor: definition?.minimumMinor ?? null,
    maximumMinor: definition?.maximumMinor ?? null,
    rates,
    brackets: rates.some(isBracket)
      ? {
          intervals: definition?.intervals ?? 'whole',
          marginalBase: definition?.marginalBase ?? 'netOfLine',
        }
      : null,
  };
}
