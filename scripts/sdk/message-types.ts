import * as z from 'zod';

type Json = Record<string, unknown> & {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Json;
  readonly items?: Json;
  readonly anyOf?: readonly Json[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
};

/**
 * TypeScript for a module of zod schemas, without zod in it: one type for each exported schema, named like the
 * schema with a capital. What `z.infer` says, written out (a test compares the two).
 */
export function messageTypes(exported: Readonly<Record<string, unknown>>): string {
  const schemas = Object.entries(exported)
    .filter((entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType)
    .map(([name, schema]): [string, Json] => {
      const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' });
      return [`${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, json as Json];
    });
  const names = new Map(schemas.map(([name, schema]) => [identityOf(schema), name]));
  return schemas
    .map(([name, schema]) => `export type ${name} = ${writtenOut(schema, '', names)};\n`)
    .join('\n');
}

/** Schemas that differ only in what is said of them are one type. */
function identityOf({ description: _, ...schema }: Json): string {
  return JSON.stringify(schema);
}

type Names = ReadonlyMap<string, string>;

function typeOf(schema: Json, indent: string, names: Names): string {
  return names.get(identityOf(schema)) ?? writtenOut(schema, indent, names);
}

function writtenOut(schema: Json, indent: string, names: Names): string {
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf) return [...new Set(schema.anyOf.map((part) => typeOf(part, indent, names)))].join(' | ');
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array': {
      const item = schema.items ? typeOf(schema.items, indent, names) : 'unknown';
      return schema.items?.anyOf || schema.items?.enum ? `(${item})[]` : `${item}[]`;
    }
    case 'object':
      return objectType(schema, indent, names);
    default:
      throw new Error(`there is no type for ${JSON.stringify(schema)}`);
  }
}

function objectType(
  { properties = {}, required = [], additionalProperties }: Json,
  indent: string,
  names: Names,
): string {
  const inner = `${indent}  `;
  const fields = Object.entries(properties).map(([name, field]) => {
    const comment = field.description ? `${inner}/** ${field.description} */\n` : '';
    const optional = required.includes(name) ? '' : '?';
    const type = typeOf(field, inner, names) + (optional ? ' | undefined' : '');
    return `${comment}${inner}${name}${optional}: ${type};\n`;
  });
  const isLoose = typeof additionalProperties === 'object' && Object.keys(additionalProperties).length === 0;
  if (isLoose) fields.push(`${inner}[key: string]: unknown;\n`);
  return `{\n${fields.join('')}${indent}}`;
}
