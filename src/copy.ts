import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { configFrom, WrongSetting } from './config.js';
import { closeDatabases, openDatabases, type Databases } from './databases.js';
import { SystemClock } from './event-log/clock.js';
import type { CopySource, LogImport } from './event-log/copying.js';
import { DataFolder, FolderUnusable } from './event-log/data-folder.js';
import type { Position, Recorded } from './event-log/event-log.js';
import { keepLastSeal, LAST_SEAL, mustHoldLastSeal } from './event-log/last-seal.js';
import { copyLog, type Copied } from './event-log/log-copy.js';
import { SEALS, type LogSealed } from './event-log/seals.events.js';
import type { Integrity } from './event-log/verify.js';
import { eventTypes } from './ledger.js';
import { LOG_FILE, openImport, openLog, type LogPlace } from './log-store.js';
import { ALL_PEOPLE_TABLES } from './people/people.table.js';
import { MAPPING_TABLES } from './statements/mappings.table.js';
import { placesIn, ReactionBookmarks } from './reactions/reaction-bookmarks.js';
import { Bookmarks, mustHold, ReadModelsAheadOfLog } from './read-models/bookmarks.js';
import { KEY_TABLES } from './words/erasable-database.js';
import { holdsNothing, moveRows } from './words/moving-rows.js';

/** As it is typed: a data folder or `esdb://…`, and a data folder or `postgres://…`. */
export interface PlaceNamed {
  readonly log: string;
  /** Of a folder's log they are in the folder unless it is said otherwise. */
  readonly rows?: string | undefined;
}

export type Progress = (what: string, done: number, total: number) => void;

/** Something is there already that is no unfinished copy. */
export class PlaceTaken extends Error {
  constructor(place: string, what: string) {
    super(`${place} holds ${what} already. Copy to a place that is empty.`);
  }
}

interface Place {
  readonly at: LogPlace;
  readonly log: CopySource;
  readonly databases: Databases;
  /** Where the last seal is kept outside of the log, where that is known. */
  readonly lastSeal: string | undefined;
}

/** What can be erased. */
const ROWS = [...KEY_TABLES, ...ALL_PEOPLE_TABLES, ...MAPPING_TABLES];

/**
 * Moves a ledger: the log with all that is kept beside it, people and keys, and how far reactions
 * have got. Read models are made anew. Goes on where it was broken off; until it is over the target
 * cannot be opened. Both are proved; the target is as `verify` found it.
 */
export async function copy(
  from: PlaceNamed,
  to: PlaceNamed,
  onProgress: Progress,
): Promise<Integrity> {
  mustBeTwo(from, to);
  mustHoldLedger(from);
  const places = new Places();
  try {
    const source = await places.open(from);
    await mustBeWhole(source, from);
    const target = await places.open(to, true);
    const hasItsRows = source.databases === target.databases;
    const isKeptThere = hasItsRows && 'url' in source.at;
    const into = await places.importing(target, !isKeptThere);
    await begin(into, target, withoutPassword(to.log), hasItsRows);
    return await moveAll(source, target, into, onProgress);
  } finally {
    await places.close();
  }
}

async function moveAll(source: Place, target: Place, into: LogImport, onProgress: Progress) {
  const marks = new ReactionBookmarks(source.databases.reading);
  await marks.prepare();
  const wanted = placesIn(await marks.all());
  const copied = await copyLog({
    source: source.log,
    target: target.log,
    into,
    wanted,
    onProgress,
  });
  if (!copied.found.ok) return copied.found;
  if (source.databases !== target.databases)
    await moveRows(source.databases.erasable, target.databases.erasable, ROWS);
  await moveMarks(source, target, copied);
  const [seal] = await target.log.loadBackwards<LogSealed>(SEALS, 1);
  if (seal && target.lastSeal !== undefined) await keepLastSeal(target.lastSeal, seal);
  await into.finish();
  return copied.found;
}

/** Reactions go on behind the event they stood at; whoever reads the log reads it anew. */
async function moveMarks(source: Place, target: Place, { places }: Copied): Promise<void> {
  const { bookmarks, outcomes } = await new ReactionBookmarks(source.databases.reading).all();
  // Where both have their rows in one place, an earlier attempt may have come as far as here.
  const isMoved = (position: Position | '') => position === '' || target.log.isPosition(position);
  for (const [name, place] of bookmarks)
    if (!isMoved(place.position)) await mustHold(source.log, name, place);
  const moved = <P extends { readonly position: Position | '' }>(name: string, it: P): P => {
    if (isMoved(it.position)) return it;
    const position = places.get(it.position as Position);
    if (position === undefined) throw new ReadModelsAheadOfLog(name, it.position);
    return { ...it, position };
  };
  await new Bookmarks(target.databases.reading).prepare();
  await new Bookmarks(target.databases.reading).removeAll();
  const marks = new ReactionBookmarks(target.databases.reading);
  await marks.prepare();
  await marks.replace({
    bookmarks: new Map([...bookmarks].map(([name, it]) => [name, moved(name, it)])),
    outcomes: outcomes.map((it) => moved(it.reaction, it)),
  });
}

