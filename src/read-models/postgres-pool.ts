import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg, { type ClientConfig, type PoolClient } from 'pg';
import { Busy } from '../event-log/event-log.js';

/** 503 `busy`: the database cannot be reached, or cannot do it now. What was asked is asked again. */
export class DatabaseUnavailable extends Busy {
  constructor(cause: unknown) {
    super('The database cannot be reached. Send this again in a moment.');
    this.cause = cause;
  }
}

/** The database refused a statement. Never the values in it: they may be somebody's words. */
export class DatabaseRefused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`The database refused a statement (${code}): ${message}`);
  }
}

/**
 * Lost connections, too little of something, an operator's hand, conflicts with other transactions:
 * the same statement may do at the next try.
 */
const PASSING = /^(08|53|57|58|40|55P03|25006|25P0[34])/;
/** Their messages quote the value that was wrong. */
const QUOTING = /^22/;
const LONGEST_MS = 30_000;
const INT8 = 20;

const types = new pg.TypeOverrides();
// Whole pence and counts: safe integers all of them.
types.setTypeParser(INT8, Number);

/** How each connection is opened, the pool's and those of its own. */
export const connecting = (url: string): ClientConfig => ({
  connectionString: url,
  application_name: 'ledger',
  connectionTimeoutMillis: 5_000,
  keepAlive: true,
});

/** Connections for Kysely, which say in our words what is wrong with them. */
export function postgresPool(url: string): PostgresPool {
  const pool = new pg.Pool({
    ...connecting(url),
    types,
    max: 8,
    statement_timeout: LONGEST_MS,
    // A process that stands still in a transaction keeps no other waiting for its locks.
    idle_in_transaction_session_timeout: LONGEST_MS,
  });
  // Who uses a connection that is lost hears of it from the query; nobody else needs to.
  pool.on('connect', (client) => client.on('error', () => {}));
  pool.on('error', () => {});
  return {
    options: pool.options,
    connect: () => pool.connect().then(speaking, misfortune),
    end: () => pool.end(),
  };
}

function speaking(client: PoolClient): PostgresPoolClient {
  let lost: Error | undefined;
  const query = (text: string, values: readonly unknown[]) =>
    client.query(text, [...values]).catch((error: unknown) => {
      if (!(error instanceof pg.DatabaseError)) lost = error as Error;
      return misfortune(error);
    });
  const release = (destroy?: boolean) => client.release(lost ?? destroy);
  return { query, release } as unknown as PostgresPoolClient;
}

function misfortune(error: unknown): never {
  if (error instanceof TypeError) throw error;
  if (!(error instanceof pg.DatabaseError)) throw new DatabaseUnavailable(error);
  const { code = '', message } = error;
  if (PASSING.test(code)) throw new DatabaseUnavailable(error);
  throw new DatabaseRefused(code, QUOTING.test(code) ? 'a value does not fit' : message);
}
