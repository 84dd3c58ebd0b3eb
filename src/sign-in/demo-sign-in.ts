import { pence } from '../kernel/money.js';
import { bearerOf, SignIn, type Offered } from './sign-in.js';
import type { User } from './user.js';

/** The people of the demo. Their token is their user id, so that anybody can be made "Anna". */
export const DEMO_PEOPLE: readonly Offered[] = [
  {
    userId: 'demo-officer',
    role: 'officer',
    name: 'Alex Officer',
    does: 'Direct payments officer',
  },
  {
    userId: 'demo-officer-2',
    role: 'officer',
    name: 'Olu Officer',
    does: 'Direct payments officer',
  },
  {
    userId: 'demo-manager',
    role: 'manager',
    name: 'Sam Manager',
    does: 'Manager, approves up to £100,000',
    approvalLimitPence: pence(10_000_000),
  },
  {
    userId: 'demo-manager-2',
    role: 'manager',
    name: 'Mia Manager',
    does: 'Manager, approves up to £20,000',
    approvalLimitPence: pence(2_000_000),
  },
  { userId: 'demo-auditor', role: 'auditor', name: 'Kit Auditor', does: 'Auditor' },
  { userId: 'demo-holder', role: 'holder', name: 'Anna', does: 'Has a direct payment' },
  {
    userId: 'demo-nominee',
    role: 'holder',
    name: 'Nell',
    does: 'Acts for other people, as their nominee',
  },
];

/** Only without an issuer, and only on a loopback address: `config` sees to both. */
export class DemoSignIn extends SignIn {
  override readonly offered = DEMO_PEOPLE;
  private readonly users = new Map<string, User>(
    DEMO_PEOPLE.map(({ does: _, ...user }) => [user.userId, user]),
  );

  async userOf(authorization?: string): Promise<User | undefined> {
    return this.users.get(bearerOf(authorization) ?? '');
  }
}
