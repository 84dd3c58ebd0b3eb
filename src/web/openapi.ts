import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** The documents: JSON at `/api/openapi.json`, pages at `/api/docs`. */
export function serveDocuments(app: NestFastifyApplication): void {
  const described = new DocumentBuilder()
    .setTitle('Direct payment ledger')
    .setDescription(
      'Every allocation, reduction, payment and expense of a direct payment, and exact figures ' +
        'from them as at any day and as known at any instant. Money is whole pence. Days are ' +
        'Europe/London. Instants are UTC.',
    )
    .setVersion('1')
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, described, {
    operationIdFactory: (controller, method) => `${controller.replace(/Api$/, '')}.${method}`,
  });
  for (const { method, operation } of operationsOf(document)) {
    operation.parameters = [...(operation.parameters ?? []), ...headersOf(method)];
    addBodyExample(document, operation);
    Object.assign(operation.responses, PROBLEMS);
  }
  SwaggerModule.setup('api/docs', app, document, {
    jsonDocumentUrl: 'api/openapi.json',
    customSiteTitle: 'Direct payment ledger',
  });
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Method = 'get' | 'post' | 'delete';

function* operationsOf({
  paths,
}: OpenAPIObject): Generator<{ method: Method; operation: Operation }> {
  for (const path of Object.values(paths))
    for (const method of ['get', 'post', 'delete'] as const) {
      const operation = path[method];
      if (operation) yield { method, operation };
    }
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
  'New for each thing you want done: the same key and body are answered the same, and count once.';
const SEEN = 'The ETag of the budget as you saw it: 412 when it has changed since.';

const headersOf = (method: Method) =>
  method === 'get'
    ? []
    : [
        header('Idempotency-Key', method === 'post', KEY, 'b0a7c7c2-3d54-4a2c-9d6b-5d3c0d2b7a11'),
        header('If-Match', false, SEEN, '"3"'),
      ];

const problem = (description: string) => ({
  description,
  content: {
    'application/problem+json': {
      schema: {
        type: 'object' as const,
        required: ['type', 'title', 'status', 'code', 'detail'],
        properties: {
          type: { type: 'string' as const },
          title: { type: 'string' as const },
          status: { type: 'integer' as const },
          code: { type: 'string' as const },
          detail: { type: 'string' as const },
          errors: { type: 'array' as const, items: { type: 'object' as const } },
          checks: { type: 'array' as const, items: { type: 'object' as const } },
        },
      },
    },
  },
});

const PROBLEMS = {
  400: problem('`invalid`: says field by field what to send instead.'),
  401: problem('`not-signed-in`'),
  403: problem('`not-allowed`'),
  404: problem('`not-found`: also where you may not know that it exists.'),
  409: problem('A rule says no; the code says which.'),
  412: problem('`stale`: it changed since you looked.'),
  413: problem('`too-large`: a body may have 1 MiB.'),
  415: problem('`unsupported-type`: bodies are JSON.'),
  422: problem('`idempotency-key-reused`: the key came with another request.'),
  429: problem('`too-many`: where the council limits requests a minute. See Retry-After.'),
  503: problem('`busy`: send it again, under the same key. See Retry-After.'),
};

type Schema = {
  $ref?: string;
  allOf?: Schema[];
  type?: string;
  items?: Schema;
  example?: unknown;
  properties?: Record<string, Schema>;
};

/** What each field says of itself makes the example of the whole. */
function addBodyExample(document: OpenAPIObject, operation: Operation): void {
  const body = operation.requestBody as {
    content: Record<string, { schema: Schema; example?: unknown }>;
  };
  for (const content of Object.values(body?.content ?? {}))
    content.example = exampleOf(document, content.schema);
}

function exampleOf(document: OpenAPIObject, schema: Schema): unknown {
  if (schema.example !== undefined) return schema.example;
  const of = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (of !== undefined) {
    const name = of.slice(of.lastIndexOf('/') + 1);
    return exampleOf(document, document.components!.schemas![name] as Schema);
  }
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
