import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { EventLog, Recorded } from './event-log.js';
import { SEALS, type LogSealed } from './seals.events.js';

/** In the data folder. */
export const LAST_SEAL = 'last-seal';

/** The mark outside the log: a seal within it is cut off with the rest. */
interface LastSeal {
  readonly version: number;
  readonly hash: string;
  readonly count: number;
  readonly root: string;
}

/** The log is not the one that was sealed last, or has lost its end. */
export class LogCut extends Error {
  constructor(file: string, what: string) {
    super(
      `The log was cut or exchanged: ${what}. Restore the log that belongs to ${file}. If an ` +
        `older log is meant to be here, keep a copy of that file and then remove it.`,
    );
  }
}

/** Throws `LogCut` unless the log still holds the seal that `file` names. No file: it is new. */
export async function mustHoldLastSeal(log: EventLog, file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(unlessMissing);
  if (text === undefined) return;
  const { version, hash, count } = JSON.parse(text) as LastSeal;
  const [seal] = await log.loadBackwards(SEALS, 1, version + 1);
  if (seal?.version !== version)
    throw new LogCut(file, `seal ${version}, over ${count} events, is missing`);
  if (seal.hash !== hash) throw new LogCut(file, `seal ${version} is another`);
}

/** On the disk before it returns, whole or not at all. */
export async function keepLastSeal(
  file: string,
  { version, hash, event: { count, root } }: Recorded<LogSealed>,
): Promise<void> {
  const last: LastSeal = { version, hash, count, root };
  const written = await open(`${file}.new`, 'w');
  await written.writeFile(`${JSON.stringify(last)}\n`);
  await written.sync();
  await written.close();
  await rename(`${file}.new`, file);
  const folder = await open(dirname(file));
  await folder.sync();
  await folder.close();
}

const unlessMissing = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== 'ENOENT') throw error;
};
