import * as z from 'zod';

/** What a partner's key may reach. */
export const partnerScopes = ['prices:read', 'quotes:write'] as const;
export type PartnerScope = (typeof partnerScopes)[number];

export const partnerKeyRequest = z.strictObject({
  name: z.string().trim().min(1).max(200).describe('Whose key it is and what for'),
  scopes: z.array(z.enum(partnerScopes)).min(1).max(partnerScopes.length),
  channels: z
    .array(z.string().min(1).max(64))
    .min(1)
    .max(100)
    .nullable()
    .optional()
    .describe('The stores it may ask about; null for all'),
  requestsPerMinute: z.int().min(1).max(100_000).optional().describe('600 without it'),
});
export type PartnerKeyRequest = z.infer<typeof partnerKeyRequest>;

export const partnerKey = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string().describe('How the key begins: enough to tell it from others'),
  scopes: z.array(z.enum(partnerScopes)),
  channels: z.array(z.string()).nullable(),
  requestsPerMinute: z.int(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  lastUsedAt: z.iso.datetime().nullable().describe('To the minute'),
  revokedAt: z.iso.datetime().nullable(),
});
export type PartnerKey = z.infer<typeof partnerKey>;

/** Answered once, when the key is made. Only its SHA-256 is kept. */
export const newPartnerKey = partnerKey.extend({ key: z.string() });
export type NewPartnerKey = z.infer<typeof newPartnerKey>;