async function begin(into: LogImport, target: Place, name: string, hasItsRows: boolean) {
  if (await into.isBegun()) return;
  if ((await target.log.head()) !== null) throw new PlaceTaken(name, 'a ledger');
  if (!hasItsRows && !(await holdsNothing(target.databases.erasable, ROWS)))
    throw new PlaceTaken('The place of the rows', 'people');
  await into.begin();
}

/** Throws `LogCut`. */
async function mustBeWhole({ log, lastSeal }: Place, { log: name }: PlaceNamed): Promise<void> {
  if (lastSeal !== undefined) await mustHoldLastSeal(log, lastSeal);
  const [first]: readonly Recorded[] = await log.read(null, 1);
  if (!first)
    throw new WrongSetting(
      `There are no events in ${withoutPassword(name)}. Name what is to be copied.`,
    );
}

const isServer = (log: string): boolean => /^esdb(\+discover)?:/.test(log);
const isDatabase = (rows: string): boolean => /^postgres(ql)?:/.test(rows);

function mustBeTwo(from: PlaceNamed, to: PlaceNamed): void {
  const nameOf = ({ log }: PlaceNamed) => (isServer(log) ? log : resolve(log));
  if (nameOf(from) === nameOf(to))
    throw new WrongSetting('A ledger cannot be copied to where it is. Name another place.');
}

function mustHoldLedger({ log }: PlaceNamed): void {
  if (!isServer(log) && !existsSync(join(log, LOG_FILE)))
    throw new WrongSetting(`There is no ledger in ${resolve(log)}. Name the folder that holds it.`);
}

/** What is opened for a copy, each but once: for this process alone where it is a folder. */
class Places {
  private readonly clock = new SystemClock();
  private readonly folders = new Map<string, DataFolder>();
  private readonly databases = new Map<string, Databases>();
  private readonly opened: { close(): Promise<void> }[] = [];

  async open({ log, rows }: PlaceNamed, unfinished = false): Promise<Place> {
    const rowsIn = rows ?? log;
    if (isServer(rowsIn))
      throw new WrongSetting(
        `Where are the rows that belong to ${withoutPassword(log)}? Name a data folder or a ` +
          'postgres://… with --from-rows or --to-rows.',
      );
    if (!isServer(log) && !isDatabase(rowsIn) && resolve(rowsIn) !== resolve(log))
      throw new WrongSetting(
        `The rows of a log in a folder are there too, or in a PostgreSQL: not in ${rowsIn}.`,
      );
    const folder = isServer(log) ? undefined : this.folder(log);
    const databases = await this.databasesIn(rowsIn);
    const at = folder ? { file: folder.file(LOG_FILE) } : { url: serverAt(log) };
    const ground = { types: eventTypes(), clock: this.clock, databases, unfinished };
    const opened = await openLog(at, ground).catch(unusable(log));
    this.opened.push(opened);
    const home = folder ?? (isDatabase(rowsIn) ? undefined : this.folder(rowsIn));
    return { at, log: opened, databases, lastSeal: home?.file(LAST_SEAL) };
  }

  async importing({ at, databases }: Place, withRows: boolean): Promise<LogImport> {
    const into = await openImport(at, withRows ? databases.erasable : undefined);
    this.opened.push(into);
    return into;
  }

  async close(): Promise<void> {
    for (const it of this.opened.toReversed()) await it.close();
    for (const it of this.databases.values()) await closeDatabases(it);
    for (const it of this.folders.values()) it.close();
  }

  private folder(path: string): DataFolder {
    const known = this.folders.get(resolve(path)) ?? DataFolder.open(path);
    this.folders.set(resolve(path), known);
    return known;
  }

  private async databasesIn(rows: string): Promise<Databases> {
    const name = isDatabase(rows) ? rows : resolve(rows);
    const at = isDatabase(rows) ? { url: databaseAt(rows) } : this.folder(rows);
    const known =
      this.databases.get(name) ?? (await openDatabases(at, this.clock).catch(unusable(rows)));
    this.databases.set(name, known);
    return known;
  }
}

const serverAt = (text: string): string => configFrom({ EVENTSTOREDB_URL: text }).eventStoreDbUrl!;

const databaseAt = (text: string): string => configFrom({ DATABASE_URL: text }).databaseUrl!;

const withoutPassword = (url: string): string => url.replace(/\/\/[^@/]*@/, '//');

const unusable =
  (place: string) =>
  (error: Error & { code?: string }): never => {
    throw error.code?.startsWith('SQLITE_') ? new FolderUnusable(place, error) : error;
  };
