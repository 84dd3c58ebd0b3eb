import type { User } from './user.js';

/** Finds out who sends a request. */
export abstract class SignIn {
  /** From the `Authorization` header; `undefined`: nobody we know. */
  abstract userOf(authorization: string | undefined): Promise<User | undefined>;
}

export const bearerOf = (authorization = ''): string | undefined =>
  /^Bearer +(\S+)$/i.exec(authorization)?.[1];
