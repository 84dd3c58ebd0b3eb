import type { Clock } from '../event-log/clock.js';
import type { Asked, EventLog } from '../event-log/event-log.js';
import { instantOf, type Micros } from '../kernel/dates.js';
import { Refusal } from '../kernel/decider.js';
import { forShare } from '../read-models/database.js';
import type { ErasableDatabase } from './erasable-database.js';
import { fileKey, hashOfFile, sealBytes, unsealBytes } from './sealing.js';

/** Whose file, and the stream of the event that names it by its hash. */
export interface FileOf {
  readonly personId: string;
  readonly stream: string;
}

const HOUR: Micros = 3_600_000_000;
/** No append is under way for so long. */
const UNSETTLED = 48 * HOUR;
const AT_ONCE = 10;

/**
 * What people send: sealed as their words are, under a key that dies with theirs. A file is kept
 * before the event that names it is recorded, so no event is without its file. One that nobody
 * came to name is let go of after two days; the same file, sent again, keeps it.
 */
export class FileStore {
  constructor(
    private readonly db: ErasableDatabase,
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps what a request sends, and makes the hash for its event. A request that has recorded it
   * already is answered from the log alone: nothing is kept, and the hash is empty. Throws
   * `KeyReused`, and the refusal `erased` when the person's key is gone.
   */
  async keep(of: FileOf, { requestId, requestHash }: Asked, bytes: Uint8Array): Promise<string> {
    if (await this.log.findRequest(requestId, requestHash)) return '';
    const raw = await this.keyOf(of.personId);
    if (!raw) throw erased();
    const key = fileKey(raw);
    const fileHash = hashOfFile(key, bytes);
    const fileId = idOf(of, fileHash);
    await this.write(of, fileId, fileHash, sealBytes(key, fileId, bytes));
    await this.sweep();
    return fileHash;
  }

  /** `undefined`: it is not here any more, or never was. */
  async find(of: FileOf, fileHash: string): Promise<Buffer | undefined> {
    const fileId = idOf(of, fileHash);
    const row = await this.db
      .selectFrom('files')
      .select('sealed')
      .where('file_id', '=', fileId)
      .executeTakeFirst();
    const raw = row && (await this.keyOf(of.personId));
    return raw && unsealBytes(fileKey(raw), fileId, row.sealed);
  }

  /** In the transaction that deletes the person's key. */
  async deleteAll(rows: ErasableDatabase, personId: string): Promise<void> {
    await rows.deleteFrom('files').where('person_id', '=', personId).execute();
  }

  private async keyOf(personId: string): Promise<Uint8Array | undefined> {
    const row = await keyRow(this.db, personId).executeTakeFirst();
    return row?.key;
  }

  /** Whoever erases the person meanwhile waits for this, and deletes it; or it finds no key. */
  private async write(of: FileOf, file_id: string, file_hash: string, sealed: Uint8Array) {
    const { personId: person_id, stream } = of;
    const at = this.clock.now();
    await this.db.transaction().execute(async (rows) => {
      await mustHaveKey(rows, person_id);
      // First: whoever lets go of the same file at this instant is then done, or lets it be.
      await rows
        .insertInto('files_unsettled')
        .values({ file_id, stream, file_hash, at })
        .onConflict((it) => it.column('file_id').doUpdateSet({ at }))
        .execute();
      await rows
        .insertInto('files')
        .values({ file_id, person_id, sealed })
        .onConflict((it) => it.column('file_id').doNothing())
        .execute();
    });
  }

  /** A few, each time: the log is asked for them, never a read model, which might lag. */
  private async sweep(): Promise<void> {
    const before = instantOf(this.clock.micros() - UNSETTLED);
    const overdue = await this.db
      .selectFrom('files_unsettled')
      .selectAll()
      .where('at', '<', before)
      .orderBy('at')
      .limit(AT_ONCE)
      .execute();
    for (const { file_id, stream, file_hash } of overdue)
      await this.settle(file_id, before, await this.isNamed(stream, file_hash));
  }

  private async isNamed(stream: string, fileHash: string): Promise<boolean> {
    const recorded = await this.log.load(stream);
    return recorded.some(({ event }) => (event as { fileHash?: unknown }).fileHash === fileHash);
  }

  /** Unless it was sent again since. */
  private async settle(fileId: string, before: string, isNamed: boolean): Promise<void> {
    await this.db.transaction().execute(async (rows) => {
      const { numDeletedRows } = await rows
        .deleteFrom('files_unsettled')
        .where('file_id', '=', fileId)
        .where('at', '<', before)
        .executeTakeFirst();
      if (numDeletedRows === 0n || isNamed) return;
      await rows.deleteFrom('files').where('file_id', '=', fileId).execute();
    });
  }
}

const idOf = ({ stream }: FileOf, fileHash: string): string => `${stream} ${fileHash}`;

const keyRow = (db: ErasableDatabase, personId: string) =>
  db.selectFrom('person_keys').select('key').where('person_id', '=', personId);

/** Until the transaction ends. */
async function mustHaveKey(rows: ErasableDatabase, personId: string): Promise<void> {
  if (!(await forShare(rows, keyRow(rows, personId)).executeTakeFirst())) throw erased();
}

const erased = () => new Refusal('erased', 'This person’s data was erased. No file can be kept.');
