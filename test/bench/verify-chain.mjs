// Verifying a log of 1 million events, beside SHA-256 over the very bytes that are hashed, ready in
// memory: no way of verifying can be faster on one core.
import { createHash, hash } from 'node:crypto';
import { firstHash } from '../../dist/event-log/chain.js';
import { SystemClock } from '../../dist/event-log/clock.js';
import { SqliteLog } from '../../dist/event-log/sqlite-log.js';
import { verify } from '../../dist/event-log/verify.js';
import { eventTypes } from '../../dist/ledger.js';
import { LOG_FILE } from '../../dist/log-store.js';
import { writeCouncilLog } from './council-log.mjs';
import * as figures from './figures.mjs';
import { conditions, folder } from './machine.mjs';

const { median, mustEqual, ratio, ROUNDS, scaled, table, tell, TURNS, whole } = figures;
const SIZE = { accounts: scaled(555, 5), events: scaled(1_000_000) };
/** So many are in memory at a time. */
const SLICE = 100_000;

async function verified(log) {
  const begun = performance.now();
  const { ok, events } = await verify(log);
  const seconds = (performance.now() - begun) / 1000;
  mustEqual('verify', ok, true);
  return { events, seconds };
}

/** The bytes of each event as they are hashed: the hash before it, and both parts with lengths. */
function framed({ stream, meta, data, hash: own }, heads) {
  const parts = [meta, data].flatMap((text) => {
    const bytes = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  });
  const before = Buffer.from(heads.get(stream) ?? firstHash(stream), 'hex');
  heads.set(stream, own);
  return Buffer.concat([before, ...parts]);
}

function timed(work) {
  const begun = performance.now();
  const result = work();
  return { result, seconds: (performance.now() - begun) / 1000 };
}

async function hashedInMemory(log) {
  const found = { events: 0, bytes: 0, seconds: 0, atOnce: 0 };
  const heads = new Map();
  for (let after = null; ;) {
    const rows = await log.bytes(after, SLICE);
    if (rows.length === 0) return found;
    after = rows.at(-1).position;
    const bytes = rows.map((it) => framed(it, heads));
    const each = timed(() => bytes.map((it) => hash('sha256', it, 'hex')));
    for (const [i, it] of each.result.entries()) mustEqual('a hash', it, rows[i].hash);
    const all = Buffer.concat(bytes);
    found.atOnce += timed(() => createHash('sha256').update(all).digest()).seconds;
    found.seconds += each.seconds;
    found.events += rows.length;
    found.bytes += all.length;
  }
}

const where = folder('verify');
const events = await writeCouncilLog(where, SIZE);
const file = where.file(LOG_FILE);
const log = await SqliteLog.open({ file, types: eventTypes(), clock: new SystemClock() });
const rounds = [];
for (let i = 0; i < ROUNDS; i++) {
  const ours = await verified(log);
  const limit = await hashedInMemory(log);
  mustEqual('events hashed', limit.events, ours.events);
  mustEqual('events verified', ours.events, events);
  rounds.push({
    ours: ours.seconds,
    limit: limit.seconds,
    atOnce: limit.atOnce,
    bytes: limit.bytes,
  });
}
await log.close();
where.remove();

const of = (name) => rounds.map((it) => it[name]);
const row = (what, name) => [
  what,
  whole(events / median(of(name))),
  `${median(of(name)).toFixed(2)} s`,
  name === 'ours' ? '' : ratio(of(name), of('ours')),
];
tell(
  conditions('better-sqlite3'),
  `${TURNS} ${whole(events)} events with their seals, ` +
    `${whole(rounds[0].bytes / events)} bytes hashed an event.`,
  table(
    ['', 'events a second', 'time', 'part of it that the ledger reaches'],
    [
      row('the ledger, `verify`', 'ours'),
      row('SHA-256 in memory, event by event', 'limit'),
      row('SHA-256 in memory, as one stretch of bytes', 'atOnce'),
    ],
  ),
);
