import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { SqliteWriter, type Append, type Outcome, type SqliteFiles } from './sqlite-writer.js';

/** Appends that came together; or: that was all. */
export type ToWriter = readonly Append[] | 'close';
/** Of so many appends, in their order; or: none of them was written, and why. */
export type FromWriter = readonly Outcome[] | { readonly failed: string; readonly appends: number };

/** More wait no longer than fewer: one sync of the disk for all of them. */
const BATCH = 512;

const port = parentPort!;
const writer = new SqliteWriter(workerData as SqliteFiles);

function written(batch: readonly Append[]): FromWriter {
  try {
    return writer.write(batch);
  } catch (error) {
    return { failed: (error as Error).message, appends: batch.length };
  }
}

port.on('message', (message: ToWriter) => {
  let next: ToWriter | undefined = message;
  while (next !== undefined && next !== 'close') {
    const batch = [...next];
    next = undefined;
    // What came while the disk was at work goes in one commit with this.
    while (next === undefined && batch.length < BATCH) {
      const waiting = receiveMessageOnPort(port) as { message: ToWriter } | undefined;
      if (!waiting) break;
      if (waiting.message === 'close') next = 'close';
      else batch.push(...waiting.message);
    }
    port.postMessage(written(batch));
  }
  if (next !== 'close') return;
  writer.close();
  port.close();
});
// The file is there, and can be read.
port.postMessage('ready');
