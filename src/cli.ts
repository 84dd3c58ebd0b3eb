import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { configFrom } from './config.js';
import { GROUPS } from './event-log/eventstoredb-groups.js';
import { isLocalDate, writtenInstant, type LocalDate } from './kernel/dates.js';
import type { AsAt, JournalToPrint } from './books.js';
import type { CopyAsked, Decided, EventsAsked, FiguresAsked } from './commands.js';
import { MISTYPED } from './terminal.js';

// What can be typed. What it does is loaded when it is typed: most of it needs little of the program.

const serving = () => import('./serve.js');
const commands = () => import('./commands.js');
const books = () => import('./books.js');

/** The formats that `journal` writes: the same as those of the API. */
const JOURNAL_FORMATS = ['hledger', 'ledger', 'csv'] as const;

const SETTINGS = `
Settings come from the environment:
  PORT         3000        where it listens; 0 takes a free port
  HOST         127.0.0.1   on which address
  DATA_DIR     ./data      the folder that holds everything; one process at a time
  DATABASE_URL             a PostgreSQL for read models and for what can be erased
  SEED         council     what an empty demo begins with; none leaves it empty
  DEMO_NOW                 demo only: the instant the clock starts from
  EVENTSTOREDB_URL         the server that keeps the log; without it a file in DATA_DIR does
  OIDC_ISSUER              who signs people in; without it this is a demo for this machine alone
`;

const STATUSES = `
Exit status: 0 done, 1 the log is broken or was cut (verify), 2 typed wrongly, 78 cannot be used
as it is set or as the folder stands.
`;

const example = (line: string, ...words: string[]) =>
  `\n${words.map((it) => `${it}\n`).join('')}Example:\n  ${line}`;

export async function run(argv: readonly string[]): Promise<void> {
  // Whoever reads the lines may have seen enough: `ledger events | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  const program = new Command('ledger')
    .description('A ledger for direct payments: every figure can be explained to the penny.')
    .addHelpText('afterAll', SETTINGS)
    .addHelpText('after', STATUSES)
    .showHelpAfterError('Type it with --help to see what there is.')
    .exitOverride();
  addServing(program);
  addProving(program);
  addReading(program);
  addKeeping(program);
  addMoving(program);
  addMending(program);
  addEventStoreDb(program);
  // Who types nothing more wants to know what there is, and not a server.
  if (argv.length <= 2) return program.outputHelp();
  await program.parseAsync(argv).catch(explain);
}

function addServing(program: Command): void {
  program
    .command('serve')
    .description('answer over HTTP until told to stop (SIGTERM finishes what was accepted)')
    .addHelpText('after', example('PORT=8080 DATA_DIR=/srv/ledger ledger serve'))
    .action(async () => (await serving()).serve(configFrom(process.env)));
}

function addProving(program: Command): void {
  program
    .command('verify')
    .description('look at every event of the log: whether one was changed, lost or put elsewhere')
    .addHelpText(
      'after',
      example(
        'DATA_DIR=/srv/ledger ledger verify',
        'Exit status 1 when an event is broken: stream, version and position are named.',
        'Exit status 1 also when each is whole, but they end before the last seal: it was cut.',
        'Exit status 78 when it could not look: the folder is in use, or holds no ledger.',
      ),
    )
    .action(async () => (await commands()).verifyLog());

  program
    .command('rebuild [readModel]')
    .description('make a read model, or all of them, anew from the first event')
    .addHelpText(
      'after',
      example('ledger rebuild budgets', 'Nothing is lost by it: read models are made of the log.'),
    )
    .action(async (name?: string) => (await commands()).rebuild(name));
}

function addReading(program: Command): void {
  program
    .command('events')
    .description('print the events in log order, one JSON object a line')
    .option('--type <type>', 'only events of this type, such as PaymentMade')
    .addOption(new Option('--limit <n>', 'at most so many').argParser(wholeNumber))
    .addHelpText('after', example('ledger events --type PaymentMade --limit 10'))
    .action(async (asked: EventsAsked) => (await commands()).printEvents(asked));

  program
    .command('figures <budget>')
    .description('every figure of a budget, in whole pence')
    .option('--as-at <day>', 'at the end of this day in London; default: today', asDay)
    .option(
      '--known-at <instant>',
      'only what was known by then; default: all that is known',
      asInstant,
    )
    .addHelpText('after', example('ledger figures 2ed6657d-… --as-at 2026-05-20'))
    .action(async (budget: string, asked: FiguresAsked) =>
      (await commands()).printFigures(budget, asked),
    );

  program
    .command('journal')
    .description('print the books, made from the events: for hledger, ledger or a spreadsheet')
    .addOption(
      new Option('--format <format>', 'who reads it').choices(JOURNAL_FORMATS).default('hledger'),
    )
    .option('--budget <budget>', 'only this budget; default: all of them')
    .addHelpText(
      'after',
      example(
        'ledger journal --format hledger > council.journal',
        'hledger -f council.journal check --strict',
      ),
    )
    .action(async (asked: JournalToPrint) => (await books()).printJournal(asked));

  program
    .command('balances')
    .description('what is on each account, from the events: in whole pence, by budget')
    .requiredOption('--as-at <day>', 'at the end of this day in London', asDay)
    .addHelpText('after', example('ledger balances --as-at 2026-05-20'))
    .action(async (asked: AsAt) => (await books()).printBalances(asked));

  program
    .command('register <budget>')
    .description('each movement of money on an account, and what was on it then, from the events')
    .requiredOption('--as-at <day>', 'up to the end of this day in London', asDay)
    .addHelpText('after', example('ledger register 2ed6657d-… --as-at 2026-05-20'))
    .action(async (budget: string, asked: AsAt) => (await books()).printRegister(budget, asked));
}

