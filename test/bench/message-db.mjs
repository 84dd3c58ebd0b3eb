// Message DB in a database: the package's own SQL files, in the order of its own scripts.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const FILES = [
  'roles/message-store',
  'schema/message-store',
  'extensions/pgcrypto',
  'tables/messages',
  'types/message',
  'functions/message-store-version',
  'functions/hash-64',
  'functions/acquire-lock',
  'functions/category',
  'functions/is-category',
  'functions/id',
  'functions/cardinal-id',
  'functions/stream-version',
  'functions/write-message',
  'functions/get-stream-messages',
  'functions/get-category-messages',
  'functions/get-last-stream-message',
  'indexes/messages-id',
  'indexes/messages-stream',
  'indexes/messages-category',
];

/** Its functions call one another by their bare names. */
export const SEARCH_PATH = 'message_store,public';

export async function installMessageDb(postgres, database) {
  const manifest = createRequire(import.meta.url).resolve('@eventide/message-db/package.json');
  const read = (name) => readFileSync(join(dirname(manifest), 'database', `${name}.sql`), 'utf8');
  await postgres.ask(
    database,
    [`set search_path = ${SEARCH_PATH}`, ...FILES.map(read)].join(';\n'),
  );
}
