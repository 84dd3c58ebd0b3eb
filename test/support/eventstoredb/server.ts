// The double as a process of its own, that can be killed: `node --import
// ./test/support/typescript-loader.mjs test/support/eventstoredb/server.ts <port> <folder>`. What it
// answers is on the disk.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { EventStoreDouble } from './double.js';

const [port = '0', folder = '.'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const double = await EventStoreDouble.start({
  port: Number(port),
  file: join(folder, 'events.jsonl'),
});
process.stdout.write(`${double.url}\n`);
