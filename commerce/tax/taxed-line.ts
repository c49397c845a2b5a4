import { assert } from '../assert.ts';
import { type Minor, minor } from '../money/minor.ts';
import type { TaxComponent } from './tax-components.ts';
import type { LineTax, TaxableLine, TaxedLine, TaxFault } from './taxed-document.ts';

/** A line from its rounded taxes: what is in the price is taken from it, the rest comes on top. */
export function taxedLine(
  amountMinor: number,
  components: readonly TaxComponent[],
  ratesPpm: readonly number[],
  taxesMinor: readonly number[],
): TaxedLine {
  let taxMinor = 0;
  let netMinor = amountMinor;
  taxesMinor.forEach((tax, index) => {
    taxMinor += tax;
    if (components[index]?.included) netMinor -= tax;
  });
  const taxes = components.map((component, index) => ({
    code: component.code,
    ratePpm: ratesPpm[index] ?? 0,
    baseMinor: baseMinor(components, index, netMinor, taxMinor, taxesMinor),
    taxMinor: minor(taxesMinor[index] ?? 0),
  }));
  return line(netMinor, taxMinor, taxes, null);
}

/** What was taxed before, unchanged. */
export function fixedLine({ netMinor, taxes }: NonNullable<TaxableLine['fixedTax']>): TaxedLine {
  const taxMinor = taxes.reduce((sum, tax) => sum + tax.taxMinor, 0);
  return line(netMinor, taxMinor, taxes, null);
}

export function untaxedLine(amountMinor: number, fault: TaxFault): TaxedLine {
  return line(amountMinor, 0, [], fault);
}

function line(
  netMinor: number,
  taxMinor: number,
  taxes: readonly LineTax[],
  fault: TaxFault | null,
): TaxedLine {
  return {
    netMinor: minor(netMinor),
    taxMinor: minor(taxMinor),
    grossMinor: minor(netMinor + taxMinor),
    taxes,
    fault,
  };
}

/** The base as the receipt shows it: of rounded amounts, so that it adds up there. */
function baseMinor(
  components: readonly TaxComponent[],
  index: number,
  netMinor: number,
  taxMinor: number,
  taxesMinor: readonly number[],
): Minor {
  const component = components[index];
  assert(component, 'every tax has a component');
  const own = taxesMinor[index] ?? 0;
  const sum = (counts: (other: TaxComponent, at: number) => boolean) =>
    components.reduce((total, other, at) => total + (counts(other, at) ? (taxesMinor[at] ?? 0) : 0), 0);
  const base = component.brackets?.intervals === 'interval' ? marginalOf(component) : component.base;
  switch (base) {
    case 'netAndTaxesBefore':
      return minor(netMinor + sum((other, at) => at < index && other.joinsNextBase));
    case 'gross':
      return minor(netMinor + taxMinor - own);
    case 'tax':
      return minor(sum((other) => other.code === component.taxOf));
    case 'netAndItself':
      return minor(netMinor + own);
    case 'netAndItsKind': {
      const first = components.findIndex((other) => other.base === 'netAndItsKind');
      return minor(
        netMinor + sum((other, at) => other.base === 'netAndItsKind' || (at < first && other.joinsNextBase)),
      );
    }
    default:
      return minor(netMinor);
  }
}

const marginalOf = (component: TaxComponent) =>
  component.brackets?.marginalBase.startsWith('gross') ? 'gross' : 'net';
