import type { TestApp } from './app.js';

// oxlint-disable no-explicit-any -- a document is looked into, field by field

export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly example?: unknown;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly nullable?: boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

export interface Documented {
  /** `POST /budgets/{budgetId}/payments` */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/api/v1`. */
  readonly path: string;
  readonly operation: any;
  /** Of a JSON body; `$ref`s and `allOf`s are resolved. */
  readonly body?: Schema;
  readonly example?: any;
  /** Its body is a form with a file. */
  readonly takesFile: boolean;
}

/** Every operation that the OpenAPI document names, so that a new one is met by every test. */
export async function documented(app: TestApp): Promise<Documented[]> {
  const { body: document } = await app.send(undefined, 'GET', '/api/openapi.json');
  return Object.entries<any>(document.paths).flatMap(([address, operations]) =>
    Object.entries<any>(operations).map(([verb, operation]) => {
      const method = verb.toUpperCase() as Documented['method'];
      const path = address.replace('/api/v1', '');
      const json = operation.requestBody?.content?.['application/json'];
      return {
        name: `${method} ${path}`,
        method,
        path,
        operation,
        takesFile: operation.requestBody?.content?.['multipart/form-data'] !== undefined,
        ...(json && { body: resolved(document, json.schema), example: json.example }),
      };
    }),
  );
}

/** What an answer has that its schema does not say, or the other way round. */
export function mismatches(schema: Schema, actual: unknown, at = 'answer'): string[] {
  const { type, nullable = false, properties = {}, required = [], items = {} } = schema;
  if (type === undefined || (nullable && actual === null)) return [];
  if (kindOf(actual, type) !== type) return [`${at} is no ${type}: ${JSON.stringify(actual)}`];
  if (schema.enum && !schema.enum.includes(actual as string))
    return [`${at} is none of ${schema.enum.join(', ')}: ${actual}`];
  if (schema.format && !FORMATS[schema.format]!.test(actual as string))
    return [`${at} is no ${schema.format}: ${actual}`];
  if (Array.isArray(actual)) return actual.flatMap((it, i) => mismatches(items, it, `${at}[${i}]`));
  if (type !== 'object') return [];
  const fields = actual as Readonly<Record<string, unknown>>;
  return [
    ...required.filter((it) => fields[it] === undefined).map((it) => `${at}.${it} is missing`),
    ...Object.entries(fields).flatMap(([name, value]) =>
      properties[name]
        ? mismatches(properties[name], value, `${at}.${name}`)
        : [`${at}.${name} is not documented`],
    ),
  ];
}

const FORMATS: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  date: /^\d{4}-\d\d-\d\d$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/,
};

function kindOf(value: unknown, expected: string): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value !== 'number') return value === null ? 'null' : typeof value;
  return Number.isInteger(value) && expected === 'integer' ? 'integer' : 'number';
}

function resolved(document: any, schema: any): Schema {
  const { $ref, allOf, ...own } = schema;
  const of = $ref ?? allOf?.[0]?.$ref;
  const whole = of ? { ...document.components.schemas[of.split('/').at(-1)], ...own } : schema;
  return {
    ...whole,
    ...(whole.items && { items: resolved(document, whole.items) }),
    ...(whole.properties && {
      properties: Object.fromEntries(
        Object.entries(whole.properties).map(([name, it]) => [name, resolved(document, it)]),
      ),
    }),
  };
}

/** The address with the ids in their places. Throws where a new kind of id has none yet. */
export const addressed = (path: string, ids: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`Give ${name} an id, so that ${path} is tested`);
    return id;
  });
