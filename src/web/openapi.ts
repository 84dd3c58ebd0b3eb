import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { MAY } from '../sign-in/access.guard.js';
import { DEMO_PEOPLE } from '../sign-in/demo-sign-in.js';
import { ROLES } from '../sign-in/user.js';
import {
  isOfABudget,
  PROBLEMS,
  problemsOf,
  type Documented,
  type Method,
} from './documented-problems.js';

const ABOUT =
  'Every allocation, reduction, payment and expense of a direct payment, and exact figures from ' +
  'them as at any day and as known at any instant. Money is whole pence. Days are Europe/London. ' +
  'Instants are UTC.';

const TOKENS =
  `In the demo, one of: ${DEMO_PEOPLE.map((it) => `\`${it.userId}\``).join(', ')}. Anybody may ` +
  'be anybody there; demo-holder is Anna, demo-nominee acts for her. Elsewhere, a JWT of the issuer ' +
  'that the council names.';

/** The documents: JSON at `/api/openapi.json`, pages at `/api/docs`. */
export function serveDocuments(app: NestFastifyApplication): void {
  const described = new DocumentBuilder()
    .setTitle('Direct payment ledger')
    .setDescription(ABOUT)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: TOKENS })
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, described, {
    operationIdFactory: (controller, method) => `${controller.replace(/Api$/, '')}.${method}`,
  });
  for (const it of operationsOf(document)) describe(document, it);
  document.components = { ...document.components, responses: PROBLEMS as Responses };
  SwaggerModule.setup('api/docs', app, document, {
    jsonDocumentUrl: 'api/openapi.json',
    customSiteTitle: 'Direct payment ledger',
  });
}

type Responses = Required<NonNullable<OpenAPIObject['components']>>['responses'];

interface Described {
  readonly path: string;
  readonly method: Method;
  readonly operation: Documented;
}

function* operationsOf({ paths }: OpenAPIObject): Generator<Described> {
  for (const [path, operations] of Object.entries(paths))
    for (const method of ['get', 'post', 'delete'] as const) {
      const operation = operations[method];
      if (operation) yield { path, method, operation };
    }
}

/** With what follows from what an operation is: its headers, who may call it, its errors. */
function describe(document: OpenAPIObject, { path, method, operation }: Described): void {
  const parameters = operation.parameters ?? [];
  operation.parameters = [...parameters, ...headersOf(path, method)];
  addBodyExample(document, operation);
  const roles = (operation as unknown as Record<string, string[]>)[MAY] ?? [];
  operation.description = [operation.description, `For: ${roles.join(', ')}.`]
    .filter(Boolean)
    .join(' ');
  const { requestBody } = operation;
  const named = [...fieldsOf(document, requestBody), ...queriesOf(operation)];
  const namesIds = named.some((it) => it.format === 'uuid');
  // Of those who act or look for somebody, some may not write for them.
  const isForSome = roles.length < ROLES.length || method !== 'get';
  const problems = problemsOf({ path, method, operation, namesIds, isForSome });
  Object.assign(operation.responses, problems);
}

const header = (name: string, required: boolean, description: string, example: string) => ({
  name,
  in: 'header' as const,
  required,
  description,
  schema: { type: 'string' as const },
  example,
});

const KEY =
  'New for each thing you want done: the same key and body are answered the same, and count ' +
  'once. 1 to 200 printable characters, kept for at least 30 days.';
const SEEN = 'The ETag of the budget as you saw it: 412 when it has changed since.';

function headersOf(path: string, method: Method) {
  if (method === 'get') return [];
  const key = header(
    'Idempotency-Key',
    method === 'post',
    KEY,
    'b0a7c7c2-3d54-4a2c-9d6b-5d3c0d2b7a11',
  );
  return isOfABudget(path) ? [key, header('If-Match', false, SEEN, '"3"')] : [key];
}

type Schema = {
  $ref?: string;
  allOf?: Schema[];
  type?: string;
  format?: string;
  items?: Schema;
  example?: unknown;
  properties?: Record<string, Schema>;
};

interface Body {
  readonly content: Record<string, { schema: Schema; example?: unknown }>;
}

/** What each field says of itself makes the example of the whole. */
function addBodyExample(document: OpenAPIObject, operation: Documented): void {
  const body = operation.requestBody as Body | undefined;
  for (const content of Object.values(body?.content ?? {}))
    content.example = exampleOf(document, content.schema);
}

/** What can be asked in the query; an id in a path is one of its own kind. */
function* queriesOf({ parameters = [] }: Documented): Generator<Schema> {
  for (const it of parameters)
    if ('in' in it && it.in === 'query' && it.schema) yield it.schema as Schema;
}

/** Every field of a body, those of its parts included. */
function* fieldsOf(document: OpenAPIObject, body: unknown): Generator<Schema> {
  for (const { schema } of Object.values((body as Body | undefined)?.content ?? {}))
    yield* partsOf(document, schema);
}

function* partsOf(document: OpenAPIObject, schema: Schema): Generator<Schema> {
  const whole = resolved(document, schema);
  yield whole;
  if (whole.items) yield* partsOf(document, whole.items);
  for (const field of Object.values(whole.properties ?? {})) yield* partsOf(document, field);
}

function resolved(document: OpenAPIObject, schema: Schema): Schema {
  const of = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (of === undefined) return schema;
  return document.components!.schemas![of.slice(of.lastIndexOf('/') + 1)] as Schema;
}

function exampleOf(document: OpenAPIObject, schema: Schema): unknown {
  if (schema.example !== undefined) return schema.example;
  const whole = resolved(document, schema);
  if (whole !== schema) return exampleOf(document, whole);
  if (schema.type === 'array') {
    const item = exampleOf(document, schema.items ?? {});
    return item === undefined ? undefined : [item];
  }
  if (schema.type !== 'object') return undefined;
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, field]) => [name, exampleOf(document, field)] as const,
  );
  return Object.fromEntries(fields.filter(([, it]) => it !== undefined));
}
