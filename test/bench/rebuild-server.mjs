// The ledger as it is served, with one thing more: told to, by a line, it makes every read model
// anew. Built
// of the parts that `serve` is built of, for the command `rebuild` wants the server stopped.
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { configFrom } from '../../dist/config.js';
import { configure } from '../../dist/configure.js';
import { Ledger, READ_MODELS } from '../../dist/ledger.js';
import { KNOWLEDGE } from '../../dist/read-models/known-events.js';

const HOUR = 3_600_000;
process.once('SIGTERM', () => process.exit());
const config = configFrom(process.env);
const log = pino({ level: config.logLevel }, pino.destination(2));
const ledger = await Ledger.open(config);
const begun = performance.now();
await ledger.start(log);
await ledger.projector.caughtUp(HOUR);
const firstBuild = (performance.now() - begun) / 1000;
const app = await configure(ledger, config, log);
await app.listen(0, '127.0.0.1');

const { port } = app.getHttpServer().address();
console.log(`Ledger ready at http://127.0.0.1:${port}`);

for await (const _ of createInterface({ input: process.stdin })) {
  const taken = async (names) => {
    const begun = performance.now();
    await ledger.projector.rebuild(names);
    return (performance.now() - begun) / 1000;
  };
  const all = await taken([...KNOWLEDGE, ...READ_MODELS].map((it) => it.name));
  const balances = await taken(['balances@1']);
  console.log(JSON.stringify({ firstBuild, all, balances }));
}
