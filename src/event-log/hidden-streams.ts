import type { SealHead } from './chain.js';
import type { EventLog, Recorded } from './event-log.js';

/** So many streams are looked at together. */
const AT_ONCE = 32;

/**
 * What stands in the log may be hidden from whoever reads its stream: a server lets administrators
 * delete a stream, cut it short or trim it, and keeps it in the log until it is cleaned up. Answers
 * the first stream whose first or last event cannot be read.
 */
export async function hiddenOf(
  log: EventLog,
  heads: readonly SealHead[],
): Promise<{ readonly stream: string; readonly version: number } | undefined> {
  for (let i = 0; i < heads.length; i += AT_ONCE) {
    const some = heads.slice(i, i + AT_ONCE);
    const found = await Promise.all(some.map((it) => hidden(log, it)));
    const version = found.find((it) => it !== undefined);
    if (version !== undefined) return { stream: some[found.indexOf(version)]![0], version };
  }
  return undefined;
}

async function hidden(log: EventLog, [stream, version, hash]: SealHead) {
  const [last] = await log.loadBackwards(stream, 1, version + 1);
  if (last?.version !== version || last.hash !== hash) return version;
  const [first]: readonly (Recorded | undefined)[] =
    version === 0 ? [last] : await log.loadBackwards(stream, 1, 1);
  return first?.version === 0 ? undefined : 0;
}
