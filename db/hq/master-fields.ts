import * as z from 'zod';

/** Fields that many masters have. */
export const id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^\s/]([^/]*[^\s/])?$/, 'has neither a slash nor a space at its ends');
export const name = z.string().trim().min(1).max(200);
export const day = z.iso.date();
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'is a currency code of three capital letters, such as GBP');
export const country = z.string().min(1).max(60);

const notBefore = { path: ['validTo'], message: 'is not before validFrom' };

/** Refuses an end before the beginning. */
export function inOrderOfDays<T extends z.ZodObject>(shape: T): T {
  return shape.refine((row) => {
    const { validFrom, validTo } = row as { validFrom: string; validTo?: string | null };
    return !validTo || validFrom <= validTo;
  }, notBefore);
}
