import type { Pence } from '../kernel/money.js';

export const ROLES = ['officer', 'manager', 'auditor', 'holder'] as const;
export type Role = (typeof ROLES)[number];

/** Who is signed in. */
export interface User {
  /** The issuer's `sub`: an id, never a name. */
  readonly userId: string;
  readonly role: Role;
  /** As the issuer gives it. Never in the log. */
  readonly name?: string;
  /** What a manager may approve for 52 weeks and one-offs; absent: as the policy says. */
  readonly approvalLimitPence?: Pence;
}

/** Whom a holder is to a person: themselves, or somebody who may act or look for them. */
export type Relation = 'self' | 'nominee' | 'authorised-person' | 'supporter';
