// The stores that take appends side by side. Each is made empty, and says afterwards what it holds.
import { randomUUID } from 'node:crypto';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import Database from 'better-sqlite3';
import pg from 'pg';
import { SystemClock } from '../../dist/event-log/clock.js';
import { SqliteLog } from '../../dist/event-log/sqlite-log.js';
import { eventTypes } from '../../dist/ledger.js';
import { asked, expense, message } from './expense.mjs';
import { installMessageDb, SEARCH_PATH } from './message-db.mjs';

/** As many as there are callers, so that nobody waits for a connection. */
const CONNECTIONS = 50;

/** One stream a caller. */
const streamNames = () => Array.from({ length: CONNECTIONS }, () => `account-${randomUUID()}`);

export async function ledger(where, name) {
  const file = where.file(`${name}.db`);
  const log = await SqliteLog.open({ file, types: eventTypes(), clock: new SystemClock() });
  const streams = streamNames();
  const stored = `SELECT count(*) AS events, count(DISTINCT stream) AS streams,
    max(version) AS lastVersion FROM events`;
  return {
    name: 'the ledger',
    append: (who, i) => log.append(streams[who], i - 1, [expense(i)], asked()),
    stored: () => inFile(file, stored),
    close: () => log.close(),
  };
}

/** Its streams count from 1. */
export const emmettPostgres = (postgres) => async (_, name) => {
  const address = await postgres.database(`emmett_${name}`);
  const pool = new pg.Pool({ connectionString: address, max: CONNECTIONS });
  const store = getPostgreSQLEventStore(address, { connectionOptions: { pool } });
  await store.schema.migrate();
  const streams = streamNames();
  const stored = `select count(*)::int as events, count(distinct stream_id)::int as streams,
    max(stream_position)::int - 1 as "lastVersion" from emt_messages`;
  return {
    name: 'emmett-postgresql',
    append: (who, i) =>
      store.appendToStream(streams[who], [message(i)], { expectedStreamVersion: exactly(i) }),
    stored: async () => (await pool.query(stored)).rows[0],
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
};

const exactly = (i) => (i === 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(i));

/** The request key is the message's id, which it keeps unique. */
export const messageDb = (postgres) => async (_, name) => {
  const address = await postgres.database(`message_db_${name}`);
  await installMessageDb(postgres, `message_db_${name}`);
  const options = `-c search_path=${SEARCH_PATH}`;
  const pool = new pg.Pool({ connectionString: address, max: CONNECTIONS, options });
  const streams = streamNames();
  const stored = `select count(*)::int as events, count(distinct stream_name)::int as streams,
    max(position)::int as "lastVersion" from message_store.messages`;
  const write = { name: 'write', text: 'select write_message($1, $2, $3, $4, $5, $6)' };
  return {
    name: 'Message DB, write_message',
    append: (who, i) => {
      const { type, data, metadata } = message(i);
      const values = [metadata.requestId, streams[who], type, data, metadata, i - 1];
      return pool.query({ ...write, values });
    },
    stored: async () => (await pool.query(stored)).rows[0],
    close: () => pool.end(),
  };
};

/** Throws a sentence where its native half is not there: nothing installs that by itself. */
export async function emmettSqlite() {
  const peer = import('@event-driven-io/emmett-sqlite');
  const { getSQLiteEventStore, sqliteConnection } = await peer.catch((error) => {
    throw new Error(
      `emmett-sqlite: not run, because ${error.message.split('\n', 1)[0]} ` +
        `(\`npm rebuild sqlite3 --prefix test/bench\` builds it where there is a compiler).`,
    );
  });
  return async (where, name) => {
    const fileName = where.file(`emmett-${name}.db`);
    // By itself it opens a connection an append, which now and then ends the whole process: it
    // sets WAL while its own transaction begins. And transactions on one connection must not mix.
    const connection = sqliteConnection({ fileName });
    await connection.query('PRAGMA journal_mode');
    const connectionOptions = { singleton: true, connection };
    const store = getSQLiteEventStore({ fileName, connectionOptions });
    await store.schema.migrate();
    const streams = streamNames();
    const stored = `SELECT count(*) AS events, count(DISTINCT stream_id) AS streams,
      max(stream_position) - 1 AS lastVersion FROM emt_messages`;
    let turn = Promise.resolve();
    return {
      name: 'emmett-sqlite, its callers queueing',
      append: (who, i) => {
        const at = { expectedStreamVersion: exactly(i) };
        return (turn = turn.then(() => store.appendToStream(streams[who], [message(i)], at)));
      },
      stored: () => inFile(fileName, stored),
      close: async () => connection.close(),
    };
  };
}

function inFile(file, sql) {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare(sql).get();
  } finally {
    db.close();
  }
}
