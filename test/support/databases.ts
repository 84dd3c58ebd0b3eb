import { join } from 'node:path';
import type { PostgresOptions, SqliteOptions } from '../../src/read-models/database.js';
import { Postgres } from './postgres.js';

/** Set where the specs run on PostgreSQL: see `postgres-setup.ts`. */
let server: Postgres | undefined;

export const onPostgres = (): boolean => server !== undefined;

/** The server that the specs of this file run on. */
export function postgres(): Postgres {
  if (!server) throw new Error('This spec needs PostgreSQL: call it *.postgres.spec.ts.');
  return server;
}

export async function startPostgres(): Promise<void> {
  server = await Postgres.start();
}

export async function stopPostgres(): Promise<void> {
  await server?.stop();
}

const databases = new Map<string, Promise<string>>();

/** A database for what would be kept in this folder; the same each time. */
export const databaseFor = (folder: string): Promise<string> => {
  const known = databases.get(folder) ?? postgres().database();
  databases.set(folder, known);
  return known;
};

/** What tells the program where to keep everything. */
export const settingsFor = async (folder: string): Promise<Record<string, string>> => ({
  DATA_DIR: folder,
  ...(onPostgres() && { DATABASE_URL: await databaseFor(folder) }),
});

/** The file of that name in `folder`, or the database that stands for it. */
export const placeFor = async (
  folder: string,
  file: string,
): Promise<SqliteOptions | PostgresOptions> =>
  onPostgres() ? { url: await databaseFor(folder) } : { file: join(folder, file) };
