import { AnyTypes, LogInMemory, StillClock } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import type { BudgetClosed, BudgetOpened } from '../budgets/budget.events.js';
import { Stale } from '../event-log/event-log.js';
import { Writer } from '../event-log/writer.js';
import type { LocalDate } from '../kernel/dates.js';
import { pence } from '../kernel/money.js';
import { OnAccount, type AskedOfAccount } from './account.commands.js';
import { OnAccountHandler } from './account.handler.js';

const opened: BudgetOpened = {
  type: 'BudgetOpened',
  on: '2027-04-05',
  personId: 'anna',
  deploymentMode: 'cash',
  basis: 'net',
  employsStaff: true,
  openingBalancePence: pence(50_00),
  policyVersion: 1,
};
const closed: BudgetClosed = { type: 'BudgetClosed', on: '2027-09-30', wordsHash: 'h' };

const spending = (entryId: string, on: LocalDate): AskedOfAccount => ({
  type: 'RecordExpense',
  today: '2027-06-10',
  entryId,
  amountPence: pence(80_00),
  on,
  category: 'activities',
  byHolderSide: false,
  wordsHash: 'h',
});

const ask = (command: AskedOfAccount, seen?: { budgetVersion: number }, budgetId = 'anna') =>
  new OnAccount(budgetId, command, oluAsks(JSON.stringify(command)), seen);

async function annas() {
  const log = new LogInMemory();
  const { recorded } = await log.append('budget-anna', -1, [opened], oluAsks('open'));
  const handler = new OnAccountHandler(new Writer(log, new AnyTypes(), new StillClock()));
  return { log, handler, openingId: recorded[0]!.eventId };
}

describe('On an account', () => {
  it('what is asked is written to its stream', async () => {
    const { log, handler } = await annas();
    const written = await handler.execute(ask(spending('x-1', '2027-05-10')));
    expect(written).toMatchObject({ version: 0 });
    const [spent] = await log.load('account-anna');
    expect(spent?.event).toMatchObject({ type: 'ExpenseRecorded', entryId: 'x-1' });
  });

  it('nothing is dated before its budget opens', async () => {
    const { handler } = await annas();
    await expect(handler.execute(ask(spending('x-1', '2027-04-04')))).rejects.toMatchObject({
      code: 'before-opening',
    });
  });

  it('the opening balance is not reversed', async () => {
    const { handler, openingId } = await annas();
    const reverse: AskedOfAccount = {
      type: 'ReverseEntry',
      today: '2027-06-10',
      entryId: 'r-1',
      reversedId: openingId,
      reason: 'typing-error',
      byHolderSide: false,
    };
    await expect(handler.execute(ask(reverse))).rejects.toMatchObject({ code: 'not-reversible' });
  });

  it('the policy in force says how long a person may take to explain', async () => {
    const { log, handler } = await annas();
    await handler.execute(ask(spending('x-1', '2027-05-10')));
    const query = { type: 'QueryExpense', entryId: 'x-1', wordsHash: 'h' } as const;
    await handler.execute(ask({ ...query, today: '2027-06-01' }));
    const disallow = { type: 'DisallowExpense', entryId: 'x-1', wordsHash: 'h' } as const;
    await expect(handler.execute(ask({ ...disallow, today: '2027-06-28' }))).rejects.toMatchObject({
      code: 'not-yet-explained',
    });
    await handler.execute(ask({ ...disallow, today: '2027-06-29' }));
    const [disallowed] = await log.loadBackwards('account-anna', 1);
    expect(disallowed?.event).toMatchObject({ type: 'ExpenseDisallowed', policyVersion: 1 });
  });

  it('is none where nobody opened the budget', async () => {
    const { log, handler } = await annas();
    await expect(
      handler.execute(ask(spending('x-1', '2027-05-10'), undefined, 'bilal')),
    ).rejects.toMatchObject({ code: 'not-found' });
    expect(await log.load('account-bilal')).toEqual([]);
  });

  it('nothing is written for who saw the budget before it changed', async () => {
    const { log, handler } = await annas();
    await log.append('budget-anna', 0, [closed], oluAsks('close'));
    await expect(
      handler.execute(ask(spending('x-1', '2027-05-10'), { budgetVersion: 0 })),
    ).rejects.toThrow(Stale);
    expect(await log.load('account-anna')).toEqual([]);
  });

  it('what is written for who saw it as it is, does not move what they saw', async () => {
    const { handler } = await annas();
    const seen = { budgetVersion: 0 };
    await handler.execute(ask(spending('x-1', '2027-05-10'), seen));
    expect(await handler.execute(ask(spending('x-2', '2027-05-11'), seen))).toMatchObject({
      version: 1,
    });
  });
});
