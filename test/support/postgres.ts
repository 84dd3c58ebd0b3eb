import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { NOBODY } from './postgres-programs.js';

/** The server ends with who started it, however that dies: its stdin is closed then. */
const UNTIL_LET_GO = '"$0" "$@" & read -r _; kill -QUIT $!; wait $!';
const READY = 'database system is ready to accept connections';
/** What the tests write need not outlive them. */
const QUICK = ['fsync=off', 'full_page_writes=off'];
/** Spoken to through its folder: it takes no port. */
const ALONE = ['listen_addresses=', 'max_connections=100'];

/** A real PostgreSQL of one's own. Its databases speak English, as a council's do. */
export class Postgres {
  private databases = 0;

  private constructor(
    readonly folder: string,
    private server: ChildProcess,
  ) {}

  static async start(): Promise<Postgres> {
    const folder = mkdtempSync(join(tmpdir(), 'pg-'));
    const { uid, gid } = NOBODY;
    if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
    const { status, stderr } = spawnSync(
      program('initdb'),
      ['--pgdata', join(folder, 'data'), '--username', 'ledger', '--auth', 'trust', '--no-sync']
        .concat('--encoding', 'UTF8', '--locale', 'C')
        .concat('--locale-provider', 'icu', '--icu-locale', 'en-GB'),
      { ...NOBODY, cwd: folder, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`PostgreSQL could not be made: ${stderr}`);
    return new Postgres(folder, await serving(folder));
  }

  /** The address of a new, empty database. */
  async database(): Promise<string> {
    const name = `test_${++this.databases}`;
    await this.ask(`create database ${name} strategy file_copy`);
    return this.address(name);
  }

  /** As the superuser, beside whoever uses the database. */
  async ask<R extends pg.QueryResultRow>(sql: string, address = this.address('postgres')) {
    const client = new pg.Client({ connectionString: address });
    await client.connect();
    try {
      return (await client.query<R>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** Where the tables of a database lie on the disk, all that was written in them. */
  async filesOf(address: string): Promise<string[]> {
    await this.ask('checkpoint', address);
    const tables = await this.ask<{ path: string }>(
      `select pg_relation_filepath(oid) as path from pg_class
       where relkind = 'r' and relnamespace = 'public'::regnamespace`,
      address,
    );
    return tables.map((it) => join(this.folder, 'data', it.path));
  }

  /** Everybody who is connected is cut off; it is back when this resolves. */
  async restart(): Promise<void> {
    await this.halt();
    await this.resume();
  }

  async halt(): Promise<void> {
    const ended = once(this.server, 'exit');
    this.server.stdin!.end();
    await ended;
  }

  async resume(): Promise<void> {
    this.server = await serving(this.folder);
  }

  async stop(): Promise<void> {
    await this.halt();
    rmSync(this.folder, { recursive: true });
  }

  private address(database: string): string {
    return `postgres://ledger@localhost/${database}?host=${this.folder}`;
  }
}

const program = (name: string): string => join(process.env['POSTGRES_PROGRAMS']!, name);

async function serving(folder: string): Promise<ChildProcess> {
  const settings = [...QUICK, ...ALONE, `unix_socket_directories=${folder}`];
  const server = spawn(
    '/bin/sh',
    ['-c', UNTIL_LET_GO, program('postgres'), '-D', join(folder, 'data')].concat(
      settings.flatMap((it) => ['-c', it]),
    ),
    { ...NOBODY, cwd: folder, stdio: ['pipe', 'ignore', 'pipe'] },
  );
  const said: string[] = [];
  for await (const line of createInterface(server.stderr!)) {
    said.push(line);
    if (line.includes(READY)) {
      server.stderr!.resume();
      return server;
    }
  }
  throw new Error(`PostgreSQL could not be started: ${said.join('\n')}`);
}
