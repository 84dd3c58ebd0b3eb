import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { configFrom, WrongSetting } from './config.js';
import { FolderInUse, FolderUnusable } from './event-log/data-folder.js';
import { eventLine } from './event-log/event-line.js';
import {
  GROUPS,
  InsecureServer,
  NotAllowed,
  prepareAccess,
} from './event-log/eventstoredb-access.js';
import { LogUnavailable } from './event-log/event-log.js';
import { LogCut } from './event-log/last-seal.js';
import { verify } from './event-log/verify.js';
import { figuresAnswer } from './figures/figures-answer.facts.js';
import { budgetAsKnown } from './figures/as-known.facts.js';
import { figuresOf } from './figures/figures.facts.js';
import { isLocalDate, londonDay, writtenInstant, type LocalDate } from './kernel/dates.js';
import { Ledger, READ_MODELS } from './ledger.js';
import { LOG_FILE } from './log-store.js';
import { policyInForce } from './policies/policy.facts.js';
import { progressBar } from './progress.js';
import { ReadModelsAheadOfLog } from './read-models/bookmarks.js';
import { knownEvents } from './read-models/known-events.js';
import { serve } from './serve.js';

/** Set wrongly, or standing on a folder it must not touch: a person has to look first. */
const EX_CONFIG = 78;
/** The server that keeps the log does not answer: the same may go well later. */
const EX_UNAVAILABLE = 69;
const BROKEN = 1;

const SETTINGS = `
Settings come from the environment:
  PORT         3000        where it listens; 0 takes a free port
  HOST         127.0.0.1   on which address
  DATA_DIR     ./data      the folder that holds everything; one process at a time
  SEED         council     what an empty demo begins with; none leaves it empty
  DEMO_NOW                 demo only: the instant the clock starts from
  EVENTSTOREDB_URL         the server that keeps the log; without it a file in DATA_DIR does
  OIDC_ISSUER              who signs people in; without it this is a demo for this machine alone
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
    .showHelpAfterError('Type it with --help to see what there is.');
  addServing(program);
  addProving(program);
  addReading(program);
  addEventStoreDb(program);
  await program.parseAsync(argv).catch(explain);
}

function addServing(program: Command): void {
  program
    .command('serve', { isDefault: true })
    .description('answer over HTTP until told to stop (SIGTERM finishes what was accepted)')
    .addHelpText('after', example('PORT=8080 DATA_DIR=/srv/ledger ledger serve'))
    .allowExcessArguments()
    .action((_, { args }: Command) => {
      if (args.length > 0) throw new WrongSetting(notACommand(args[0]!, program));
      return serve(configFrom(process.env));
    });
}

function addProving(program: Command): void {
  program
    .command('verify')
    .description('look at every event of the log: whether one was changed, lost or put elsewhere')
    .addHelpText(
      'after',
      example(
        'DATA_DIR=/srv/ledger ledger verify',
        'Exit status 1 when something is broken: stream, version and position are named.',
        'Exit status 78 when the log is whole, but ends before the last seal: it was cut.',
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

const notACommand = (name: string, { commands }: Command) =>
  `There is no command ${name}. There are: ${commands.map((it) => it.name()).join(', ')}.`;

/** What a person can mend is a sentence; everything else shows where it came from. */
function explain(error: unknown): void {
  const mendable =
    error instanceof WrongSetting ||
    error instanceof FolderInUse ||
    error instanceof FolderUnusable ||
    error instanceof LogCut ||
    error instanceof ReadModelsAheadOfLog ||
    error instanceof InsecureServer ||
    error instanceof NotAllowed;
  const unavailable = error instanceof LogUnavailable;
  if (!mendable && !unavailable) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = unavailable ? EX_UNAVAILABLE : EX_CONFIG;
}

/** Of a ledger that is there: looking makes none. */
async function withLedger(use: (ledger: Ledger) => Promise<void>): Promise<void> {
  const config = configFrom(process.env);
  const isHere = existsSync(join(config.dataDir, LOG_FILE));
  if (!isHere && config.eventStoreDbUrl === undefined)
    throw new WrongSetting(
      `There is no ledger in ${resolve(config.dataDir)}. Set DATA_DIR to the folder that holds it.`,
    );
  const ledger = await Ledger.open(config);
  try {
    await use(ledger);
  } finally {
    await ledger.close();
  }
}

async function verifyLog(ledger: Ledger): Promise<void> {
  const bar = progressBar('events');
  const onProgress = (events: number) => bar.to(events);
  const { brokenAt, checkpoint: _, ...found } = await verify(ledger.log, { onProgress });
  bar.stop();
  if (!brokenAt) await ledger.mustHoldLastSeal();
  print({ ...found, ...(brokenAt && { brokenAt }) });
  if (brokenAt) process.exitCode = BROKEN;
}

async function rebuild({ projector }: Ledger, name?: string): Promise<void> {
  for (const it of readModelsCalled(name)) {
    const bar = progressBar(it);
    await projector.rebuild(it, (done, total) => bar.to(done, total));
    bar.stop();
    process.stdout.write(`${it} is made anew.\n`);
  }
}

/** With its version or without; none named: all of them. */
function readModelsCalled(name?: string): readonly string[] {
  const all = [knownEvents, ...READ_MODELS].map((it) => it.name);
  const found = all.filter((it) => name === undefined || it === name || it.startsWith(`${name}@`));
  if (found.length > 0) return found;
  throw new WrongSetting(`There is no read model ${name}. There are: ${all.join(', ')}.`);
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
  if (inOrder.length === 0) throw new WrongSetting(`There is no budget ${budgetId}.`);
  const day = asAt ?? (knownAt ? londonDay(knownAt.last) : ledger.clock.today());
  const figures = figuresOf(budgetAsKnown(inOrder), day, policyInForce());
  print({ asAt: day, knownAt: known, figures: figuresAnswer(figures) });
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
