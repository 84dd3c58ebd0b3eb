// A council's log on the disk, written through the ledger's own writer: each event is an append of
// its own under a request of its own, chained, stamped and sealed as in service. Only more of them
// share a commit, and no words are kept.
import { rootOf, FIRST_ROOT } from '../../dist/event-log/chain.js';
import { keepLastSeal } from '../../dist/event-log/last-seal.js';
import { SEALS } from '../../dist/event-log/seals.events.js';
import { SqliteWriter } from '../../dist/event-log/sqlite-writer.js';
import { writable } from '../../dist/event-log/writable.js';
import { microsOf } from '../../dist/kernel/dates.js';
import { eventTypes } from '../../dist/ledger.js';
import { LOG_FILE } from '../../dist/log-store.js';
import { asked } from './expense.mjs';
import { councilEvents } from './council.mjs';

const A_COMMIT = 4_096;
/** As often as the service seals. */
const A_SEAL = 256;

/** Into `where`, which must be empty. Answers how many events there are, seals included. */
export async function writeCouncilLog(where, size, onProgress = () => {}) {
  return writeLog(where, councilEvents(size), onProgress);
}

export async function writeLog(where, all, onProgress = () => {}) {
  const writer = new CouncilWriter(where);
  for (const { stream, event } of all) {
    writer.add(stream, event);
    if (writer.events % 100_000 === 0) onProgress(writer.events);
  }
  await writer.close();
  return writer.events;
}

class CouncilWriter {
  events = 0;
  types = eventTypes();
  versions = new Map();
  batch = [];
  heads = new Map();
  sealed = { version: -1, root: FIRST_ROOT, count: 0 };

  constructor(where) {
    this.where = where;
    this.writer = new SqliteWriter({ file: where.file(LOG_FILE) });
    // A log that is still being made need not outlive the machine.
    this.writer.db.pragma('synchronous = OFF');
  }

  add(stream, event) {
    this.push(stream, event);
    this.heads.set(stream, this.versions.get(stream));
    this.sealed.count++;
    if (this.sealed.count % A_SEAL === 0) this.seal();
  }

  push(stream, event) {
    const expected = this.versions.get(stream) ?? -1;
    const request = asked();
    const { envelopeText, events } = writable(stream, [event], request, this.types);
    // Through the day in the order of the log; a seal has no day and follows at once.
    if (event.on) this.today = microsOf(`${event.on}T09:00:00.000000Z`);
    const { requestId, requestHash } = request;
    const takenInAt = this.today;
    this.batch.push({ stream, expected, requestId, requestHash, envelopeText, takenInAt, events });
    this.versions.set(stream, expected + 1);
    this.events++;
    if (this.batch.length >= A_COMMIT) this.commit();
  }

  /** The hashes of what is sealed are known once it is written. */
  seal() {
    this.commit();
    const heads = [...this.heads]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([stream, version]) => [stream, version, this.writer.events.headOf(stream).hash]);
    const root = rootOf(this.sealed.root, heads);
    const { count, version } = this.sealed;
    this.last = { type: 'LogSealed', count, heads, root };
    this.push(SEALS, this.last);
    this.heads.clear();
    this.sealed = { root, count, version: version + 1 };
  }

  commit() {
    if (this.batch.length === 0) return;
    const outcomes = this.writer.write(this.batch);
    const refused = outcomes.find((it) => typeof it === 'string');
    if (refused) throw new Error(`The log refused an append: ${refused}`);
    this.batch = [];
  }

  async close() {
    if (this.heads.size > 0) this.seal();
    this.commit();
    const { hash } = this.writer.events.headOf(SEALS);
    this.writer.close();
    const { version } = this.sealed;
    await keepLastSeal(this.where.file('last-seal'), { version, hash, event: this.last });
  }
}
