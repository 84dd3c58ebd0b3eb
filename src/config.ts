import { microsOf, writtenInstant, type Micros } from './kernel/dates.js';
import type { Issuer } from './sign-in/token-sign-in.js';

/** Everything that can be set, from the environment, each with a default. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** Of a PostgreSQL, for read models and for what can be erased; `undefined`: files in `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly seed: 'council' | 'none';
  /** The server that keeps the log; `undefined`: a file in `dataDir` does. */
  readonly eventStoreDbUrl: string | undefined;
  /** Demo only: the instant the clock starts from. */
  readonly demoNow: Micros | undefined;
  /** Absent: demo, with people anybody may be. */
  readonly issuer: Issuer | undefined;
  /** Events that the read models may be behind while the service still calls itself ready. */
  readonly readyLagEvents: number;
  /** Requests a minute and user; `undefined`, as in demo: as many as come. */
  readonly rateLimit: number | undefined;
  readonly logLevel: string;
}

/** HTTPS outside, as wherever people are signed in by an issuer; a demo is on plain HTTP at home. */
export const isSecure = ({ issuer }: Pick<Config, 'issuer'>): boolean => issuer !== undefined;

/** A setting is wrong: a sentence, and exit status 78 before a port opens. */
export class WrongSetting extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1)$/;

/** Throws `WrongSetting`. */
export function configFrom(env: Environment): Config {
  const issuer = issuerFrom(env);
  const limit = whole(env, 'RATE_LIMIT', 600, 1, 1_000_000);
  const host = env['HOST'] || '127.0.0.1';
  mustBeDemoOnlyAtHome(env, host, issuer);
  return {
    port: whole(env, 'PORT', 3000, 0, 65_535),
    host,
    dataDir: env['DATA_DIR'] || './data',
    databaseUrl: databaseUrl(env),
    seed: oneOf(env, 'SEED', ['council', 'none']),
    eventStoreDbUrl: eventStoreDbUrl(env),
    demoNow: demoNow(env, issuer),
    issuer,
    readyLagEvents: whole(env, 'READY_LAG_EVENTS', 1_000, 0, 1_000_000),
    rateLimit: issuer && limit,
    logLevel: oneOf(env, 'LOG_LEVEL', ['info', ...LEVELS.filter((it) => it !== 'info')]),
  };
}

function whole(env: Environment, name: string, otherwise: number, min: number, max: number) {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  const n = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (n >= min && n <= max) return n;
  throw new WrongSetting(`${name} is "${text}". Set it to a whole number from ${min} to ${max}.`);
}

function oneOf<T extends string>(env: Environment, name: string, values: readonly T[]): T {
  const text = env[name] || values[0]!;
  const found = values.find((it) => it === text);
  if (found !== undefined) return found;
  throw new WrongSetting(`${name} is "${text}". Set it to one of: ${values.join(', ')}.`);
}

function issuerFrom(env: Environment): Issuer | undefined {
  const url = env['OIDC_ISSUER'];
  if (!url) return undefined;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new WrongSetting(`OIDC_ISSUER is "${url}". Set it to the issuer’s address, https://….`);
  const audience = env['OIDC_AUDIENCE'];
  if (!audience)
    throw new WrongSetting('OIDC_AUDIENCE is missing. Set it to the audience of the tokens.');
  return { issuer: new URL(url), audience, rolesClaim: env['OIDC_ROLES_CLAIM'] || 'roles' };
}

/** Where anybody may be anybody, nobody else may come in. */
function mustBeDemoOnlyAtHome(env: Environment, host: string, issuer: Issuer | undefined): void {
  if (issuer) return;
  if (env['NODE_ENV'] === 'production')
    throw new WrongSetting(
      'NODE_ENV is production and nobody can sign in. Set OIDC_ISSUER and OIDC_AUDIENCE.',
    );
  if (!LOOPBACK.test(host))
    throw new WrongSetting(
      `HOST is "${host}", and without OIDC_ISSUER anybody may be anybody. Set HOST to ` +
        '127.0.0.1, or name an issuer.',
    );
}

/** Not repeated in what is said of it: it may hold a password. */
function databaseUrl(env: Environment): string | undefined {
  const text = env['DATABASE_URL'];
  if (!text) return undefined;
  if (URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)) return text;
  throw new WrongSetting(
    'DATABASE_URL is no address of a PostgreSQL. Set it to postgres://user:password@host:5432/name.',
  );
}

function demoNow(env: Environment, issuer: Issuer | undefined): Micros | undefined {
  const text = env['DEMO_NOW'];
  if (!text) return undefined;
  if (issuer) throw new WrongSetting('DEMO_NOW is for the demo. Leave it out with OIDC_ISSUER.');
  const instant = writtenInstant(text);
  if (instant) return microsOf(instant.first);
  throw new WrongSetting(`DEMO_NOW is "${text}". Set it to an instant: 2026-05-20T09:00:00Z.`);
}

/** A password may stand in it, so it is not said back. */
function eventStoreDbUrl(env: Environment): string | undefined {
  const url = env['EVENTSTOREDB_URL'];
  if (!url) return undefined;
  if (!/^esdb(\+discover)?:\/\/[^\s/?]+(\/?\?\S*)?\/?$/.test(url))
    throw new WrongSetting(
      'EVENTSTOREDB_URL is no connection string. Set it to one: esdb://user:password@host:2113',
    );
  if (/^[^?]*[@/,]\d+(\.\d+){3}[:,/?]/.test(`${url}?`) && !/[?&]tls=false\b/i.test(url))
    throw new WrongSetting(
      'EVENTSTOREDB_URL names the server by its address. TLS needs its name: esdb://host:2113',
    );
  return url;
}
