// The limit of appending: the rows of a log that is there, inserted into the same tables with the
// same indexes, at the same durability, and nothing else done.
import Database from 'better-sqlite3';
import { mustEqual } from './figures.mjs';

const TOGETHER = 128;
const TABLES = ['streams', 'types', 'events', 'requests'];

/** Events a second. */
export function bareInserts(from, to, events) {
  const written = rowsOf(from);
  const db = new Database(to);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('wal_autocheckpoint = 8000');
  for (const sql of written.schema) db.exec(sql);
  const begun = performance.now();
  insertAll(db, written);
  const seconds = (performance.now() - begun) / 1000;
  mustEqual('bare: events', db.prepare('SELECT count(*) FROM events').pluck().get(), events);
  mustEqual('bare: last hash', lastHash(db), written.lastHash);
  db.close();
  return events / seconds;
}

const lastHash = (db) =>
  db.prepare('SELECT hex(hash) FROM events ORDER BY position DESC').pluck().get();

/** An append made one row of `events` and one of `requests`; here they stay side by side. */
function insertAll(db, { streams, types, events, requests }) {
  const into = {
    streams: db.prepare('INSERT INTO streams VALUES (?, ?)'),
    types: db.prepare('INSERT INTO types VALUES (?, ?)'),
    events: db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)'),
    requests: db.prepare('INSERT INTO requests VALUES (?, ?, ?, ?, ?)'),
  };
  db.transaction(() => {
    for (const row of streams) into.streams.run(row);
    for (const row of types) into.types.run(row);
  }).immediate();
  const some = db.transaction((from, to) => {
    for (let i = from; i < to; i++) {
      into.events.run(events[i]);
      into.requests.run(requests[i]);
    }
  });
  for (let i = 0; i < events.length; i += TOGETHER)
    some.immediate(i, Math.min(i + TOGETHER, events.length));
}

function rowsOf(file) {
  const db = new Database(file, { readonly: true });
  const all = (sql) => db.prepare(sql).raw().all();
  const ofTables = `SELECT sql FROM sqlite_master WHERE type = 'table' AND name IN
    (${TABLES.map((it) => `'${it}'`).join()})`;
  const rows = {
    schema: db.prepare(ofTables).pluck().all(),
    streams: all('SELECT * FROM streams'),
    types: all('SELECT * FROM types'),
    events: all('SELECT * FROM events ORDER BY position'),
    // In the order in which they were written: their ids are random, as they were then.
    requests: all(`SELECT r.* FROM requests r JOIN events e
      ON e.stream = r.stream AND e.version = r.from_version ORDER BY e.position`),
    lastHash: lastHash(db),
  };
  db.close();
  return rows;
}
