import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiExtension, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import { schemaOf, type AnswerNotes } from './answer-schema.js';

interface Documented extends AnswerNotes {
  readonly summary: string;
  /** What one should know before calling it: units, days, what it does not do. */
  readonly description?: string;
  /** 201 for what makes something, 200 unless said otherwise, 204 without an answer. */
  readonly status?: 200 | 201 | 204;
  /** An answer as it could be, with each field that it can have: its schema is made from it. */
  readonly answers?: unknown;
  /** What it is written in, where not in JSON. */
  readonly mediaType?: string;
  /** Texts as they could be in other media, where the caller chooses. */
  readonly otherwise?: Readonly<Record<string, string>>;
  /** The codes with which the rules may refuse it, 409. */
  readonly refusals?: readonly string[];
}

/** Where the documents find the codes with which the rules may refuse an operation. */
export const REFUSALS = 'x-refusals';

/** One operation, as the documents say it. */
export function Operation(said: Documented): MethodDecorator {
  const { summary, description = '', status = 200, answers, otherwise, refusals = [] } = said;
  const { mediaType = 'application/json' } = said;
  return applyDecorators(
    HttpCode(status),
    ApiOperation({ summary, description }),
    ApiExtension(REFUSALS, refusals),
    ApiResponse({
      status,
      description: status === 204 ? 'Done.' : 'As asked.',
      ...(answers !== undefined && {
        content: Object.fromEntries(
          Object.entries({ [mediaType]: answers, ...otherwise }).map(([type, example]) => [
            type,
            { schema: schemaOf(example, said), example },
          ]),
        ),
      }),
    }),
  );
}

export const EXAMPLE_ID = '2ed6657d-e927-568b-95e1-2665a8aea6a2';

/** An id in the address. */
export const IdInAddress = (name: string, of: string): MethodDecorator & ClassDecorator =>
  ApiParam({ name, description: `The id of ${of}.`, example: EXAMPLE_ID, format: 'uuid' });

/** What every write adds to its answer, as an example. */
export const EXAMPLE_ENVELOPE = {
  version: 3,
  position: '5d1f0c2a-00000000000000000042',
  eventIds: ['0f5b7b62-8c1d-8a55-9d3e-6f5b0c9a1e77'],
} as const;

/** A page with one item on it, as an example. */
export const examplePage = <T>(item: T) => ({ items: [item], page: 1, pageSize: 50, total: 1 });
