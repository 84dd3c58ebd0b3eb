import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { configFrom, WrongSetting } from './config.js';
import { copy, PlaceTaken, type Progress } from './copy.js';
import { backUp } from './event-log/backup.js';
import { BrokenStream } from './event-log/chain.js';
import { SystemClock } from './event-log/clock.js';
import { UnfinishedCopy } from './event-log/copying.js';
import { DatabaseUnusable } from './databases.js';
import { FolderInUse, FolderUnusable } from './event-log/data-folder.js';
import { eventLine } from './event-log/event-line.js';
import { LogUnavailable, type Recorded } from './event-log/event-log.js';
import {
  GROUPS,
  InsecureServer,
  NotAllowed,
  prepareAccess,
} from './event-log/eventstoredb-access.js';
import { LogCut } from './event-log/last-seal.js';
import { AnotherLog, CopyDiffers } from './event-log/log-copy.js';
import { SortedLines } from './event-log/sorted-lines.js';
import { verify, type Integrity } from './event-log/verify.js';
import { figuresAnswer } from './figures/figures-answer.facts.js';
import { budgetAsKnown } from './figures/as-known.facts.js';
import { figuresOf } from './figures/figures.facts.js';
import { JOURNAL_FORMATS, JournalQueries, type JournalAsked } from './journal/journal.queries.js';
import { isLocalDate, londonDay, writtenInstant, type LocalDate } from './kernel/dates.js';
import { eventTypes, Ledger, READ_MODELS } from './ledger.js';
import { LOG_FILE } from './log-store.js';
import { policyInForce } from './policies/policy.facts.js';
import { progressBar } from './progress.js';
import { ReadModelsAheadOfLog } from './read-models/bookmarks.js';
import { KNOWLEDGE } from './read-models/known-events.js';
import { DatabaseTooNew } from './read-models/migrations.js';
import { serve } from './serve.js';

/** `verify` found an event that was changed, or that the log was cut. */
const BROKEN = 1;
/** It cannot be done as it was typed: no such command, option or name. */
const MISTYPED = 2;
/** Set wrongly, or standing on a folder it must not touch: a person has to look first. */
const EX_CONFIG = 78;
/** The server that keeps the log does not answer: the same may go well later. */
const EX_UNAVAILABLE = 69;

/** What was asked for by name is not there: a sentence, and exit status 2. */
class NoSuchThing extends Error {}

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
    .action(() => serve(configFrom(process.env)));
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
    .action(() => withLedger(verifyLog));

  program
    .command('rebuild [readModel]')
    .description('make a read model, or all of them, anew from the first event')
    .addHelpText(
      'after',
      example('ledger rebuild budgets', 'Nothing is lost by it: read models are made of the log.'),
    )
    .action((name?: string) => withLedger((ledger) => rebuild(ledger, name)));
}

