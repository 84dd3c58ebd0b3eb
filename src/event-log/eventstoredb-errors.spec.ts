import {
  AccessDeniedError,
  DeadlineExceededError,
  MaxAppendSizeExceededError,
  StreamDeletedError,
  StreamNotFoundError,
  UnavailableError,
  UnknownError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { NoAnswer, nameOf, troubleOf } from './eventstoredb-errors.js';

const withCode = (code: number, message = '') => Object.assign(new Error(message), { code });

describe('An error of the client of EventStoreDB', () => {
  it.each<[string, Error]>([
    ['a connection that dropped', new UnavailableError(undefined, 'Connection dropped')],
    ['a server that is down, without a type', withCode(14)],
    [
      'a server that is starting, without a code',
      new UnknownError(undefined, 'Could not recognize Server Is Not Ready'),
    ],
    ['a deadline, without a code', new DeadlineExceededError()],
    ['a deadline, without a type', withCode(4)],
    ['a commit that took too long', withCode(10, 'Commit phase timeout.')],
    ['a stream that was reset', withCode(13, 'Received RST_STREAM with code 0')],
    ['no answer at all', new NoAnswer()],
  ])('leaves it open after %s', (_, error) => expect(troubleOf(error)).toBe('unknown'));

  it.each<[string, Error]>([
    ['access denied', new AccessDeniedError()],
    ['too large', MaxAppendSizeExceededError.fromMaxAppendSize(1_048_576)],
    ['a message beyond what gRPC carries', withCode(8)],
    ['a place that is none', withCode(3, 'Trying to read from an invalid position.')],
    ['a bad request', new UnknownError(undefined, 'Could not recognize BadRequest')],
  ])('is a no for good: %s', (_, error) => expect(troubleOf(error)).toBe('refused'));

  it('says that somebody else was first, or that there is no such stream any more', () => {
    const versions = { streamName: 's', current: 1n, expected: 0n } as const;
    expect(troubleOf(new WrongExpectedVersionError(undefined, versions))).toBe('conflict');
    expect(troubleOf(new StreamNotFoundError(undefined, 's'))).toBe('missing');
    expect(troubleOf(StreamDeletedError.fromStreamName('s'))).toBe('deleted');
  });

  it('can be named, though it says nothing', () => {
    expect(nameOf(new DeadlineExceededError())).toBe('deadline-exceeded');
    expect(nameOf(withCode(14, 'read ECONNRESET'))).toBe('Error 14 read ECONNRESET');
  });
});
