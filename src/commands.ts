import { configFrom, WrongSetting } from './config.js';
import { copy, PlaceTaken, type Progress } from './copy.js';
import { DatabaseUnusable } from './databases.js';
import { backUp } from './event-log/backup.js';
import { BrokenStream } from './event-log/chain.js';
import { SystemClock } from './event-log/clock.js';
import { UnfinishedCopy } from './event-log/copying.js';
import { FolderInUse, FolderUnusable } from './event-log/data-folder.js';
import { eventLine } from './event-log/event-line.js';
import { LogUnavailable, type Recorded } from './event-log/event-log.js';
import { InsecureServer, NotAllowed, prepareAccess } from './event-log/eventstoredb-access.js';
import { LogCut } from './event-log/last-seal.js';
import { AnotherLog, CopyDiffers } from './event-log/log-copy.js';
import { verify, type Integrity } from './event-log/verify.js';
import { budgetAsKnown } from './figures/as-known.facts.js';
import { figuresAnswer } from './figures/figures-answer.facts.js';
import { figuresOf } from './figures/figures.facts.js';
import { londonDay, type LocalDate, type writtenInstant } from './kernel/dates.js';
import { eventTypes, Ledger, READ_MODELS } from './ledger.js';
import { policyInForce } from './policies/policy.facts.js';
import { progressBar } from './progress.js';
import { ReadModelsAheadOfLog } from './read-models/bookmarks.js';
import { KNOWLEDGE } from './read-models/known-events.js';
import { DatabaseTooNew } from './read-models/migrations.js';
import * as terminal from './terminal.js';

const { dataDirWithLedger, noBudget, NoSuchThing, print, withLedgerIn } = terminal;
const { BROKEN, EX_CONFIG, EX_UNAVAILABLE, MISTYPED } = terminal;

// What each command does on a whole ledger.

/** What a person can mend is a sentence; everything else shows where it came from. */
export function explain(error: unknown): void {
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
export async function withLedger(use: (ledger: Ledger) => Promise<void>): Promise<void> {
  const config = configFrom(process.env);
  if (config.eventStoreDbUrl === undefined) dataDirWithLedger();
  const ledger = await Ledger.open(config);
  try {
    await use(ledger);
  } finally {
    await ledger.close();
  }
}

// The database is newer than the copy of the log, as keys.db is in a backup of files: no key is
// missing, nobody who was erased comes back, and only what can be made anew may be too far on.
const NOT_KEPT =
  'Not in this backup: people, the keys to their words, the files they sent and the read models. ' +
  'They are in the PostgreSQL of DATABASE_URL. Back that up with its own tools (pg_dump), after ' +
  'this and not before: an older one would lack keys to words that are in here. A copy of it, ' +
  'too, must expire within the promise made to those who were erased.\n';
const NOT_RESTORED =
  'Only the log is restored. Before it is served, put back the PostgreSQL of DATABASE_URL as it ' +
  'was backed up after this, and empty its tables bookmarks and reaction_bookmarks: they may be ' +
  'further on than this log, and what they stand for is made anew from it.\n';

export async function keepIn(folder: string): Promise<void> {
  mustBeInFolder();
  await keep(dataDirWithLedger(), folder);
  sayOfDatabase(NOT_KEPT);
}

export async function restoreFrom(folder: string): Promise<void> {
  mustBeInFolder();
  const { dataDir } = configFrom(process.env);
  await keep(withLedgerIn(folder, 'Name the folder of a backup.'), dataDir);
  sayOfDatabase(NOT_RESTORED);
}

function mustBeInFolder(): void {
  if (configFrom(process.env).eventStoreDbUrl === undefined) return;
  throw new WrongSetting(
    'The log is in the EventStoreDB of EVENTSTOREDB_URL, and this copies folders. Back the server ' +
      'up, and put it back, with its own means, and people and their keys after it and not before.',
  );
}

function sayOfDatabase(sentences: string): void {
  if (configFrom(process.env).databaseUrl !== undefined) process.stderr.write(sentences);
}

const keep = (from: string, to: string): Promise<void> =>
  withBar((onProgress) =>
    backUp(from, to, { types: eventTypes(), clock: new SystemClock(), onProgress }),
  );

export interface CopyAsked {
  readonly from: string;
  readonly to: string;
  readonly fromRows?: string;
  readonly toRows?: string;
}

export const move = (places: CopyAsked): Promise<void> =>
  withBar((onProgress) =>
    copy(
      { log: places.from, rows: places.fromRows },
      { log: places.to, rows: places.toRows },
      onProgress,
    ),
  );

export async function prepareServer(): Promise<void> {
  const { eventStoreDbUrl } = configFrom(process.env);
  if (eventStoreDbUrl === undefined)
    throw new WrongSetting(
      'EVENTSTOREDB_URL is missing. Set it to the connection string of an administrator.',
    );
  await prepareAccess(eventStoreDbUrl);
  process.stdout.write('The server is prepared: only its administrators can delete.\n');
}

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

export const verifyLog = (): Promise<void> => withLedger(verified);

async function verified(ledger: Ledger): Promise<void> {
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

export const rebuild = (name?: string): Promise<void> =>
  withLedger((ledger) => madeAnew(ledger, name));

async function madeAnew({ projector }: Ledger, name?: string): Promise<void> {
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

export interface EventsAsked {
  readonly type?: string;
  readonly limit?: number;
}

export const printEvents = (asked: EventsAsked): Promise<void> =>
  withLedger((ledger) => eventsOf(ledger, asked));

async function eventsOf({ log }: Ledger, { type, limit }: EventsAsked): Promise<void> {
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

export interface FiguresAsked {
  readonly asAt?: LocalDate;
  readonly knownAt?: NonNullable<ReturnType<typeof writtenInstant>>;
}

export const printFigures = (budgetId: string, asked: FiguresAsked): Promise<void> =>
  withLedger((ledger) => figuresIn(ledger, budgetId, asked));

async function figuresIn(ledger: Ledger, budgetId: string, { asAt, knownAt }: FiguresAsked) {
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
  opened
    ? new NoSuchThing(
        `Budget ${budgetId} was not known yet then: it was recorded at ${opened.recordedAt}. ` +
          'Name a later instant with --known-at, or none.',
      )
    : noBudget(budgetId);

export interface Decided {
  readonly by: string;
  readonly why: string;
}

export const skip = (name: string, eventId: string, decided: Decided): Promise<void> =>
  withLedger((ledger) => skipped(ledger, name, eventId, decided));

async function skipped({ reactions }: Ledger, name: string, eventId: string, by: Decided) {
  await reactions.skip(name, eventId, `${by.by} (${by.why})`).catch((error: Error) => {
    throw new NoSuchThing(error.message, { cause: error });
  });
  process.stdout.write(`${name} is past event ${eventId}, and never acts on it.\n`);
}
