import { Circle, type Owner, type Reach } from '../sign-in/access.js';
import { ERASED } from '../words/words.js';
import type { MomentsAsked } from './moments-asked.js';
import type { Link } from './page.js';

const SECTIONS = {
  position: { text: 'Position', path: '' },
  allocation: { text: 'Allocation', path: '/allocation' },
  history: { text: 'History', path: '/history' },
  statement: { text: 'Statement', path: '/statement' },
  statements: { text: 'Bank statements', path: '/statements' },
  record: { text: 'Record', path: '/record' },
} as const;
export type AccountSection = keyof typeof SECTIONS;

/**
 * What stands round every page of one account that the council looks at: whose it is, its sections,
 * the way back to the list. Several rooms have a page of an account, and none is the first of them.
 */
export class AccountFrame {
  constructor(private readonly circle: Circle) {}

  /** `here` is absent on a page below the sections, such as that of one figure. */
  async of(reach: Reach, moments: MomentsAsked, here?: AccountSection) {
    const { personId, budgetId } = reach as Reach & Required<Owner>;
    const name = (await this.circle.namesOf([personId])).get(personId) ?? ERASED;
    const href = (path: string) => moments.keptIn(`/accounts/${budgetId}${path}`);
    const isAuditor = reach.user.role === 'auditor';
    const sections = Object.entries(SECTIONS)
      .filter(([section]) => section !== 'record' || !isAuditor)
      .map(([section, { text, path }]) => ({ text, href: href(path), active: section === here }));
    const itself = { text: name, href: href('') };
    const list = isAuditor ? { text: 'Find an account', href: moments.keptIn('/audit') } : LIST;
    return {
      section: name,
      moments,
      breadcrumbs: here === 'position' ? [list] : [list, itself],
      account: {
        name,
        budgetId,
        sections,
        exportHref: isAuditor ? `/audit/export/${budgetId}` : undefined,
      },
    };
  }
}

const LIST: Link = { text: 'Accounts', href: '/accounts' };
