import { configFrom, WrongSetting } from './config.js';

describe('Settings', () => {
  it('need none: a demo on this machine', () =>
    expect(configFrom({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      dataDir: './data',
      seed: 'council',
      issuer: undefined,
      rateLimit: undefined,
    }));

  it.each([
    [{ PORT: '70000' }, 'PORT is "70000"'],
    [{ PORT: '3e3' }, 'PORT is "3e3"'],
    [{ PORT: '-1' }, 'PORT is "-1"'],
    [{ SEED: 'yes' }, 'SEED is "yes"'],
    [{ DEMO_NOW: 'yesterday' }, 'DEMO_NOW is "yesterday"'],
    [{ DEMO_NOW: '2026-02-30T10:00:00Z' }, 'DEMO_NOW is'],
    [{ HOST: '0.0.0.0' }, 'HOST is "0.0.0.0"'],
    [{ NODE_ENV: 'production' }, 'NODE_ENV is production'],
    [{ OIDC_ISSUER: 'example' }, 'OIDC_ISSUER is "example"'],
    [{ OIDC_ISSUER: 'https://id.example.org' }, 'OIDC_AUDIENCE is missing'],
    [
      {
        OIDC_ISSUER: 'https://id.example.org',
        OIDC_AUDIENCE: 'l',
        DEMO_NOW: '2026-01-01T00:00:00Z',
      },
      'DEMO_NOW is for the demo',
    ],
    [{ DATABASE_URL: 'mysql://127.0.0.1/ledger' }, 'DATABASE_URL is no address of a PostgreSQL'],
    [{ DATABASE_URL: 'ledger' }, 'DATABASE_URL is no address of a PostgreSQL'],
    [{ EVENTSTOREDB_URL: 'http://localhost:2113' }, 'EVENTSTOREDB_URL is no connection string'],
    [{ EVENTSTOREDB_URL: 'esdb://127.0.0.1:2113' }, 'EVENTSTOREDB_URL names the server by'],
    [{ EVENTSTOREDB_URL: 'esdb://a:b@10.0.0.1' }, 'EVENTSTOREDB_URL names the server by'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud"'],
    [{ RATE_LIMIT: '0' }, 'RATE_LIMIT is "0"'],
  ])('%p are refused in a sentence', (env, sentence) => {
    const read = () => configFrom(env);
    expect(read).toThrow(WrongSetting);
    expect(read).toThrow(sentence);
  });

  it('keep a password to themselves', () =>
    expect(() => configFrom({ DATABASE_URL: 'mysql://me:secret@db/ledger' })).not.toThrow(
      'secret',
    ));

  it('name a database, or leave everything to the data folder', () => {
    const DATABASE_URL = 'postgresql://ledger@127.0.0.1:5432/ledger';
    expect(configFrom({ DATABASE_URL }).databaseUrl).toBe(DATABASE_URL);
    expect(configFrom({}).databaseUrl).toBeUndefined();
  });

  it.each([
    'esdb://127.0.0.1:2113?tls=false',
    'esdb://ledger:secret@eventstore.example.org:2113',
    'esdb+discover://ledger:secret@eventstore.example.org',
    'esdb://one.example.org:2113,two.example.org:2113/?tlsCAFile=/etc/ca.crt',
  ])('name the event store, %s', (url) =>
    expect(configFrom({ EVENTSTOREDB_URL: url }).eventStoreDbUrl).toBe(url),
  );

  it('say no password back', () =>
    expect(() => configFrom({ EVENTSTOREDB_URL: 'http://ledger:secret@host' })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('secret') }),
    ));

  it('name an issuer, and then any address may be listened on', () =>
    expect(
      configFrom({
        NODE_ENV: 'production',
        HOST: '0.0.0.0',
        OIDC_ISSUER: 'https://id.example.org',
        OIDC_AUDIENCE: 'ledger',
      }),
    ).toMatchObject({ issuer: { audience: 'ledger', rolesClaim: 'roles' }, rateLimit: 600 }));
});
