/** Pieces of the description that every part of it uses. */
export const parameter = (name: string, where: 'path' | 'query', type = 'string') => ({
  name,
  in: where,
  required: where === 'path',
  schema: { type },
});
export const paging = [parameter('limit', 'query', 'integer'), parameter('cursor', 'query')];
export const refused = { default: { $ref: '#/components/responses/Problem' } };
export const json = (schema: object) => ({ content: { 'application/json': { schema } } });
export const listOf = (schema: object) => ({
  type: 'object',
  required: ['items', 'next'],
  properties: { items: { type: 'array', items: schema }, next: { type: ['string', 'null'] } },
});
