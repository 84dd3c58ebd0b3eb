import type { Role, User } from './user.js';

/** Somebody whom the sign-in page offers: anybody may be them. */
export type Offered = User & { readonly name: string };

/** Finds out who sends a request. */
export abstract class SignIn {
  /** From the `Authorization` header; `undefined`: nobody we know. */
  abstract userOf(authorization: string | undefined): Promise<User | undefined>;

  /** Whom the sign-in page offers; none where nobody can sign in to pages. */
  readonly offered: readonly Offered[] = [];

  /** Of whom a session says that they signed in; `undefined`: not, or not any more. */
  userNamed(userId: string | undefined): User | undefined {
    const found = this.offered.find((it) => it.userId === userId);
    if (!found) return undefined;
    const { name: _, ...user } = found;
    return user;
  }
}

export const bearerOf = (authorization = ''): string | undefined =>
  /^Bearer +(\S+)$/i.exec(authorization)?.[1];

/** A role as people say it. */
export const ROLE_IN_WORDS: Readonly<Record<Role, string>> = {
  officer: 'Direct payments officer',
  manager: 'Manager',
  auditor: 'Auditor',
  holder: 'Has a direct payment, or acts for somebody who has',
};
