import { firstHash, recordedFrom } from '../../src/event-log/chain.js';
import type { EventLog, Position, StoredBytes } from '../../src/event-log/event-log.js';
import { mustHoldLastSeal } from '../../src/event-log/last-seal.js';
import { SEALS } from '../../src/event-log/seals.events.js';
import { Sealer } from '../../src/event-log/sealer.js';
import { verify, type Integrity } from '../../src/event-log/verify.js';
import { sqlite, type SqliteStore } from '../contract/stores.js';
import { oluAsks } from '../support/people.js';
import { seeded } from '../support/read-models.js';

const MUTATIONS = 10_000;
const SEED = Math.floor(Math.random() * 2 ** 32);
const STREAMS = ['account-anna', 'budget-anna', 'account-bilal', 'review-1'];
const EVENTS = 40;
/** After the last seal. */
const UNSEALED = 5;

import.meta.jest.setTimeout(60_000);

/** A log that somebody has got hold of: these bytes, in this order. */
const logOf = (rows: readonly StoredBytes[]) =>
  ({
    bytes: async (after: Position | null, limit: number) => {
      const from = after === null ? 0 : rows.findIndex((it) => it.position === after) + 1;
      return rows.slice(from, from + limit);
    },
    loadBackwards: async (stream: string, limit: number, before: number) =>
      rows
        .filter((it) => it.stream === stream && it.version < before)
        .map((it) => recordedFrom({ ...it, previousHash: '' }))
        .toReversed()
        .slice(0, limit),
  }) as unknown as EventLog;

const verified = async (rows: readonly StoredBytes[]): Promise<Integrity> => verify(logOf(rows));

/** What somebody might do to it; answers what he did. */
type Tampering = (rows: StoredBytes[], random: (below: number) => number) => string;

const TAMPERINGS: readonly Tampering[] = [
  function flip(rows, random) {
    const at = random(rows.length);
    const part = (['meta', 'data'] as const)[random(2)]!;
    const bytes = Buffer.from(rows[at]![part]);
    bytes[random(bytes.length)]! ^= 1 << random(8);
    rows[at] = { ...rows[at]!, [part]: bytes.toString() };
    return `a bit of ${part} of event ${at}`;
  },
  function rehash(rows, random) {
    const at = random(rows.length);
    const hash = firstHash(`another ${random(1_000_000)}`);
    rows[at] = { ...rows[at]!, hash };
    return `the hash of event ${at}`;
  },
  function remove(rows, random) {
    const [at, count] = [random(rows.length - UNSEALED - 1), 1 + random(5)];
    rows.splice(at, count);
    return `${count} events from ${at} deleted`;
  },
  function swap(rows, random) {
    const [a, b] = [random(rows.length), random(rows.length)];
    const places = rows.map((it) => it.position);
    [rows[a], rows[b]] = [rows[b]!, rows[a]!];
    for (const [i, position] of places.entries()) rows[i] = { ...rows[i]!, position };
    return a === b ? '' : `events ${a} and ${b} swapped`;
  },
  function repeat(rows, random) {
    const [from, to] = [random(rows.length), random(rows.length)];
    rows.splice(to, 0, { ...rows[from]!, position: `${rows[from]!.position}+` as Position });
    return `event ${from} again at ${to}`;
  },
  function rename(rows, random) {
    const at = random(rows.length);
    const stream = STREAMS[random(STREAMS.length)]!;
    const isSame = rows[at]!.stream === stream;
    rows[at] = { ...rows[at]!, stream };
    return isSame ? '' : `event ${at} put into ${stream}`;
  },
];

describe('A log that was tampered with', () => {
  let store: SqliteStore;
  let rows: readonly StoredBytes[];
  let mark: string;

  beforeAll(async () => {
    store = await sqlite();
    const { log } = store;
    mark = `${store.folder}/last-seal`;
    const versions = new Map<string, number>();
    const add = async (i: number) => {
      const stream = STREAMS[i % STREAMS.length]!;
      const version = versions.get(stream) ?? -1;
      await log.append(stream, version, [{ type: 'A', pence: i }], oluAsks(`${i}`));
      versions.set(stream, version + 1);
    };
    for (let i = 0; i < EVENTS; i++) {
      await add(i);
      // A sealer seals when it starts: what is between two starts is under one seal.
      if (i % 8 === 7) await (await Sealer.start(log, { file: mark })).stop();
    }
    for (let i = 0; i < UNSEALED; i++) await add(EVENTS + i);
    rows = await log.bytes(null, 1_000);
  });
  afterAll(() => store.close());

  it('was in order before', async () => {
    expect(await verified(rows)).toMatchObject({ ok: true, unsealed: UNSEALED });
  });

  it(`is found out, ${MUTATIONS} times of ${MUTATIONS} (seed ${SEED})`, async () => {
    const random = seeded(SEED);
    const below = (n: number) => Math.floor(random() * n);
    const unnoticed: string[] = [];
    for (let i = 0; i < MUTATIONS; i++) {
      const changed = [...rows];
      const what = TAMPERINGS[i % TAMPERINGS.length]!(changed, below);
      if (what !== '' && (await verified(changed)).ok) unnoticed.push(what);
    }
    expect(unnoticed).toEqual([]);
  });

  it('by a cut lacks what was sealed last, or is said to be unprotected behind that', async () => {
    const lastSeal = rows.findLastIndex((it) => it.stream === SEALS);
    for (let end = 0; end < rows.length; end++) {
      const left = rows.slice(0, end);
      const cut = mustHoldLastSeal(logOf(left), mark);
      if (end <= lastSeal) await expect(cut).rejects.toThrow('The log was cut or exchanged');
      else {
        await cut;
        expect((await verified(left)).unsealed).toBe(end - lastSeal - 1);
      }
    }
  });
});
