import { randomUUID } from 'node:crypto';
import { PostgresAdapter, type Kysely, type Transaction } from 'kysely';
import { instantOf, type Instant, type Micros } from '../kernel/dates.js';
import { LogUnavailable, type SealedWords } from './event-log.js';

/**
 * Rows beside a log that cannot keep them itself; and what it asks of the tables it finds there. A
 * type: an interface has no index, which Kysely wants of tables.
 */
export type RequestTables = {
  requests: {
    request_id: string;
    /** `null`: refilled from the log, which does not hold it. Any body is then its own. */
    request_hash: string | null;
    stream: string;
    from_version: number;
    at: Instant;
    /** Who claimed it and may let go of it; `null`: nobody any more. */
    claim: string | null;
  };
  words: { request_id: string; person_id: string; sealed: Uint8Array };
  person_keys: { person_id: string };
  row_requests: { request_id: string; request_hash: string };
};

/** A request as the rows know it: its events stand in `stream`, at `fromVersion` or later. */
export interface KnownRequest {
  readonly requestHash: string | null;
  readonly stream: string;
  readonly fromVersion: number;
}

/** What is about to be appended. */
export interface Claiming {
  readonly requestId: string;
  readonly requestHash: string;
  readonly stream: string;
  readonly fromVersion: number;
  readonly words?: SealedWords | undefined;
}

/** `claim` lets go of it again; `known`: it came before, and may have been recorded. */
export type Claimed =
  | 'key-reused'
  | { readonly claim: string; readonly known?: undefined }
  | { readonly known: KnownRequest };

interface Waiting {
  readonly claiming: Claiming;
  readonly claim: string;
  readonly done: PromiseWithResolvers<Claimed>;
}

const BATCH = 500;
const HOUR: Micros = 3_600_000_000;
const REQUESTS_KEPT: Micros = 35 * 24 * HOUR;
const WORDS_WAIT: Micros = 48 * HOUR;
/** Of a claim that two may rely on. */
const SHARED = 'shared';

/**
 * The requests that were sent, and what they say in words: written before the append, in one
 * transaction, so that the key decides between two that come at once. Many share a commit.
 */
export class RequestRows {
  private waiting: Waiting[] = [];
  private working = false;
  private readonly isPostgres: boolean;

  constructor(
    private readonly db: Kysely<RequestTables>,
    private readonly now: () => Micros,
  ) {
    this.isPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
  }

  /** On the disk when it resolves. Throws `LogUnavailable`. */
  claim(claiming: Claiming): Promise<Claimed> {
    const done = Promise.withResolvers<Claimed>();
    this.waiting.push({ claiming, claim: randomUUID(), done });
    if (!this.working) setImmediate(() => void this.work());
    this.working = true;
    return done.promise;
  }

  /** It was refused: its key is free, unless somebody else took the request up meanwhile. */
  async release(requestId: string, claim: string): Promise<void> {
    await this.db.transaction().execute(async (rows) => {
      const { numDeletedRows } = await rows
        .deleteFrom('requests')
        .where('request_id', '=', requestId)
        .where('claim', '=', claim)
        .executeTakeFirst();
      if (numDeletedRows > 0n)
        await rows.deleteFrom('words').where('request_id', '=', requestId).execute();
    });
  }

  /** The hash with which the key was taken for rows, and what is known of a request for events. */
  async find(requestId: string): Promise<{ forRows?: string; known?: KnownRequest }> {
    const forRows = await this.db
      .selectFrom('row_requests')
      .select('request_hash')
      .where('request_id', '=', requestId)
      .executeTakeFirst();
    const [known] = (await this.known(this.db, [requestId])).values();
    return { ...(forRows && { forRows: forRows.request_hash }), ...(known && { known }) };
  }

  async words(requestIds: readonly string[]): Promise<Map<string, Uint8Array>> {
    if (requestIds.length === 0) return new Map();
    const rows = await this.db
      .selectFrom('words')
      .select(['request_id', 'sealed'])
      .where('request_id', 'in', requestIds)
      .execute();
    return new Map(rows.map((it) => [it.request_id, it.sealed]));
  }

  async isEmpty(): Promise<boolean> {
    const any = await this.db.selectFrom('requests').select('request_id').limit(1).execute();
    return any.length === 0;
  }

  /** Of events read newest first, so that a request stands at its first one in the end. */
  async refill(
    events: readonly { requestId: string; stream: string; version: number }[],
  ): Promise<void> {
    const at = instantOf(this.now());
    const firsts = new Map(events.map((it) => [it.requestId, it]));
    const rows = [...firsts].map(([request_id, { stream, version }]) => {
      return { request_id, request_hash: null, stream, from_version: version, at, claim: null };
    });
    if (rows.length === 0) return;
    await this.db
      .insertInto('requests')
      .values(rows)
      .onConflict((it) =>
        it
          .column('request_id')
          .doUpdateSet((row) => ({ from_version: row.ref('excluded.from_version') })),
      )
      .execute();
  }

  /** After so long a request is forgotten: a create still finds its own stream. */
  get keptSince(): Instant {
    return instantOf(this.now() - REQUESTS_KEPT);
  }

  /**
   * Forgets requests after 35 days, and words that were written before an append which never
   * happened, after two. The log is asked first; a read model might lag.
   */
  async sweep(isRecorded: (requestId: string, known: KnownRequest) => Promise<boolean>) {
    const before = instantOf(this.now() - WORDS_WAIT);
    for (;;) {
      const page = await this.db
        .selectFrom('requests')
        .innerJoin('words', 'words.request_id', 'requests.request_id')
        .select(['requests.request_id', 'request_hash', 'stream', 'from_version'])
        .where('claim', 'is not', null)
        .where('at', '<', before)
        .limit(BATCH)
        .execute();
      for (const row of page)
        await ((await isRecorded(row.request_id, knownFrom(row)))
          ? this.settle(row.request_id)
          : this.forget(row.request_id));
      if (page.length < BATCH) break;
    }
    await this.db.deleteFrom('requests').where('at', '<', this.keptSince).execute();
  }

