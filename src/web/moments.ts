import { MOST_DRIFT, type Clock } from '../event-log/clock.js';
import {
  instantOf,
  isLocalDate,
  londonDay,
  writtenInstant,
  type Instant,
  type LocalDate,
} from '../kernel/dates.js';
import { busy, invalid } from './problem.js';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, ValidateBy } from 'class-validator';

/** Of every GET. */
export class Reading {
  /** A `position` that a write answered: what was written up to it is in the answer. */
  @IsOptional()
  @IsString()
  @ApiProperty({
    required: false,
    description: 'A position that a write answered; the answer contains what was written by then.',
  })
  atLeast?: string;
}

const isDay = ValidateBy({
  name: 'isDay',
  validator: {
    validate: (it) => isLocalDate(it) && it >= '2000-01-01' && it <= '2099-12-31',
    defaultMessage: () => 'Send a day that exists, YYYY-MM-DD, from 2000-01-01 to 2099-12-31.',
  },
});

const isInstant = ValidateBy({
  name: 'isInstant',
  validator: {
    validate: (it) => typeof it === 'string' && writtenInstant(it) !== undefined,
    defaultMessage: () => 'Send an instant, such as 2026-06-01T12:00:00Z.',
  },
});

/** A day in the query, from 2000-01-01 to 2099-12-31; may be left out. */
export const DayAsked = (description: string): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    isDay,
    ApiProperty({ required: false, type: 'string', format: 'date', description }),
  );

/** An instant in the query, in any offset; may be left out. */
export const InstantAsked = (description: string): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    isInstant,
    ApiProperty({ required: false, type: 'string', format: 'date-time', description }),
  );

/** Of every GET that answers at two clocks. */
export class AtTwoClocks extends Reading {
  @DayAsked(
    'The day at whose end (London) the answer holds; default: the day of knownAt, else today. May lie ahead.',
  )
  asAt?: LocalDate;

  @InstantAsked(
    'Only what the ledger had learnt by this instant counts; default: now. Never changes once it is past.',
  )
  knownAt?: string;
}

/** The two clocks of an answer. */
export interface Moment {
  readonly asAt: LocalDate;
  readonly knownAt: Instant;
}

/** What may be answered for ever: what was settled at an instant. */
export interface SettledKnowledge {
  now(): Promise<Instant>;
  /** False when it is not settled within 5 s. */
  until(instant: Instant): Promise<boolean>;
}

export class Moments {
  constructor(
    private readonly clock: Clock,
    private readonly knowledge: SettledKnowledge,
  ) {}

  /** In London. */
  get today(): LocalDate {
    return this.clock.today();
  }

  /** 400 for a knowledge that lies ahead, whose answer could still change; 503 after 5 s. */
  async of({ asAt, knownAt }: AtTwoClocks): Promise<Moment> {
    if (knownAt === undefined)
      return { asAt: asAt ?? this.today, knownAt: await this.knowledge.now() };
    const { first, last } = writtenInstant(knownAt)!;
    // Another instance, whose clock is ahead of ours, may have answered it.
    if (first > instantOf(this.clock.micros() + MOST_DRIFT))
      throw invalid({
        field: 'knownAt',
        message: 'This lies ahead. What will be known then cannot be answered yet.',
      });
    if (!(await this.knowledge.until(last)))
      throw busy('What was known then is not settled yet. Send this again in a moment.');
    return { asAt: asAt ?? londonDay(last), knownAt: last };
  }
}
