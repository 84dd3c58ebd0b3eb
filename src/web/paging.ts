import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Reading } from './moments.js';
import { AtTwoClocks } from './moments.js';

const MAX_PAGE_SIZE = 200;

const wholeNumber = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;

const page = [
  IsOptional(),
  Transform(wholeNumber),
  IsInt({ message: 'Send a whole number from 1 on.' }),
  Min(1, { message: 'Send a whole number from 1 on.' }),
  ApiProperty({
    required: false,
    type: 'integer',
    minimum: 1,
    default: 1,
    description: 'Which page, from 1. One beyond the last is empty.',
  }),
];

const sizeMessage = { message: `Send a whole number from 1 to ${MAX_PAGE_SIZE}.` };
const pageSize = [
  IsOptional(),
  Transform(wholeNumber),
  IsInt(sizeMessage),
  Min(1, sizeMessage),
  Max(MAX_PAGE_SIZE, sizeMessage),
  ApiProperty({
    required: false,
    type: 'integer',
    minimum: 1,
    maximum: MAX_PAGE_SIZE,
    default: 50,
    description: 'At most so many items on a page, 1 to 200.',
  }),
];

const all =
  (decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };

/** Of every list. */
export class Paging extends Reading {
  @all(page)
  page?: number;

  @all(pageSize)
  pageSize?: number;
}

/** Of every list at two clocks. */
export class PagingAtTwoClocks extends AtTwoClocks {
  @all(page)
  page?: number;

  @all(pageSize)
  pageSize?: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly page: number;
  readonly pageSize: number;
  readonly total: number;
}

export function paged<T>(
  all: readonly T[],
  { page = 1, pageSize = 50 }: { page?: number; pageSize?: number },
): Page<T> {
  const items = all.slice((page - 1) * pageSize, page * pageSize);
  return { items, page, pageSize, total: all.length };
}
