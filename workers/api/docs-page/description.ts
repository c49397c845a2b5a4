/** As much of an OpenAPI document as this page shows. */
export interface Description {
  readonly info: { readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface Operation {
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security?: readonly { readonly bearer?: readonly string[] }[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, Answer>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

export interface Answer {
  readonly description?: string;
  readonly $ref?: string;
  readonly content?: Content;
  readonly headers?: Readonly<Record<string, { readonly description: string }>>;
}

export type Content = Readonly<Record<string, { readonly schema: Schema; readonly example?: unknown }>>;

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
}

/** A route with one of its methods. */
export interface Route {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** Routes by tag, both in the document's order. */
export function routesByTag({ paths }: Description): Map<string, Route[]> {
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([name, operation]): Route => {
      const method = name.toUpperCase();
      const id = `${name}${path}`.replaceAll(/[^a-z0-9]+/gi, '-').replaceAll(/^-|-$/g, '');
      return { id, method, path, operation };
    }),
  );
  return Map.groupBy(routes, ({ operation }) => operation.tags[0] ?? '');
}

/** The schema that a reference leads to, under its own name. */
export function resolved(schema: Schema, { components }: Description): Schema & { readonly name?: string } {
  const name = schema.$ref?.split('/').at(-1);
  const found = name === undefined ? undefined : components.schemas[name];
  return name === undefined || !found ? schema : { ...found, name };
}

/** A field of a message: where it stands, what it holds, and whether it has to be there. */
export interface FieldRow {
  readonly path: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string;
}

/** Every field of a message from the outside in, lists as `lines[]`. */
export function fieldRows(schema: Schema, description: Description, prefix = ''): FieldRow[] {
  const { properties = {}, required = [] } = resolved(schema, description);
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const row: FieldRow = {
      path,
      type: typeText(field),
      isRequired: required.includes(name),
      description: [field.description, limitsText(field)].filter(Boolean).join('. '),
    };
    return [row, ...innerRows(field, description, path)];
  });
}

function innerRows(field: Schema, description: Description, path: string): FieldRow[] {
  const inner = resolved(field, description);
  if (inner.properties) return fieldRows(inner, description, `${path}.`);
  if (inner.items) return innerRows(inner.items, description, `${path}[]`);
  const seen = new Set<string>();
  return (inner.anyOf ?? [])
    .flatMap((part) => innerRows(part, description, path))
    .filter((row) => !seen.has(row.path) && seen.add(row.path));
}

export function typeText(schema: Schema): string {
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? '';
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeText))].join(' or ');
  if (schema.type === 'array') return `list of ${schema.items ? typeText(schema.items) : 'anything'}`;
  const type = typeof schema.type === 'string' ? schema.type : (schema.type ?? ['anything']).join(' or ');
  return schema.format ? `${type} (${schema.format})` : type;
}

function limitsText({ minimum, maximum, minItems, maxItems, maxLength }: Schema): string {
  const number = (value: number) => value.toLocaleString('en-GB');
  const parts = [
    minimum === undefined ? '' : `from ${number(minimum)}`,
    maximum === undefined ? '' : `up to ${number(maximum)}`,
    minItems === undefined ? '' : `at least ${number(minItems)}`,
    maxItems === undefined ? '' : `at most ${number(maxItems)}`,
    maxLength === undefined ? '' : `at most ${number(maxLength)} characters`,
  ];
  const text = parts.filter(Boolean).join(', ');
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