  private async settle(requestId: string): Promise<void> {
    await this.db
      .updateTable('requests')
      .set({ claim: null })
      .where('request_id', '=', requestId)
      .execute();
  }

  private async forget(requestId: string): Promise<void> {
    await this.db.transaction().execute(async (rows) => {
      for (const table of ['requests', 'words'] as const)
        await rows.deleteFrom(table).where('request_id', '=', requestId).execute();
    });
  }

  /** One transaction at a time; what comes meanwhile shares the next. */
  private async work(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, BATCH);
      await this.db
        .transaction()
        .execute((rows) => this.claimAll(rows, batch))
        .then(
          (claimed) => batch.forEach(({ done }, i) => done.resolve(claimed[i]!)),
          (error: Error) => {
            if (error instanceof LetGoMeanwhile) return void this.waiting.unshift(...batch);
            const failed = new LogUnavailable(`The request could not be kept: ${error.message}`);
            for (const { done } of batch) done.reject(failed);
          },
        );
    }
    this.working = false;
  }

  private async claimAll(
    rows: Transaction<RequestTables>,
    batch: readonly Waiting[],
  ): Promise<Claimed[]> {
    const ids = batch.map(({ claiming }) => claiming.requestId);
    const forRows = await rows
      .selectFrom('row_requests')
      .select('request_id')
      .where('request_id', 'in', ids)
      .execute();
    const taken = new Set(forRows.map((it) => it.request_id));
    const free = batch.filter(({ claiming }) => !taken.has(claiming.requestId));
    const added = await this.add(rows, free);
    const known = await this.known(
      rows,
      ids.filter((it) => !added.has(it)),
    );
    const claimed = batch.map(({ claiming, claim }): Claimed => {
      const { requestId, requestHash } = claiming;
      const earlier = known.get(requestId);
      if (taken.has(requestId)) return 'key-reused';
      if (added.has(requestId)) return { claim };
      if (!earlier) throw new LetGoMeanwhile();
      const isAnother = (earlier.requestHash ?? requestHash) !== requestHash;
      return isAnother ? 'key-reused' : { known: earlier };
    });
    const kept = batch.filter((_, i) => claimed[i] !== 'key-reused').map((it) => it.claiming);
    await this.share(rows, [...known.keys()]);
    await this.addWords(rows, kept);
    return claimed;
  }

  /** The key decides: those that are there already, or come at once from elsewhere, are not added. */
  private async add(
    rows: Transaction<RequestTables>,
    batch: readonly Waiting[],
  ): Promise<Set<string>> {
    if (batch.length === 0) return new Set();
    const at = instantOf(this.now());
    const values = batch.map(({ claim, claiming }) => ({
      request_id: claiming.requestId,
      request_hash: claiming.requestHash,
      stream: claiming.stream,
      from_version: claiming.fromVersion,
      at,
      claim,
    }));
    const added = await rows
      .insertInto('requests')
      // In one order everywhere, so that two instances never wait for each other.
      .values(values.sort((a, b) => (a.request_id < b.request_id ? -1 : 1)))
      .onConflict((it) => it.column('request_id').doNothing())
      .returning('request_id')
      .execute();
    return new Set(added.map((it) => it.request_id));
  }

  /** Whoever made the claim must not let go of it any more: another now relies on it. */
  private async share(rows: Transaction<RequestTables>, requestIds: readonly string[]) {
    if (requestIds.length === 0) return;
    await rows
      .updateTable('requests')
      .set({ claim: SHARED })
      .where('request_id', 'in', requestIds)
      .where('claim', 'is not', null)
      .where('claim', '!=', SHARED)
      .execute();
  }

  /** Of those only whose key is there in this transaction: words of the forgotten must not return. */
  private async addWords(rows: Transaction<RequestTables>, batch: readonly Claiming[]) {
    const said = batch.flatMap(({ requestId, words }) =>
      words
        ? [{ request_id: requestId, person_id: words.personId, sealed: Buffer.from(words.sealed) }]
        : [],
    );
    if (said.length === 0) return;
    const keys = await rows
      .selectFrom('person_keys')
      .select('person_id')
      .where(
        'person_id',
        'in',
        said.map((it) => it.person_id),
      )
      .orderBy('person_id')
      .$if(this.isPostgres, (it) => it.forShare())
      .execute();
    const known = new Set(keys.map((it) => it.person_id));
    const kept = said.filter((it) => known.has(it.person_id));
    if (kept.length === 0) return;
    await rows
      .insertInto('words')
      .values(kept)
      .onConflict((it) => it.column('request_id').doNothing())
      .execute();
  }

  private async known(
    rows: Kysely<RequestTables>,
    requestIds: readonly string[],
  ): Promise<Map<string, KnownRequest>> {
    if (requestIds.length === 0) return new Map();
    const found = await rows
      .selectFrom('requests')
      .select(['request_id', 'request_hash', 'stream', 'from_version'])
      .where('request_id', 'in', requestIds)
      .execute();
    return new Map(found.map((it) => [it.request_id, knownFrom(it)]));
  }
}

/** A row was there when one was to be added, and gone when it was looked at: it is free again. */
class LetGoMeanwhile extends Error {}

const knownFrom = (
  row: Pick<RequestTables['requests'], 'request_hash' | 'stream' | 'from_version'>,
): KnownRequest => ({
  requestHash: row.request_hash,
  stream: row.stream,
  fromVersion: row.from_version,
});
