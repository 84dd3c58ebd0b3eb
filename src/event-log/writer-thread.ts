import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Micros } from '../kernel/dates.js';
import { Busy, KeyReused, LogUnavailable, VersionConflict } from './event-log.js';
import type { FromWriter, ToWriter } from './sqlite-log.worker.js';
import type { Added, Append, Outcome, SqliteFiles } from './sqlite-writer.js';

interface Waiting {
  readonly append: Append;
  readonly done: PromiseWithResolvers<Added>;
}

/**
 * The way to the thread that writes, so that a slow disk keeps nobody else waiting. What is asked in
 * one turn goes in one message; the thread commits all that has come by the time it is free.
 */
export class WriterThread {
  /** Transactions so far: fewer than appends where many came at once. */
  commits = 0;
  private waiting: Waiting[] = [];
  private underWay: Waiting[] = [];
  private stopped: LogUnavailable | undefined;
  private readonly ended: Promise<unknown>;

  private constructor(
    private readonly worker: Worker,
    private readonly mayWait: number,
  ) {
    worker.on('message', (message: FromWriter) => this.answered(message));
    worker.on('error', (error: Error) => this.stop(error.message));
    worker.on('exit', () => this.stop('its writer has ended'));
    this.ended = new Promise((resolve) => worker.on('exit', resolve));
  }

  /** `mayWait`: how many appends, before further ones hear `Busy`. */
  static async start(files: SqliteFiles, mayWait: number): Promise<WriterThread> {
    const worker = new Worker(new URL('./sqlite-log.worker.js', import.meta.url), {
      workerData: files,
    });
    await once(worker, 'message');
    return new WriterThread(worker, mayWait);
  }

  /** Why nothing can be written any more; `undefined`: all is well. */
  get failure(): Error | undefined {
    return this.stopped;
  }

  append(append: Append): Promise<Added> {
    if (this.stopped) throw this.stopped;
    if (this.waiting.length + this.underWay.length >= this.mayWait)
      throw new Busy('More is being written than the disk can take. Send this again in a moment.');
    if (this.waiting.length === 0) setImmediate(() => this.send());
    const done = Promise.withResolvers<Added>();
    this.waiting.push({ append, done });
    return done.promise;
  }

  /** When the oldest append was taken in that is not answered; `undefined`: all are. */
  oldestTakenInAt(): Micros | undefined {
    return (this.underWay[0] ?? this.waiting[0])?.append.takenInAt;
  }

  /** Writes what was taken in, and nothing more. */
  async close(): Promise<void> {
    if (!this.stopped) {
      this.stopped = new LogUnavailable('The log is closed');
      await Promise.allSettled([...this.underWay, ...this.waiting].map(({ done }) => done.promise));
      this.post('close');
    }
    await this.ended;
  }

  private send(): void {
    const appends = this.waiting.splice(0);
    if (appends.length === 0) return;
    this.underWay.push(...appends);
    this.post(appends.map(({ append }) => append));
  }

  private post(message: ToWriter): void {
    this.worker.postMessage(message);
  }

  private answered(message: FromWriter): void {
    const isWritten = !('failed' in message);
    const batch = this.underWay.splice(0, isWritten ? message.length : message.appends);
    if (!isWritten) return reject(batch, notWritten(message.failed));
    this.commits++;
    batch.forEach(({ done }, i) => settle(done, message[i]!));
  }

  private stop(why: string): void {
    this.stopped ??= notWritten(why);
    reject([...this.underWay.splice(0), ...this.waiting.splice(0)], this.stopped);
  }
}

const notWritten = (why: string) => new LogUnavailable(`The log could not be written: ${why}`);

const reject = (batch: readonly Waiting[], error: Error) => {
  for (const { done } of batch) done.reject(error);
};

function settle(done: PromiseWithResolvers<Added>, outcome: Outcome): void {
  if (outcome === 'key-reused') done.reject(new KeyReused());
  else if (outcome === 'version-conflict') done.reject(new VersionConflict());
  else done.resolve(outcome);
}
