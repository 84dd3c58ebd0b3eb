import type { Kysely } from 'kysely';
import { instantOf, microsOf } from '../kernel/dates.js';
import type { KeptBeside, Moving } from './copying.js';
import type { RequestTables } from './request-rows.js';

// Rows beside a server's log, on their way from or to the file of another.

/** By request. */
export async function keptIn(
  db: Kysely<RequestTables>,
  requestIds: readonly string[],
): Promise<Map<string, KeptBeside>> {
  if (requestIds.length === 0) return new Map();
  const [asked, said] = [db.selectFrom('requests'), db.selectFrom('words')];
  const requests = byRequest(
    await asked.selectAll().where('request_id', 'in', requestIds).execute(),
  );
  const words = byRequest(await said.selectAll().where('request_id', 'in', requestIds).execute());
  return new Map(
    requestIds.map((id) => {
      const [row, theirs] = [requests.get(id), words.get(id)];
      const request = row && {
        requestHash: row.request_hash,
        stream: row.stream,
        fromVersion: row.from_version,
        at: microsOf(row.at),
      };
      const kept = theirs && { personId: theirs.person_id, sealed: theirs.sealed };
      return [id, { request, words: kept }];
    }),
  );
}

const byRequest = <R extends { readonly request_id: string }>(rows: readonly R[]) =>
  new Map(rows.map((it) => [it.request_id, it]));

/** Before the events, in one transaction; those that are there are written anew. */
export async function keepBeside(db: Kysely<RequestTables>, events: readonly Moving[]) {
  await db.transaction().execute(async (rows) => {
    await keepRequests(rows, events);
    await keepWords(rows, events);
  });
}

async function keepRequests(db: Kysely<RequestTables>, events: readonly Moving[]): Promise<void> {
  const rows = events.flatMap(({ requestId, stream, version, request }) =>
    request
      ? {
          request_id: requestId,
          request_hash: request.requestHash,
          stream,
          from_version: version,
          at: instantOf(request.at),
          claim: null,
        }
      : [],
  );
  if (rows.length === 0) return;
  await db
    .insertInto('requests')
    .values(rows)
    .onConflict((it) =>
      it.column('request_id').doUpdateSet(({ ref }) => ({
        request_hash: ref('excluded.request_hash'),
        stream: ref('excluded.stream'),
        from_version: ref('excluded.from_version'),
        at: ref('excluded.at'),
        claim: null,
      })),
    )
    .execute();
}

async function keepWords(db: Kysely<RequestTables>, events: readonly Moving[]): Promise<void> {
  const rows = events.flatMap(({ requestId, words }) =>
    words
      ? { request_id: requestId, person_id: words.personId, sealed: Buffer.from(words.sealed) }
      : [],
  );
  if (rows.length === 0) return;
  await db
    .insertInto('words')
    .values(rows)
    .onConflict((it) => it.column('request_id').doNothing())
    .execute();
}
