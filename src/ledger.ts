import type { FastifyBaseLogger } from 'fastify';
import { ACCOUNT_EVENTS } from './accounts/account.events.js';
import { BUDGET_EVENTS } from './budgets/budget.events.js';
import { disagreements } from './accounts/disagreements.read-model.js';
import { talks } from './accounts/talks.read-model.js';
import { balances } from './budgets/balances.read-model.js';
import { budgets } from './budgets/budgets.read-model.js';
import { reductions } from './budgets/reductions.read-model.js';
import type { Config } from './config.js';
import { closeDatabases, openDatabases, type Databases } from './databases.js';
import { DemoClock, SystemClock, type Clock } from './event-log/clock.js';
import { DataFolder, FolderUnusable } from './event-log/data-folder.js';
import type { EventLog, Recorded } from './event-log/event-log.js';
import { EventTypes } from './event-log/event-types.js';
import { LAST_SEAL, mustHoldLastSeal } from './event-log/last-seal.js';
import { Sealer } from './event-log/sealer.js';
import { SEAL_EVENTS, SEALS } from './event-log/seals.events.js';
import { Writer } from './event-log/writer.js';
import { microsOf, type Micros } from './kernel/dates.js';
import { logAt, openLog } from './log-store.js';
import { AfterErasure } from './people/after-erasure.reaction.js';
import { PEOPLE_TABLES, type PeopleTable } from './people/people.table.js';
import { PERSON_EVENTS } from './people/person.events.js';
import { whoseBudget } from './people/whose-budget.read-model.js';
import { ReactionRunner } from './reactions/reaction-runner.js';
import { BookmarkWatch } from './read-models/bookmark-watch.js';
import { wipeDeleted, type Database } from './read-models/database.js';
import { ClockWatch } from './read-models/clock-drift.js';
import { Duty } from './read-models/duty.js';
import { Knowledge } from './read-models/knowledge.js';
import { KnownEvents, KNOWLEDGE } from './read-models/known-events.js';
import { Projector } from './read-models/projector.js';
import type { Readable } from './read-models/readable.js';
import { AfterPromise } from './reviews/after-promise.reaction.js';
import { AfterWithdrawal } from './reviews/after-withdrawal.reaction.js';
import { REVIEW_EVENTS } from './reviews/review.events.js';
import { reviews } from './reviews/reviews.read-model.js';
import type { ErasableDatabase } from './words/erasable-database.js';
import { FileStore } from './words/files.js';
import { RowRequests } from './words/row-requests.js';
import type { MappingsTable } from './statements/mappings.table.js';
import { linesAside } from './statements/lines-aside.read-model.js';
import { statements } from './statements/statements.read-model.js';
import { WordStore } from './words/words.js';

/** Every read model there is: one added here is built from the first event when it is first met. */
export const READ_MODELS = [
  whoseBudget,
  budgets,
  balances,
  reductions,
  reviews,
  statements,
  linesAside,
  talks,
  disagreements,
] as const;

/** Every event type there is. */
export const eventTypes = (): EventTypes =>
  new EventTypes(BUDGET_EVENTS, ACCOUNT_EVENTS, REVIEW_EVENTS, PERSON_EVENTS, SEAL_EVENTS);

type Opening = Pick<Config, 'dataDir' | 'databaseUrl' | 'demoNow' | 'eventStoreDbUrl' | 'issuer'>;
type Log = Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>;

/** The ground floor and the rooms' tables, opened on one folder. HTTP stands on it, or a command. */
export class Ledger {
  readonly writer: Writer;
  readonly words: WordStore;
  readonly files: FileStore;
  readonly rows: RowRequests;
  readonly known: KnownEvents;
  readonly projector: Projector;
  readonly knowledge: Knowledge;
  readonly reactions: ReactionRunner;
  /** How far what is read has got, whoever keeps it up. */
  readonly readable: Readable;
  readonly erasable: ErasableDatabase;
  readonly people: PeopleTable;
  readonly mappings: MappingsTable;
  readonly reading: Database;
  private readonly erasure: AfterErasure;
  /** Where several instances may stand on one database. */
  private readonly watch: BookmarkWatch | undefined;
  private duty: Duty | undefined;
  private clockWatch: ClockWatch | undefined;
  private sealer: Sealer | undefined;

  private constructor(
    private readonly folder: DataFolder,
    readonly log: EventLog,
    readonly clock: Clock,
    readonly types: EventTypes,
    private readonly databases: Databases,
    private readonly databaseUrl: string | undefined,
  ) {
    const { erasable, people, mappings, reading } = databases;
    this.erasable = erasable;
    this.people = people;
    this.mappings = mappings;
    this.reading = reading;
    this.writer = new Writer(log, types, clock);
    this.words = new WordStore(erasable, log, clock);
    this.files = new FileStore(erasable, log, clock);
    this.rows = new RowRequests(erasable, log, clock);
    this.known = new KnownEvents(reading, log);
    this.projector = new Projector(log, types, reading, READ_MODELS);
    if (databaseUrl !== undefined)
      this.watch = new BookmarkWatch(log, databaseUrl, reading, [...KNOWLEDGE, ...READ_MODELS]);
    this.readable = this.watch ?? this.projector;
    this.knowledge = new Knowledge(log, this.readable);
    const { writer, words, files } = this;
    // Not the files: they are many, and what is left of them is sealed under a key that is gone.
    const scrub = () => wipeDeleted(erasable, ['person_keys', ...PEOPLE_TABLES]);
    this.erasure = new AfterErasure(erasable, words, files, people, scrub);
    this.reactions = new ReactionRunner(log, types, clock, reading, [
      new AfterPromise(writer),
      new AfterWithdrawal(writer),
      this.erasure,
    ]);
  }

