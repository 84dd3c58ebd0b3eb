import type { RefusalDetails } from '../kernel/decider.js';

export interface FieldError {
  /** `lines[2].weeklyPence` */
  readonly field: string;
  readonly message: string;
}

/** What a caller is told when it went wrong: RFC 9457. `detail` says what is wrong, what to do. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly details: RefusalDetails = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }
}

export const TITLES: Readonly<Record<number, string>> = {
  400: 'Something in the request is not right',
  401: 'You are not signed in',
  403: 'You may not do this',
  404: 'Not found',
  409: 'A rule says no',
  412: 'It has changed since you looked',
  413: 'Too large',
  415: 'Not a kind of content that is read here',
  422: 'This key came with another request',
  429: 'Too many requests',
  500: 'Something went wrong here',
  503: 'Busy',
};

export const invalid = (...errors: readonly FieldError[]): Problem =>
  new Problem(
    400,
    'invalid',
    errors.map(({ field, message }) => `${field}: ${message}`).join(' '),
    { errors },
  );

export const notFound = (what = 'There is nothing here that you may see. Check the address.') =>
  new Problem(404, 'not-found', what);

export const notAllowed = (what = 'Your role does not allow this.') =>
  new Problem(403, 'not-allowed', what);

/** The code of forms without their token, or with that of another session. */
export const NOT_OURS = 'form-not-ours';

export const notJson = () =>
  new Problem(415, 'unsupported-type', 'Send JSON, with Content-Type: application/json.');

export const busy = (detail: string) =>
  new Problem(503, 'busy', detail, {}, { 'retry-after': '1' });