function addKeeping(program: Command): void {
  program
    .command('backup <folder>')
    .description('copy DATA_DIR to a folder, also while a ledger serves it, and verify the copy')
    .addHelpText(
      'after',
      example(
        'DATA_DIR=/srv/ledger ledger backup /backups/monday',
        'Whoever is erased stays in older backups: keep none longer than that may be.',
        'What is in the PostgreSQL of DATABASE_URL is not copied: back it up after this, with pg_dump.',
      ),
    )
    .action(async (folder: string) => (await commands()).keepIn(folder));

  program
    .command('restore <folder>')
    .description('copy a backup to a data folder that holds no ledger yet, and verify it')
    .addHelpText('after', example('DATA_DIR=/srv/ledger ledger restore /backups/monday'))
    .action(async (folder: string) => (await commands()).restoreFrom(folder));
}

function addMoving(program: Command): void {
  program
    .command('copy')
    .description('move a ledger into another store: events, requests, words, people, reactions')
    .requiredOption('--from <place>', 'the ledger: its data folder, or esdb://… of its server')
    .requiredOption('--to <place>', 'where it goes: a data folder or a server that holds none yet')
    .option('--from-rows <place>', 'where its people and keys are: a data folder or postgres://…')
    .option('--to-rows <place>', 'where they go; with a folder, both default to that folder')
    .addHelpText(
      'after',
      example(
        'ledger copy --from ./data --to esdb://user:…@eventstore.example.org:2113 --to-rows ./grown',
        'Stop whoever writes to the ledger first. Ids, order, hashes and instants stay as they are;',
        'at the end both are read again, proved, and compared event by event. Broken off, by a kill',
        'or a lost line, type the same again: it goes on where it stopped, and until it is over the',
        'copy cannot be served. Exit status 78 when the target holds something else.',
        'Then set EVENTSTOREDB_URL, DATA_DIR and DATABASE_URL to where it is now, and serve it: the',
        'read models are made anew, and no reaction acts again. Rows may stay where they are: name',
        'the same place twice. The log that they belonged to before can then be served no more.',
      ),
    )
    .action(async (places: CopyAsked) => (await commands()).move(places));
}

function addMending(program: Command): void {
  program
    .command('reactions')
    .description('what must follow an event, where that cannot be done')
    .command('skip <reaction> <event>')
    .description('move a reaction past the event it stands before, which it then never acts on')
    .requiredOption('--by <user>', 'who decides it: a user id', asUser)
    .requiredOption('--why <code>', 'why: such as done-by-hand', asCode)
    .addHelpText(
      'after',
      example(
        'ledger reactions skip reviews/after-promise 0f5b7b62-… --by mia --why done-by-hand',
        'GET /health/ready names the reaction and the event. Who and why are kept; what should',
        'have followed does not happen unless somebody sees to it.',
      ),
    )
    .action(async (reaction: string, event: string, decided: Decided) =>
      (await commands()).skip(reaction, event, decided),
    );
}

function addEventStoreDb(program: Command): void {
  program
    .command('eventstoredb')
    .description('set up the EventStoreDB server that EVENTSTOREDB_URL names')
    .command('prepare')
    .description('as an administrator: who may append and read, and that nobody else may delete')
    .addHelpText(
      'after',
      example(
        'EVENTSTOREDB_URL=esdb://admin:…@eventstore.example.org:2113 ledger eventstoredb prepare',
        `Sets what holds for all streams of the server: the groups ${GROUPS.writers} (the service)`,
        `and ${GROUPS.readers} append and read, and nothing else. Make the users beforehand or after.`,
      ),
    )
    .action(async () => (await commands()).prepareServer());
}

/** What a person can mend is a sentence; everything else shows where it came from. */
async function explain(error: unknown): Promise<void> {
  // The sentence is there already; asked for, help is no error.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : MISTYPED;
  else (await commands()).explain(error);
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Type a whole number.');
  return Number(text);
}

function asDay(text: string): LocalDate {
  if (!isLocalDate(text)) throw new InvalidArgumentError('Type a day: 2026-05-20.');
  return text;
}

function asInstant(text: string) {
  const instant = writtenInstant(text);
  if (!instant) throw new InvalidArgumentError('Type an instant: 2026-06-01T12:00:00Z.');
  return instant;
}

function asUser(text: string): string {
  if (!/^\S{1,200}$/.test(text)) throw new InvalidArgumentError('Type a user id.');
  return text;
}

/** Kept for ever, so nobody's words: a name typed here could not be erased. */
function asCode(text: string): string {
  if (text.length > 40 || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(text))
    throw new InvalidArgumentError('Type a code of small letters and hyphens: done-by-hand.');
  return text;
}
