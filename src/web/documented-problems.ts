import type { OpenAPIObject } from '@nestjs/swagger';
import { REFUSALS } from './operation.js';
import { TITLES } from './problem.js';

// Which errors an operation can answer, from what it is: each has those, and no others.

export type Documented = NonNullable<OpenAPIObject['paths'][string]['get']>;
export type Method = 'get' | 'post' | 'delete';

interface Described {
  readonly path: string;
  readonly method: Method;
  readonly operation: Documented;
  /** Whether its body or query names an id, which may be nobody's. */
  readonly namesIds: boolean;
  /** Whether somebody who is signed in may not call it. */
  readonly isForSome: boolean;
}

/** The budget is below what is addressed, so its version can be compared. */
export const isOfABudget = (path: string): boolean =>
  /\{(budgetId|reductionId|statementId)\}/.test(path);

/** By status, as responses of the operation. */
export function problemsOf(described: Described): Record<string, object> {
  const { path, method, operation, namesIds, isForSome } = described;
  const writes = method !== 'get';
  const refusals = (operation as unknown as Record<string, string[]>)[REFUSALS] ?? [];
  const can: Readonly<Record<number, boolean>> = {
    400: true,
    401: true,
    403: isForSome,
    404: path.includes('{') || namesIds,
    412: writes && isOfABudget(path),
    413: operation.requestBody !== undefined,
    415: operation.requestBody !== undefined,
    422: writes,
    429: true,
    503: true,
  };
  const statuses = Object.keys(can).filter((status) => can[Number(status)]);
  const shared = statuses.map((it) => [it, { $ref: `#/components/responses/${it}` }] as const);
  const refused = refusals.length > 0 ? { 409: refusedWith(refusals) } : {};
  return { ...Object.fromEntries(shared), ...refused };
}

const problemSchema = (status: number, codes: readonly string[]) => ({
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string', description: '`/problems/` and the code.' },
    title: { type: 'string', description: 'What kind of thing went wrong.' },
    status: { type: 'integer', enum: [status] },
    code: { type: 'string', enum: codes, description: 'For programs: it stays as it is.' },
    detail: { type: 'string', description: 'For people: what is wrong, and what to do.' },
    ...MORE[status],
  },
});

/** What a problem of this status may say beside that. */
const MORE: Readonly<Record<number, object>> = {
  400: {
    errors: {
      type: 'array',
      description: 'Field by field.',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: {
          field: { type: 'string', example: 'lines[2].weeklyPence' },
          message: { type: 'string', example: 'Send a whole number of pence from 1 to 10000000.' },
        },
      },
    },
  },
  409: {
    checks: {
      type: 'array',
      description: 'Of a reduction: every check of the gate.',
      items: {
        type: 'object',
        required: ['check', 'holds', 'why'],
        properties: {
          check: { type: 'string' },
          holds: { type: 'boolean' },
          why: { type: 'string' },
        },
      },
    },
  },
};

const problem = (status: number, codes: readonly string[], description: string) => ({
  description,
  content: {
    'application/problem+json': {
      schema: problemSchema(status, codes),
      example: {
        type: `/problems/${codes[0]}`,
        title: TITLES[status],
        status,
        code: codes[0],
        detail: 'What is wrong here, and what to do.',
      },
    },
  },
});

const refusedWith = (codes: readonly string[]) =>
  problem(409, codes, `A rule says no: ${codes.map((it) => `\`${it}\``).join(', ')}.`);

/** Those that read the same wherever they are answered. */
export const PROBLEMS: Readonly<Record<number, object>> = {
  400: problem(400, ['invalid'], '`invalid`: says field by field what to send instead.'),
  401: problem(401, ['not-signed-in'], '`not-signed-in`: no token, or one that does not hold.'),
  403: problem(403, ['not-allowed'], '`not-allowed`: not for your role, or not for this person.'),
  404: problem(404, ['not-found'], '`not-found`: also where you may not know that it exists.'),
  412: problem(412, ['stale'], '`stale`: the budget changed since you looked. See If-Match.'),
  413: problem(413, ['too-large'], '`too-large`: a body may have 1 MiB, a file 10 MB.'),
  415: problem(
    415,
    ['unsupported-type'],
    '`unsupported-type`: bodies are JSON; files are of the types named.',
  ),
  422: problem(
    422,
    ['idempotency-key-reused'],
    '`idempotency-key-reused`: the key came with another request.',
  ),
  429: problem(
    429,
    ['too-many'],
    '`too-many`: where the council limits requests a minute. See Retry-After.',
  ),
  503: problem(503, ['busy'], '`busy`: send it again, under the same key. See Retry-After.'),
};
