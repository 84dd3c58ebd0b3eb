import { KeyReused, type Asked, type SealedWords } from './event-log.js';

/** What the log asks of a database that can be erased from, where that is no file beside it. */
export interface KeysElsewhere {
  /** Whether the person's words may be kept. */
  hasKey(personId: string): Promise<boolean>;
  /** The hash of a request that wrote rows and no event: its key is taken. */
  requestForRows(requestId: string): Promise<string | undefined>;
}

/**
 * The words that may be written with a request. Asked just before the append and not within it: words
 * of somebody who is erased between the two are kept, and nobody can read them, for their key is
 * gone. Throws `KeyReused`.
 */
export async function wordsToKeep(
  keys: KeysElsewhere,
  { requestId, words }: Asked,
): Promise<SealedWords | undefined> {
  const [taken, kept] = await Promise.all([
    keys.requestForRows(requestId),
    words && keys.hasKey(words.personId),
  ]);
  if (taken !== undefined) throw new KeyReused();
  return kept ? words : undefined;
}
