// A PostgreSQL of one's own, as durable as our log: it answers when the disk has it.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import findPrograms, { NOBODY } from '../support/postgres-programs.ts';
import { folder } from './machine.mjs';

const DURABLE = ['fsync=on', 'synchronous_commit=on', 'full_page_writes=on'];
const ROOM = ['max_connections=200', 'shared_buffers=512MB', 'max_wal_size=4GB'];
/** Spoken to through its folder: it takes no port. */
const ALONE = ['listen_addresses='];

export async function startPostgres() {
  await findPrograms();
  const where = folder('pg');
  if (NOBODY.uid !== undefined) chownSync(where.path, NOBODY.uid, NOBODY.gid);
  const data = where.file('data');
  const args = ['--pgdata', data, '--username', 'bench', '--auth', 'trust', '--encoding', 'UTF8'];
  const made = spawnSync(program('initdb'), [...args, '--locale', 'C'], { ...NOBODY, cwd: '/' });
  if (made.status !== 0) throw new Error(`PostgreSQL could not be made: ${made.stderr}`);
  const settings = [...DURABLE, ...ROOM, ...ALONE, `unix_socket_directories=${where.path}`];
  const options = settings.flatMap((it) => ['-c', it]);
  const server = spawn(program('postgres'), ['-D', data, ...options], {
    ...NOBODY,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  process.once('exit', () => server.kill('SIGKILL'));
  await readiness(server);
  return new Postgres(where, server);
}

class Postgres {
  constructor(where, server) {
    this.where = where;
    this.server = server;
  }

  /** The address of a new, empty database. */
  async database(name) {
    await this.ask('postgres', `create database ${name}`);
    return this.address(name);
  }

  address(name) {
    return `postgres://bench@localhost/${name}?host=${this.where.path}`;
  }

  /** One or more statements, beside whoever else uses the database. */
  async ask(name, sql) {
    const client = new pg.Client({ connectionString: this.address(name) });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async stop() {
    this.server.kill('SIGINT');
    await once(this.server, 'exit');
    this.where.remove();
  }
}

const program = (name) => join(process.env.POSTGRES_PROGRAMS, name);

async function readiness(server) {
  const said = [];
  for await (const line of createInterface(server.stderr)) {
    said.push(line);
    if (!line.includes('ready to accept connections')) continue;
    server.stderr.resume();
    return;
  }
  throw new Error(`PostgreSQL could not be started: ${said.join('\n')}`);
}
