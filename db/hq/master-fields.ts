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
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is a time of the day, such as 22:00');
export const timeZone = z
  .string()
  .refine(isTimeZone, 'is a time zone of the IANA list, such as Europe/London');
export const country = z.string().min(1).max(60);

const notBefore = { path: ['validTo'], message: 'is not before validFrom' };

/** Refuses an end before the beginning. */
export function inOrderOfDays<T extends z.ZodObject>(shape: T): T {
  return shape.refine((row) => {
    const { validFrom, validTo } = row as { validFrom: string; validTo?: string | null };
    return !validTo || validFrom <= validTo;
  }, notBefore);
}

function isTimeZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}
