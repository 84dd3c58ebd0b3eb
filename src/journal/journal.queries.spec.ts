import type { BudgetOpened } from '../budgets/budget.events.js';
import { SortedLines } from '../event-log/sorted-lines.js';
import { pence } from '../kernel/money.js';
import { opened } from '../../test/support/annas-budget.js';
import { LogInMemory } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import { JournalQueries } from './journal.queries.js';

/** Fifty budgets, each with £1.00 from the beginning. */
const BUDGETS = 50;
const opening: BudgetOpened = { ...opened, openingBalancePence: pence(1_00) };

class CountingLog extends LogInMemory {
  loads = 0;

  override load: LogInMemory['load'] = (...of) => {
    this.loads++;
    return super.load(...of);
  };
}

async function council(): Promise<CountingLog> {
  const log = new CountingLog();
  for (let i = 0; i < BUDGETS; i++)
    await log.append(`budget-${i}`, -1, [opening], oluAsks(`opening ${i}`));
  return log;
}

const journalOf = (log: LogInMemory) => new JournalQueries(log, () => new SortedLines());
const openingsIn = (text: string) => text.match(/^    equity/gm)?.length ?? 0;

describe('The journal of a council', () => {
  it('is of the log as it was when it was asked for', async () => {
    const log = await council();
    const text = journalOf(log).textOf({ format: 'hledger' });
    const pieces = [(await text.next()).value as string];
    pieces.push((await text.next()).value as string);
    await log.append('budget-late', -1, [opening], oluAsks('late'));
    for await (const piece of text) pieces.push(piece);
    expect(openingsIn(pieces.join(''))).toBe(BUDGETS);
  });

  it('is read no further when whoever asked has gone', async () => {
    const log = await council();
    const left = new AbortController();
    const text = journalOf(log).textOf({ format: 'csv', signal: left.signal });
    await text.next();
    const reading = text.next();
    left.abort();
    expect(await reading).toEqual({ value: undefined, done: true });
    expect(log.loads).toBeLessThan(4);
  });

  it('is nothing but its beginning while there is no budget', async () => {
    const text = await Array.fromAsync(journalOf(new LogInMemory()).textOf({ format: 'csv' }));
    expect(text.join('')).toBe('eventId,on,recordedOn,budgetId,account,amount,type,reverses\r\n');
  });
});