function addReading(program: Command): void {
  program
    .command('events')
    .description('print the events in log order, one JSON object a line')
    .option('--type <type>', 'only events of this type, such as PaymentMade')
    .addOption(new Option('--limit <n>', 'at most so many').argParser(wholeNumber))
    .addHelpText('after', example('ledger events --type PaymentMade --limit 10'))
    .action((options: { type?: string; limit?: number }) =>
      withLedger((ledger) => printEvents(ledger, options)),
    );

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
    .action((budget: string, options: FiguresAsked) =>
      withLedger((ledger) => printFigures(ledger, budget, options)),
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
    .action((options: Pick<JournalAsked, 'format'> & { budget?: string }) =>
      withLedger((ledger) => printJournal(ledger, options)),
    );
}

function addKeeping(program: Command): void {
  program
    .command('backup <folder>')
    .description('copy everything to a folder, also while a ledger serves it, and verify the copy')
    .addHelpText(
      'after',
      example(
        'DATA_DIR=/srv/ledger ledger backup /backups/monday',
        'Whoever is erased stays in older backups: keep none longer than that may be.',
      ),
    )
    .action((folder: string) => keep(dataDirWithLedger(), folder));

  program
    .command('restore <folder>')
    .description('copy a backup to a data folder that holds no ledger yet, and verify it')
    .addHelpText('after', example('DATA_DIR=/srv/ledger ledger restore /backups/monday'))
    .action((folder: string) =>
      keep(withLedgerIn(folder, 'Name the folder of a backup.'), configFrom(process.env).dataDir),
    );
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
    .action((places: CopyAsked) =>
      withBar((onProgress) =>
        copy(
          { log: places.from, rows: places.fromRows },
          { log: places.to, rows: places.toRows },
          onProgress,
        ),
      ),
    );
}

interface CopyAsked {
  readonly from: string;
  readonly to: string;
  readonly fromRows?: string;
  readonly toRows?: string;
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
    .action((reaction: string, event: string, decided: Decided) =>
      withLedger((ledger) => skip(ledger, reaction, event, decided)),
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
    .action(async () => {
      const { eventStoreDbUrl } = configFrom(process.env);
      if (eventStoreDbUrl === undefined)
        throw new WrongSetting(
          'EVENTSTOREDB_URL is missing. Set it to the connection string of an administrator.',
        );
      await prepareAccess(eventStoreDbUrl);
      process.stdout.write('The server is prepared: only its administrators can delete.\n');
    });
}

/** What a person can mend is a sentence; everything else shows where it came from. */
function explain(error: unknown): void {
  // The sentence is there already; asked for, help is no error.
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : MISTYPED;
    return;
  }
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = statusOf(error);
}

function statusOf(error: unknown): number {
  if (error instanceof NoSuchThing) return MISTYPED;
  return error instanceof LogUnavailable ? EX_UNAVAILABLE : EX_CONFIG;
}

const MENDABLE = [
  WrongSetting,
  DatabaseTooNew,
  DatabaseUnusable,
  FolderInUse,
  FolderUnusable,
  LogCut,
  BrokenStream,
  ReadModelsAheadOfLog,
  InsecureServer,
  NotAllowed,
  LogUnavailable,
  NoSuchThing,
  PlaceTaken,
  UnfinishedCopy,
  AnotherLog,
  CopyDiffers,
];

/** Throws what is no person's to mend. */
function sentenceOf(error: unknown): string {
  // All that is parsed before a port opens, or a line is printed, was stored in the folder.
  if (error instanceof SyntaxError)
    return (
      'What is stored in DATA_DIR cannot be read: an event or the mark of the last seal was ' +
      'changed. Type "ledger verify" to see where, and restore a copy that verifies.'
    );
  if (MENDABLE.some((it) => error instanceof it)) return (error as Error).message;
  throw error;
}

/** Of a ledger that is there: looking makes none. */
async function withLedger(use: (ledger: Ledger) => Promise<void>): Promise<void> {
  const config = configFrom(process.env);
  if (config.eventStoreDbUrl === undefined) dataDirWithLedger();
  const ledger = await Ledger.open(config);
  try {
    await use(ledger);
  } finally {
    await ledger.close();
  }
}

const dataDirWithLedger = (): string =>
  withLedgerIn(configFrom(process.env).dataDir, 'Set DATA_DIR to the folder that holds it.');

function withLedgerIn(folder: string, otherwise: string): string {
  if (existsSync(join(folder, LOG_FILE))) return folder;
  throw new WrongSetting(`There is no ledger in ${resolve(folder)}. ${otherwise}`);
}

const keep = (from: string, to: string): Promise<void> =>
  withBar((onProgress) =>
    backUp(from, to, { types: eventTypes(), clock: new SystemClock(), onProgress }),
  );

/** A bar for each thing that is done; at the end, what was found. */
async function withBar(work: (onProgress: Progress) => Promise<Integrity>): Promise<void> {
  let [bar, inHand] = [progressBar(''), ''];
  try {
    const found = await work((what, done, total) => {
      if (what !== inHand) {
        bar.stop();
        [bar, inHand] = [progressBar(what), what];
      }
      bar.to(done, total);
    });
    bar.stop();
    print(found);
    if (!found.ok) process.exitCode = BROKEN;
  } finally {
    bar.stop();
  }
}

async function verifyLog(ledger: Ledger): Promise<void> {
  const bar = progressBar('events');
  const onProgress = (events: number) => bar.to(events);
  const { brokenAt, checkpoint: _, ...found } = await verify(ledger.log, { onProgress });
  bar.stop();
  const cut = brokenAt ? undefined : await cutOf(ledger);
  if (cut) process.stderr.write(`${cut.message}\n`);
  else print({ ...found, ...(brokenAt && { brokenAt }) });
  if (brokenAt || cut) process.exitCode = BROKEN;
}

async function cutOf(ledger: Ledger): Promise<LogCut | undefined> {
  try {
    await ledger.mustHoldLastSeal();
    return undefined;
  } catch (error) {
    if (error instanceof LogCut) return error;
    throw error;
  }
}

async function rebuild({ projector }: Ledger, name?: string): Promise<void> {
  const names = readModelsCalled(name);
  const bar = progressBar(name ?? 'events');
  await projector.rebuild(names, (done, total) => bar.to(done, total));
  bar.stop();
  for (const it of names) process.stdout.write(`${it} is made anew.\n`);
}

/** With its version or without; none named: all of them. */
function readModelsCalled(name?: string): readonly string[] {
  const all = [...KNOWLEDGE, ...READ_MODELS].map((it) => it.name);
  const found = all.filter((it) => name === undefined || it === name || it.startsWith(`${name}@`));
  if (found.length > 0) return found;
  throw new NoSuchThing(`There is no read model ${name}. There are: ${all.join(', ')}.`);
}

async function printEvents({ log }: Ledger, { type, limit }: { type?: string; limit?: number }) {
  const filter = type === undefined ? {} : { types: [type] };
  let left = limit ?? Number.POSITIVE_INFINITY;
  for (let place = null as Parameters<typeof log.read>[0]; left > 0;) {
    const page = await log.read(place, Math.min(500, left), filter);
    if (page.length === 0) return;
    for (const it of page) process.stdout.write(eventLine(it));
    place = page.at(-1)!.position;
    left -= page.length;
  }
}

interface FiguresAsked {
  readonly asAt?: LocalDate;
  readonly knownAt?: NonNullable<ReturnType<typeof writtenInstant>>;
}

async function printFigures(ledger: Ledger, budgetId: string, { asAt, knownAt }: FiguresAsked) {
  const events = await Promise.all(
    ['budget', 'account'].map((kind) => ledger.log.load(`${kind}-${budgetId}`)),
  );
  const known = knownAt?.last ?? ledger.clock.now();
  const inOrder = events
    .flat()
    .filter((it) => it.recordedAt <= known)
    .toSorted((a, b) => (a.position < b.position ? -1 : 1));
  if (inOrder.length === 0) throw notKnown(budgetId, events[0]![0]);
  const day = asAt ?? (knownAt ? londonDay(knownAt.last) : ledger.clock.today());
  const figures = figuresOf(budgetAsKnown(inOrder), day, policyInForce());
  print({ asAt: day, knownAt: known, figures: figuresAnswer(figures) });
}

const notKnown = (budgetId: string, opened: Recorded | undefined) =>
  new NoSuchThing(
    opened
      ? `Budget ${budgetId} was not known yet then: it was recorded at ${opened.recordedAt}. ` +
          'Name a later instant with --known-at, or none.'
      : `There is no budget ${budgetId}.`,
  );

async function printJournal(
  { log }: Ledger,
  { format, budget }: Pick<JournalAsked, 'format'> & { budget?: string },
) {
  const journal = new JournalQueries(log, () => new SortedLines());
  if (budget !== undefined && !(await journal.knows(budget))) throw notKnown(budget, undefined);
  const text = journal.textOf({ format, ...(budget !== undefined && { budgetId: budget }) });
  await pipeline(Readable.from(text), process.stdout, { end: false });
}

interface Decided {
  readonly by: string;
  readonly why: string;
}

async function skip({ reactions }: Ledger, name: string, eventId: string, { by, why }: Decided) {
  await reactions.skip(name, eventId, `${by} (${why})`).catch((error: Error) => {
    throw new NoSuchThing(error.message, { cause: error });
  });
  process.stdout.write(`${name} is past event ${eventId}, and never acts on it.\n`);
}

const print = (answer: unknown) => process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);

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
