import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError, Option } from 'commander';
import { configFrom, WrongSetting, type Config } from './config.js';
import { FolderInUse } from './event-log/data-folder.js';
import { LogCut } from './event-log/last-seal.js';
import { verify } from './event-log/verify.js';
import { figuresAnswer } from './figures/figures-answer.facts.js';
import { budgetAsKnown } from './figures/as-known.facts.js';
import { figuresOf } from './figures/figures.facts.js';
import { isLocalDate, londonDay, writtenInstant, type LocalDate } from './kernel/dates.js';
import { Ledger, READ_MODELS } from './ledger.js';
import { policyInForce } from './policies/policy.facts.js';
import { ReadModelsAheadOfLog } from './read-models/bookmarks.js';
import { knownEvents } from './read-models/known-events.js';
import { serve } from './serve.js';

/** Set wrongly, or standing on a folder it must not touch: a person has to look first. */
const EX_CONFIG = 78;
const BROKEN = 1;

const SETTINGS = `
Settings come from the environment:
  PORT         3000        where it listens; 0 takes a free port
  HOST         127.0.0.1   on which address
  DATA_DIR     ./data      the folder that holds everything; one process at a time
  SEED         council     what an empty demo begins with; none leaves it empty
  DEMO_NOW                 demo only: the instant the clock starts from
  OIDC_ISSUER              who signs people in; without it this is a demo for this machine alone
`;

export async function run(argv: readonly string[]): Promise<void> {
  const program = new Command('ledger')
    .description('A ledger for direct payments: every figure can be explained to the penny.')
    .addHelpText('after', SETTINGS)
    .showHelpAfterError();

  program
    .command('serve', { isDefault: true })
    .description('answer over HTTP until told to stop (SIGTERM finishes what was accepted)')
    .action(() => serve(configFrom(process.env)));

  program
    .command('verify')
    .description('look at every event of the log: whether one was changed, lost or put elsewhere')
    .addHelpText('after', '\nExit status 1 when something is broken; the place is named.')
    .action(() => withLedger(verifyLog));

  program
    .command('rebuild [readModel]')
    .description('make a read model, or all of them, anew from the first event')
    .addHelpText('after', '\nNothing is lost by it: read models are made of the log alone.')
    .action((name?: string) => withLedger((ledger) => rebuild(ledger, name)));

  program
    .command('events')
    .description('print the events in log order, one JSON object a line')
    .option('--type <type>', 'only events of this type, such as PaymentMade')
    .addOption(new Option('--limit <n>', 'at most so many').argParser(wholeNumber))
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
    .addHelpText('after', '\nExample:\n  ledger figures 2ed6657d-… --as-at 2026-05-20')
    .action((budget: string, options: FiguresAsked) =>
      withLedger((ledger) => printFigures(ledger, budget, options)),
    );

  await program.parseAsync(argv).catch(explain);
}

/** What a person can mend is a sentence; everything else shows where it came from. */
function explain(error: unknown): void {
  const mendable =
    error instanceof WrongSetting ||
    error instanceof FolderInUse ||
    error instanceof LogCut ||
    error instanceof ReadModelsAheadOfLog;
  if (!mendable) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = EX_CONFIG;
}

async function withLedger(use: (ledger: Ledger, config: Config) => Promise<void>): Promise<void> {
  const config = configFrom(process.env);
  const ledger = await Ledger.open(config);
  try {
    await use(ledger, config);
  } finally {
    await ledger.close();
  }
}

async function verifyLog({ log }: Ledger): Promise<void> {
  const bar = progressBar('events');
  const { brokenAt, checkpoint: _, ...found } = await verify(log, { onProgress: (n) => bar.to(n) });
  bar.stop();
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
    for (const it of page) process.stdout.write(`${JSON.stringify(it)}\n`);
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

/** Only where a person watches; nothing in a log file. */
function progressBar(what: string) {
  const bar = new SingleBar({
    format: `${what} [{bar}] {value}/{total} {eta_formatted}`,
    stream: process.stderr,
    noTTYOutput: false,
    clearOnComplete: true,
  });
  bar.start(1, 0);
  return {
    to: (done: number, total = done) => {
      bar.setTotal(Math.max(total, 1));
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}
