import { parentPort, workerData } from 'node:worker_threads';
import { SqliteWriter, type Append, type Outcome, type SqliteFiles } from './sqlite-writer.js';

/** Appends of one commit; or: that was all. */
export type ToWriter = readonly Append[] | 'close';
/** In the order of the appends; or: none of them was written, and why. */
export type FromWriter = readonly Outcome[] | { readonly failed: string };

const port = parentPort!;
const writer = new SqliteWriter(workerData as SqliteFiles);

function written(batch: readonly Append[]): FromWriter {
  try {
    return writer.write(batch);
  } catch (error) {
    return { failed: (error as Error).message };
  }
}

port.on('message', (message: ToWriter) => {
  if (message !== 'close') return port.postMessage(written(message));
  writer.close();
  port.close();
});
// The file is there, and can be read.
port.postMessage('ready');
