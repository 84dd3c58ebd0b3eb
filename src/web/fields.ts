import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { isId } from '../kernel/digest.js';
import { isLocalDate } from '../kernel/dates.js';

// One decorator a kind of field: what is checked and what the documents say are the same words.

interface Said {
  readonly description: string;
  readonly example?: unknown;
  readonly optional?: boolean;
}

/** Null is no way to leave a field out. */
const leftOut = (key: string | symbol) =>
  ValidateIf((body: Record<string | symbol, unknown>) => body[key] !== undefined);

function field(
  { description, example, optional = false }: Said,
  documented: ApiPropertyOptions,
  ...checks: PropertyDecorator[]
): PropertyDecorator {
  const api = { ...documented, description, required: !optional } as ApiPropertyOptions;
  return (target, key) => {
    if (optional) leftOut(key)(target, key);
    for (const check of checks) check(target, key);
    ApiProperty(example === undefined ? api : { ...api, example })(target, key);
  };
}

const that = (name: string, holds: (value: unknown) => boolean, message: string) =>
  ValidateBy({ name, validator: { validate: holds, defaultMessage: () => message } });

export const LARGEST_PENCE = 1_000_000_000;

/** Whole pence, 1 to 1,000,000,000 unless said otherwise. */
export function Pennies(said: Said & { min?: number; max?: number }): PropertyDecorator {
  return Whole({ min: 1, max: LARGEST_PENCE, ...said, unit: 'pence' });
}

export function Whole(said: Said & { min: number; max: number; unit?: string }): PropertyDecorator {
  const { min, max, unit = '' } = said;
  const message = `Send a whole number${unit && ` of ${unit}`} from ${min} to ${max}.`;
  return field(
    said,
    { type: 'integer', minimum: min, maximum: max },
    IsInt({ message }),
    Min(min, { message }),
    Max(max, { message }),
  );
}

export const FIRST_DAY = '2000-01-01';
export const LAST_DAY = '2099-12-31';

/** A day in Europe/London, 2000-01-01 to 2099-12-31 unless said otherwise. */
export function Day(said: Said & { from?: string; to?: string }): PropertyDecorator {
  const { from = FIRST_DAY, to = LAST_DAY } = said;
  const holds = (it: unknown) => isLocalDate(it) && it >= from && it <= to;
  const message = `Send a day that exists, YYYY-MM-DD, from ${from} to ${to}.`;
  return field(said, { type: 'string', format: 'date' }, that('isDay', holds, message));
}

/** One of a fixed list of codes. */
export function Choice(said: Said & { of: readonly string[] }): PropertyDecorator {
  const message = `Send one of: ${said.of.join(', ')}.`;
  return field(said, { type: 'string', enum: [...said.of] }, IsIn(said.of, { message }));
}

export function Choices(said: Said & { of: readonly string[]; min?: number }): PropertyDecorator {
  const { of, min = 0 } = said;
  const message = `Send a list of at most 100, each one of: ${of.join(', ')}.`;
  const holds = (it: unknown) => Array.isArray(it) && new Set(it).size === it.length;
  return field(
    said,
    { type: 'array', items: { type: 'string', enum: [...of] }, minItems: min, maxItems: 100 },
    IsArray({ message }),
    ArrayMinSize(min, { message: `Send at least ${min}.` }),
    ArrayMaxSize(100, { message }),
    IsIn(of, { each: true, message }),
    that('areDifferent', holds, 'Send each once.'),
  );
}

const CODE = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** A code that the council chooses: `personal-care`. At most 40 characters. */
export function Code(said: Said): PropertyDecorator {
  const holds = (it: unknown) => typeof it === 'string' && it.length <= 40 && CODE.test(it);
  const message = 'Send a code of at most 40 characters: small letters, digits, hyphens.';
  const documented = { type: 'string', pattern: CODE.source, maxLength: 40 } as const;
  return field(said, documented, that('isCode', holds, message));
}

