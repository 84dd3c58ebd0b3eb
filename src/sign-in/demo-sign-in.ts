import { pence } from '../kernel/money.js';
import { bearerOf, SignIn } from './sign-in.js';
import type { User } from './user.js';

/** The people of the demo. Their token is their user id, so that anybody can be made "Anna". */
export const DEMO_PEOPLE: readonly (User & { readonly name: string })[] = [
  { userId: 'demo-officer', role: 'officer', name: 'Alex Officer' },
  { userId: 'demo-officer-2', role: 'officer', name: 'Olu Officer' },
  {
    userId: 'demo-manager',
    role: 'manager',
    name: 'Sam Manager',
    approvalLimitPence: pence(10_000_000),
  },
  {
    userId: 'demo-manager-2',
    role: 'manager',
    name: 'Mia Manager',
    approvalLimitPence: pence(2_000_000),
  },
  { userId: 'demo-auditor', role: 'auditor', name: 'Kit Auditor' },
  { userId: 'demo-holder', role: 'holder', name: 'Anna' },
  { userId: 'demo-nominee', role: 'holder', name: 'Nell' },
];

/** Only without an issuer, and only on a loopback address: `config` sees to both. */
export class DemoSignIn extends SignIn {
  private readonly users = new Map<string, User>(DEMO_PEOPLE.map((it) => [it.userId, it]));

  async userOf(authorization?: string): Promise<User | undefined> {
    return this.users.get(bearerOf(authorization) ?? '');
  }
}
