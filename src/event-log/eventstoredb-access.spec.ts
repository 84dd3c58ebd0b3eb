import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { eventStoreDb, type EventStoreDbStore } from '../../test/contract/stores.js';
import { certificate } from '../../test/support/eventstoredb/certificate.js';
import { EventStoreDouble } from '../../test/support/eventstoredb/double.js';
import { proposed } from '../../test/support/eventstoredb/event-store.js';
import { oluAsks } from '../../test/support/people.js';
import { InsecureServer, NotAllowed, prepareAccess, protectionOf } from './eventstoredb-access.js';

const PREFIX = 'ledger.';
const users = {
  admin: { password: 'changeit', groups: ['$admins'] },
  service: { password: 'a:b@c', groups: ['ledger-writers'] },
  auditor: { password: 'look', groups: ['ledger-readers'] },
  somebody: { password: 'else', groups: [] },
};
type User = keyof typeof users;

describe('A server with a certificate and users', () => {
  let double: EventStoreDouble;
  let folder: string;
  let store: EventStoreDbStore | undefined;

  beforeEach(async () => {
    const made = certificate();
    folder = mkdtempSync(join(tmpdir(), 'ca-'));
    writeFileSync(join(folder, 'ca.crt'), made.cert);
    double = await EventStoreDouble.start({ users, certificate: made });
  });
  afterEach(async () => {
    await store?.close();
    store = undefined;
    await double.stop();
    rmSync(folder, { recursive: true });
  });

  const urlOf = (user: User, password = users[user].password) => {
    const who = `${user}:${encodeURIComponent(password)}@`;
    const ca = encodeURIComponent(join(folder, 'ca.crt'));
    return `${double.url.replace('//', `//${who}`)}&tlsCAFile=${ca}`;
  };
  const couldDelete = async (user: User) => (await protectionOf(urlOf(user), PREFIX)).couldDelete;

  it('lets every user delete, until it is prepared', async () => {
    expect(await couldDelete('service')).toBe(true);
    await prepareAccess(urlOf('admin'));
    expect(await couldDelete('service')).toBe(false);
    expect(await couldDelete('auditor')).toBe(false);
    expect(await couldDelete('somebody')).toBe(false);
    expect(await couldDelete('admin')).toBe(true);
  });

  it.each(['$d', '$mw'] as const)('is no safer while %s alone is left open', async (right) => {
    await prepareAccess(urlOf('admin'));
    const { $userStreamAcl } = double.store.defaultAcl();
    const acl = { $userStreamAcl: { ...$userStreamAcl, [right]: 'ledger-writers' } };
    double.store.append('$settings', 'any', [proposed('update-default-acl', acl)]);
    double.store.flush();
    expect(await couldDelete('service')).toBe(true);
    expect(await couldDelete('auditor')).toBe(false);
  });

  it('is prepared as often as one likes', async () => {
    for (let i = 0; i < 2; i++) await prepareAccess(urlOf('admin'));
    expect(await couldDelete('service')).toBe(false);
  });

  it('is prepared by nobody else', async () => {
    for (const it of ['service', 'somebody'] as const)
      await expect(prepareAccess(urlOf(it))).rejects.toThrow(NotAllowed);
    await expect(prepareAccess(urlOf('admin', 'guess'))).rejects.toThrow(NotAllowed);
  });

  it('keeps the log of the service, which says that it cannot delete', async () => {
    await prepareAccess(urlOf('admin'));
    store = await eventStoreDb(urlOf('service'));
    const { log } = store;
    await log.append('s', -1, [{ type: 'A' }, { type: 'B' }], oluAsks('1'));
    expect(await log.read(null, 9)).toEqual(await log.load('s'));
    expect(await log.load('new')).toEqual([]);
    expect(log.protection.couldDelete).toBe(false);
    const client = EventStoreDBClient.connectionString(urlOf('service'));
    const denied = { type: 'access-denied' };
    const stream = `${store.prefix}s`;
    await expect(client.deleteStream(stream)).rejects.toMatchObject(denied);
    await expect(client.tombstoneStream(stream)).rejects.toMatchObject(denied);
    await expect(client.setStreamMetadata(stream, { maxCount: 1 })).rejects.toMatchObject(denied);
    await client.dispose();
    expect(await log.load('s')).toHaveLength(2);
  });

  it('lets an auditor read a log that is there, and not serve it', async () => {
    await prepareAccess(urlOf('admin'));
    store = await eventStoreDb(urlOf('service'));
    await store.log.append('s', -1, [{ type: 'A' }], oluAsks('1'));
    await store.log.mustTakeAppends();
    const auditors = await store.another({ url: urlOf('auditor') });
    expect(await auditors.read(null, 9)).toEqual(await store.log.load('s'));
    await expect(auditors.mustTakeAppends()).rejects.toThrow(/in the group ledger-writers/);
    expect(await store.log.read(null, 9)).toHaveLength(1);
  });

  it('lets nobody read who is not meant to', async () => {
    await prepareAccess(urlOf('admin'));
    for (const it of ['somebody', 'auditor'] as const)
      await expect(eventStoreDb(urlOf(it))).rejects.toThrow(/in the group ledger-writers/);
  });
});

describe('A server without', () => {
  it('lets anybody delete, and cannot be prepared', async () => {
    const double = await EventStoreDouble.start();
    expect((await protectionOf(double.url, PREFIX)).couldDelete).toBe(true);
    await expect(prepareAccess(double.url)).rejects.toThrow(InsecureServer);
    await double.stop();
  });
});