/** Line breaks are the only control characters that people mean. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

export function isText(value: unknown, max: number): value is string {
  return (
    typeof value === 'string' &&
    value.trim() !== '' &&
    value.length <= max &&
    value.isWellFormed() &&
    !CONTROL.test(value)
  );
}

/** Somebody's words: kept erasable, never in the log. 1 to 2,000 characters unless said otherwise. */
export function Text(said: Said & { max?: number }): PropertyDecorator {
  const { max = 2000 } = said;
  const message = `Send text of 1 to ${max} characters, without control characters.`;
  const documented = { type: 'string', minLength: 1, maxLength: max } as const;
  return field(
    said,
    documented,
    that('isText', (it) => isText(it, max), message),
  );
}

export function Texts(said: Said & { min?: number }): PropertyDecorator {
  const { min = 0 } = said;
  const message = 'Send a list of at most 100 texts of 1 to 200 characters.';
  const holds = (it: unknown) =>
    Array.isArray(it) && it.length >= min && it.length <= 100 && it.every((x) => isText(x, 200));
  const items = { type: 'string', minLength: 1, maxLength: 200 } as const;
  return field(
    said,
    { type: 'array', items, minItems: min, maxItems: 100 },
    that('areTexts', holds, message),
  );
}

export function Id(said: Said): PropertyDecorator {
  const message = 'Send the id as it was answered, a UUID in small letters.';
  return field(said, { type: 'string', format: 'uuid' }, that('isId', isId, message));
}

/** A list of them, each once; 0 to 100 unless said otherwise. */
export function Ids(said: Said & { min?: number; max?: number }): PropertyDecorator {
  const { min = 0, max = 100 } = said;
  const message = `Send a list of ${min} to ${max} ids, each once, as they were answered.`;
  const holds = (it: unknown) =>
    Array.isArray(it) &&
    it.length >= min &&
    it.length <= max &&
    it.every(isId) &&
    new Set(it).size === it.length;
  const items = { type: 'string', format: 'uuid' } as const;
  return field(
    said,
    { type: 'array', items, minItems: min, maxItems: max },
    that('areIds', holds, message),
  );
}

const isColumn = (it: unknown): boolean =>
  isText(it, 200) || (typeof it === 'number' && Number.isInteger(it) && it >= 0 && it < 100);

const COLUMN = {
  oneOf: [
    { type: 'string', maxLength: 200 },
    { type: 'integer', minimum: 0 },
  ],
};

/** A column of a file: by its name in the header, or by its number from 0. */
export function Column(said: Said): PropertyDecorator {
  const message = 'Send the name of a column, or its number from 0.';
  return field(said, COLUMN as ApiPropertyOptions, that('isColumn', isColumn, message));
}

export function Columns(said: Said & { min: number }): PropertyDecorator {
  const message = `Send a list of ${said.min} to 20 columns.`;
  const holds = (it: unknown) =>
    Array.isArray(it) && it.length >= said.min && it.length <= 20 && it.every(isColumn);
  return field(
    said,
    { type: 'array', items: COLUMN } as ApiPropertyOptions,
    that('areColumns', holds, message),
  );
}

export function Flag(said: Said): PropertyDecorator {
  return field(said, { type: 'boolean' }, IsBoolean({ message: 'Send true or false.' }));
}

const isObject = (it: unknown): boolean =>
  typeof it === 'object' && it !== null && !Array.isArray(it);

/** One object with fields of its own. */
export function Part(said: Said & { of: () => new () => object }): PropertyDecorator {
  return field(
    said,
    { type: () => said.of() },
    Type(said.of),
    that('isObject', isObject, 'Send an object.'),
    ValidateNested({ message: 'Send an object.' }),
  );
}

/** A list of objects, 0 to 100 of them unless said otherwise. */
export function Parts(
  said: Said & { of: () => new () => object; min?: number; max?: number },
): PropertyDecorator {
  const { of, min = 0, max = 100 } = said;
  const message = `Send a list of ${min} to ${max} objects.`;
  return field(
    said,
    { type: () => of(), isArray: true, minItems: min, maxItems: max },
    Type(of),
    IsArray({ message }),
    ArrayMinSize(min, { message }),
    ArrayMaxSize(max, { message }),
    that('areObjects', (it) => !Array.isArray(it) || it.every(isObject), message),
    ValidateNested({ each: true, message }),
  );
}
