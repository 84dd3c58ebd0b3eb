import type { SealHead } from './chain.js';

/** The stream of the seals. */
export const SEALS = 'seals';

/**
 * All that was recorded before, in one hash. It counts on no day. Says nothing of positions and of
 * the order between streams: those differ from store to store.
 */
export interface LogSealed {
  readonly type: 'LogSealed';
  /** All events sealed so far; those of `seals` are not counted. */
  readonly count: number;
  /** Of the streams touched since the last seal, sorted by name. */
  readonly heads: readonly SealHead[];
  /** Over the root of the seal before it, and the heads. */
  readonly root: string;
}

/** Schema versions written today. */
export const SEAL_EVENTS = { LogSealed: 1 } as const;