  /** Throws `FolderInUse`, `FolderUnusable`, `DatabaseUnusable`. Nothing runs yet: see `start`. */
  static async open(config: Opening): Promise<Ledger> {
    const folder = DataFolder.open(config.dataDir);
    return Ledger.openedIn(folder, config).catch((error: Error & { code?: string }) => {
      folder.close();
      throw error.code?.startsWith('SQLITE_') ? new FolderUnusable(folder.path, error) : error;
    });
  }

  private static async openedIn(folder: DataFolder, config: Opening): Promise<Ledger> {
    const clock = config.issuer ? new SystemClock() : new DemoClock(new SystemClock().micros());
    const types = eventTypes();
    const { databaseUrl } = config;
    const at = databaseUrl === undefined ? folder : { url: databaseUrl };
    const databases = await openDatabases(at, clock);
    // Last, for its thread would outlive what fails here.
    const ground = { types, clock, databases };
    const log = await openLog(logAt(config, folder), ground).catch(async (error: unknown) => {
      await closeDatabases(databases);
      throw error;
    });
    if (clock instanceof DemoClock) setOut(clock, log, config.demoNow);
    return new Ledger(folder, log, clock, types, databases, databaseUrl);
  }

  /**
   * Throws `LogCut` or `ReadModelsAheadOfLog`: the log is then not the one this folder had; and
   * where whoever runs this may not append to it.
   */
  async start(log: Log): Promise<void> {
    await this.log.mustTakeAppends();
    const { protection } = this.log;
    if (protection) log[protection.couldDelete ? 'warn' : 'info'](protection.says);
    this.knowledge.tooLate.tell = (sentence) => log.warn(sentence);
    await this.mustHoldLastSeal();
    this.writer.afterAppend = this.reactions.promptly;
    if (this.watch && this.databaseUrl !== undefined) {
      await this.watch.start();
      await this.watchClock();
      this.reactions.standBy();
      const end = () => this.endDuty(() => this.reactions.standBy());
      this.duty = new Duty(this.databaseUrl, { begin: () => this.beginDuty(log), end });
      await this.duty.start();
      await this.watch.look();
    } else await this.beginDuty(log);
    // Before anybody can look: rows may have come from a backup, a crash may have been too quick.
    await this.erasure.again(this.log);
  }

  /** Where other instances stamp events too. A demo's clock is set, and no machine's. */
  private async watchClock(): Promise<void> {
    if (!this.log.isShared || this.clock instanceof DemoClock) return;
    const watch = new ClockWatch(this.reading, this.clock);
    await watch.start();
    this.clockWatch = watch;
    this.writer.hindrance = () => watch.failure;
  }

  /** What only one instance does at a time. */
  private async beginDuty(log: Log): Promise<void> {
    await this.projector.start();
    await this.reactions.start();
    await this.reactions.drain();
    // Not before all agree that it is this folder's log: a seal would make another one its own.
    this.sealer = await Sealer.start(this.log, {
      file: this.lastSeal,
      sealed: (line) => log.info(line),
      failed: (error) => log.error({ err: error }, 'The log could not be sealed'),
    });
  }

  private async endDuty(reactionsStopped = () => {}): Promise<void> {
    await this.reactions.stop();
    reactionsStopped();
    await this.sealer?.stop();
    this.sealer = undefined;
    await this.projector.stop();
  }

  /** What keeps the answers from being what they should be. */
  troubles(): readonly Error[] {
    const { readable, projector, duty, clockWatch } = this;
    const failures = duty
      ? [readable.failure, duty.failure, duty.isOn ? projector.failure : null]
      : [readable.failure];
    return [...failures, clockWatch?.failure ?? null].filter((it) => it !== null);
  }

  /** Throws `LogCut` unless the log still holds what was sealed last. */
  mustHoldLastSeal(): Promise<void> {
    return mustHoldLastSeal(this.log, this.lastSeal);
  }

  private get lastSeal(): string {
    return this.folder.file(LAST_SEAL);
  }

  /** Nothing but seals, which are no facts. */
  async isEmpty(): Promise<boolean> {
    const first = await this.log.read(null, 2);
    return first.every((it: Recorded) => it.stream === SEALS);
  }

  /** What was accepted is finished; then everything is let go of. */
  async close(): Promise<void> {
    await this.duty?.stop();
    await this.endDuty();
    await this.clockWatch?.stop();
    await this.watch?.stop();
    await this.knowledge.tooLate.counted();
    await this.log.close();
    await closeDatabases(this.databases);
    this.folder.close();
  }
}

/** From the day asked for, but never from before what is in the log already. */
function setOut(clock: DemoClock, log: EventLog, demoNow: Micros | undefined): void {
  const start = demoNow ?? clock.micros();
  const recordedUntil = log.recordedUntil();
  clock.set(recordedUntil ? Math.max(start, microsOf(recordedUntil) + 1) : start);
}
