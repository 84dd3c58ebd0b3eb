import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino, type Logger } from 'pino';
import { WrongSetting, type Config } from './config.js';
import { configure } from './configure.js';
import { ExampleCouncil } from './example-council/example-council.js';
import { Ledger } from './ledger.js';
import { progressBar } from './progress.js';

/** Answers over HTTP until SIGTERM or SIGINT; then finishes what was accepted. */
export async function serve(config: Config): Promise<void> {
  // What it says goes to stdout, what it notes to stderr: one line there says where it listens.
  const log = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: false }));
  const ledger = await Ledger.open(config);
  const council = await started(ledger, config, log).catch(async (error: unknown) => {
    await ledger.close();
    throw error;
  });
  const app = await configure(ledger, config, log);

  const stopping = new AbortController();
  let seeded = Promise.resolve();
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopping.abort();
    const done = seeded.catch(() => {});
    return (stopped ??= done.then(() => app.close()).then(() => ledger.close()));
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());

  if (council) {
    seeded = seedWatched(council, app, stopping.signal);
    await seeded.catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    if (stopping.signal.aborted) return;
  }

  await app.listen(config.port, config.host).catch(async (error: Error) => {
    await stop();
    throw new WrongSetting(`Nothing can listen there: ${error.message}. Set PORT or HOST.`);
  });
  process.stdout.write(
    `Ledger ready at ${addressOf(app.getHttpServer().address(), config.host)}\n`,
  );
}

/** Answers the example that is to be seeded, if any: found out before anything is recorded. */
async function started(ledger: Ledger, config: Config, log: Logger) {
  const council = await ExampleCouncil.toSeed(ledger, config);
  await ledger.start(log);
  return council;
}

async function seedWatched(
  council: ExampleCouncil,
  app: NestFastifyApplication,
  signal: AbortSignal,
): Promise<void> {
  const bar = progressBar('example council');
  await council.seed(app, { signal, progress: bar.to }).finally(bar.stop);
}

function addressOf(address: unknown, host: string): string {
  const { port } = address as { port: number };
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
