import type { Micros } from '../kernel/dates.js';
import type { EventLog, RequestAt, SealedWords, StoredBytes } from './event-log.js';
import type { KnownRequest } from './request-rows.js';

// A log on its way from one store into another: what each store gives and takes for it.

/** What is kept beside the events of a request; missing: it is kept no longer, or never was. */
export interface KeptBeside {
  readonly request: (KnownRequest & { readonly at: Micros }) | undefined;
  readonly words: SealedWords | undefined;
}

/** A log that can be copied. */
export interface CopySource extends EventLog {
  /** By request; the position is that of its first event. */
  kept(of: readonly RequestAt[]): Promise<ReadonlyMap<string, KeptBeside>>;
}

/** An event as it was written; with the first one of a request, what is kept beside it. */
export interface Moving extends StoredBytes {
  readonly type: string;
  readonly requestId: string;
  readonly previousHash: string;
  readonly request?: Omit<NonNullable<KeptBeside['request']>, 'stream' | 'fromVersion'>;
  readonly words?: SealedWords;
}

/**
 * Writes events as they were written elsewhere, where nobody else writes. The log itself says how
 * far it got, and that it is not finished: nobody can lose the one without the other.
 */
export interface LogImport {
  /** From then on nobody can open the log but to finish the copy. */
  begin(): Promise<void>;
  isBegun(): Promise<boolean>;
  /**
   * In log order. What stands there already, for it was sent before, stays as it is. Throws
   * `BrokenStream` for what is not chained to the last one that stands in its stream.
   */
  add(events: readonly Moving[]): Promise<void>;
  finish(): Promise<void>;
  close(): Promise<void>;
}

/** Half a log answers falsely, and what is written to it can never be joined by the other half. */
export class UnfinishedCopy extends Error {
  constructor() {
    super(
      'This log is a copy that is not finished. Type the same "ledger copy" again, which goes on ' +
        'where it stopped; or remove what it has made, and copy anew.',
    );
  }
}
