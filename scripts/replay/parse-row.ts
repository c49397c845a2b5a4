import type { InvoiceRow } from './invoice.ts';
import type { Result } from './result.ts';

/** A row of the file with every field checked. */
export interface ParsedRow extends Omit<InvoiceRow, 'file' | 'line'> {
  readonly invoiceNo: string;
  readonly at: string;
  readonly customer?: string;
  readonly country: string;
}

/** Answers the row or one sentence, in one line, that names the field, what it holds and what to write. */
export function parseRow(fields: readonly string[]): Result<ParsedRow, string> {
  if (fields.length === 1 && fields[0] === '') return refuse('the line is blank: remove it');
  if (fields.length !== 8) {
    return refuse(`the row has ${fields.length} fields: write 8, and quote a field that holds a comma`);
  }
  const [invoiceNo = '', code = '', description = '', quantity = ''] = fields;
  const [at = '', unitPriceText = '', customer = '', place = ''] = fields.slice(4);
  const [sku, country] = [code.trim(), place.trim()];
  const fault =
    check(
      'InvoiceNo',
      invoiceNo,
      isInvoiceNo,
      'digits, after a C or A if it is a return or a bad debt, 20 at most',
    ) ??
    check(
      'StockCode',
      code,
      isCode,
      'the code of a product, in one line, of at most 40 characters and without a slash',
    ) ??
    check(
      'Quantity',
      quantity,
      isQuantity,
      'a whole number other than 0, a million at most, such as 6 or -2',
    ) ??
    check('InvoiceDate', at, isTime, 'a date of the calendar and a time, such as 2010-12-01 08:26:00') ??
    check(
      'UnitPrice',
      unitPriceText,
      isPrice,
      'a decimal number of at most six digits and four decimals, nine in all, such as 2.55',
    ) ??
    check('CustomerID', customer, isCustomer, 'a number, such as 17850.0, or nothing') ??
    check('Country', place, isCountry, 'the name of a country, in one line, of at most 60 characters');
  if (fault !== undefined) return refuse(fault);
  const row = { invoiceNo, sku, description, quantity: Number(quantity), at, unitPriceText, country };
  return { ok: true, value: customer === '' ? row : { ...row, customer: customer.replace(/\.0$/, '') } };
}

/** A sentence's quotation of what a file holds: in one line, whatever it is, and not long. */
export function quoted(value: string): string {
  const start = value.length > 40 ? `${value.slice(0, 40)}…` : value;
  return JSON.stringify(start).replace(/[\u007f-\u009f\u2028\u2029]/g, '?');
}

function refuse(error: string): Result<never, string> {
  return { ok: false, error };
}

function check(
  field: string,
  value: string,
  isRight: (value: string) => boolean,
  fix: string,
): string | undefined {
  return isRight(value) ? undefined : `${field} is ${quoted(value)}: write ${fix}`;
}

const isInvoiceNo = (value: string) => /^[AC]?\d{1,20}$/.test(value);

/** Something to read, and no control characters (a tab, a line break) in it. */
const isName = (value: string) => value.trim() !== '' && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value);

/** Headquarters' bounds: a code is part of addresses and of its prices' names. */
const isCode = (value: string) => isName(value) && value.trim().length <= 40 && !value.includes('/');

const isCountry = (value: string) => isName(value) && value.trim().length <= 60;

/** A register's bound: more is a slip, not trade. */
const isQuantity = (value: string) => /^-?[1-9]\d{0,6}$/.test(value) && Math.abs(Number(value)) <= 1_000_000;

/** As whole pence for up to 100 units it stays within a register's bound of 1,000,000,000. */
const isPrice = (value: string) =>
  /^-?\d{1,6}(\.\d{1,4})?$/.test(value) && value.replaceAll(/\D/g, '').length <= 9;

const isCustomer = (value: string) => /^(\d{1,20}(\.0)?)?$/.test(value);

function isTime(value: string): boolean {
  const parts = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(value);
  if (parts === null) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  if (hour > 23 || minute > 59 || second > 59) return false;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth(year, month);
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
