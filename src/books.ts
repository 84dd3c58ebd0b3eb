import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { configFrom } from './config.js';
import { SystemClock } from './event-log/clock.js';
import { DataFolder } from './event-log/data-folder.js';
import type { EventLog } from './event-log/event-log.js';
import { EventTypes } from './event-log/event-types.js';
import { SortedLines } from './event-log/sorted-lines.js';
import { SqliteLog } from './event-log/sqlite-log.js';
import { JournalQueries, type JournalFormat } from './journal/journal.queries.js';
import type { LocalDate } from './kernel/dates.js';
import { LOG_FILE } from './log-store.js';
import { dataDirWithLedger, noBudget, print } from './terminal.js';

// What is asked of the stored events alone: nothing else of the ledger is opened or loaded.

export interface AsAt {
  readonly asAt: LocalDate;
}

export interface JournalToPrint {
  readonly format: JournalFormat;
  readonly budget?: string;
}

export const printJournal = ({ format, budget }: JournalToPrint): Promise<void> =>
  withBooks(async (books) => {
    if (budget !== undefined) await mustKnow(books, budget);
    const text = books.textOf({ format, ...(budget !== undefined && { budgetId: budget }) });
    await pipeline(Readable.from(text), process.stdout, { end: false });
  });

export const printBalances = ({ asAt }: AsAt): Promise<void> =>
  withBooks(async (books) => {
    const balances = Object.fromEntries(await books.balancesAt(asAt));
    print({ asAt, balances });
  });

export const printRegister = (budgetId: string, { asAt }: AsAt): Promise<void> =>
  withBooks(async (books) => {
    await mustKnow(books, budgetId);
    print({ budgetId, asAt, lines: await books.registerOf(budgetId, asAt) });
  });

async function mustKnow(books: JournalQueries, budgetId: string): Promise<void> {
  if (!(await books.knows(budgetId))) throw noBudget(budgetId);
}

const withBooks = (use: (books: JournalQueries) => Promise<void>): Promise<void> =>
  withLog((log) => use(new JournalQueries(log, () => new SortedLines())));

/** A log in a file is opened to be read; where a server keeps it, a ledger stands before it. */
async function withLog(use: (log: EventLog) => Promise<void>): Promise<void> {
  if (configFrom(process.env).eventStoreDbUrl !== undefined) {
    const { withLedger } = await import('./commands.js');
    return withLedger(({ log }) => use(log));
  }
  const folder = DataFolder.open(dataDirWithLedger());
  try {
    const file = folder.file(LOG_FILE);
    const log = SqliteLog.openToRead({ file, types: new EventTypes(), clock: new SystemClock() });
    await use(log).finally(() => log.close());
  } finally {
    folder.close();
  }
}
