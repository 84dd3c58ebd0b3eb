import {
  ErrorType,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';

/**
 * What an error of the client means. `unknown`: what was asked may have been done or not, and may be
 * asked again. `refused`: it was not done, and never will be.
 */
export type Trouble = 'conflict' | 'missing' | 'deleted' | 'unknown' | 'refused';

/** Cancelled, deadline exceeded, aborted ("Commit phase timeout."), internal, unavailable. */
const UNKNOWN_CODES: readonly unknown[] = [1, 4, 10, 13, 14];
const UNKNOWN_TYPES: readonly unknown[] = [
  ErrorType.CANCELLED,
  ErrorType.DEADLINE_EXCEEDED,
  ErrorType.NOT_LEADER,
  ErrorType.TIMEOUT,
  ErrorType.UNAVAILABLE,
];

/** No answer came in time. It may yet be done. */
export class NoAnswer extends Error {
  readonly code = 4;

  constructor() {
    super('The event store did not answer in time');
  }
}

export function troubleOf(error: unknown): Trouble {
  if (error instanceof WrongExpectedVersionError) return 'conflict';
  if (error instanceof StreamNotFoundError) return 'missing';
  if (error instanceof StreamDeletedError) return 'deleted';
  // Some have a type and no code, some a code and no type, some but a sentence.
  const { code, type, message } = error as { code?: unknown; type?: unknown; message?: unknown };
  const isUnknown =
    UNKNOWN_CODES.includes(code) ||
    UNKNOWN_TYPES.includes(type) ||
    /Server Is Not Ready/i.test(String(message));
  return isUnknown ? 'unknown' : 'refused';
}

/** Many errors of the client have an empty message. None of these holds anything that was stored. */
export function nameOf(error: unknown): string {
  const { name, type, code, message } = error as Error & { type?: string; code?: number };
  return [type ?? name, code, message].filter((it) => it !== undefined && it !== '').join(' ');
}
