import * as z from 'zod';

/** A schema as OpenAPI 3.1 takes it: what one sends, without the bounds that every safe integer has. */
export function jsonSchema(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema: found }) => {
      if (found.minimum === Number.MIN_SAFE_INTEGER) delete found.minimum;
      if (found.maximum === Number.MAX_SAFE_INTEGER) delete found.maximum;
    },
  });
  return rest;
}
