import { account } from '../../src/accounts/account.js';
import { untouched, type Account } from '../../src/accounts/account-state.js';
import type { LocalDate } from '../../src/kernel/dates.js';
import { NOTHING } from '../../src/kernel/money.js';

/** An account on which nothing happened but that a quiet period was closed. */
export function closedTo(to: LocalDate, from: LocalDate = '2027-04-05'): Account {
  const statementId = '5b1f0c2a-0000-4000-8000-000000000001';
  const days = { from, to, openingPence: NOTHING, closingPence: NOTHING };
  return [
    {
      type: 'StatementImported' as const,
      on: to,
      statementId,
      format: 'keyed' as const,
      source: 'keyed',
      ...days,
      firstOn: from,
      lastOn: to,
      lines: 0,
      duplicates: 0,
      linesDigest: '4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945',
      problems: [],
      notes: [],
    },
    { type: 'PeriodClosed' as const, on: to, statementId, ...days, by: 'olu' },
  ].reduce(account.evolve, untouched);
}
