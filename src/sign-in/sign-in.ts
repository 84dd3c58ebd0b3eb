import type { User } from './user.js';

/** Somebody whom the sign-in page offers: anybody may be them. */
export type Offered = User & {
  readonly name: string;
  /** What they do here, in a few words. */
  readonly does: string;
};

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
    const { name: _, does: __, ...user } = found;
    return user;
  }
}

export const bearerOf = (authorization = ''): string | undefined =>
  /^Bearer +(\S+)$/i.exec(authorization)?.[1];
