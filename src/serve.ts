import { pino } from 'pino';
import { WrongSetting, type Config } from './config.js';
import { configure } from './configure.js';
import { Ledger } from './ledger.js';

/** Answers over HTTP until SIGTERM or SIGINT; then finishes what was accepted. */
export async function serve(config: Config): Promise<void> {
  // What it says goes to stdout, what it notes to stderr: one line there says where it listens.
  const log = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: false }));
  const ledger = await Ledger.open(config);
  await ledger.start(log).catch(async (error: unknown) => {
    await ledger.close();
    throw error;
  });
  const app = await configure(ledger, config, log);

  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= app.close().then(() => ledger.close()));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());

  await app.listen(config.port, config.host).catch(async (error: Error) => {
    await stop();
    throw new WrongSetting(`Nothing can listen there: ${error.message}. Set PORT or HOST.`);
  });
  process.stdout.write(
    `Ledger ready at ${addressOf(app.getHttpServer().address(), config.host)}\n`,
  );
}

function addressOf(address: unknown, host: string): string {
  const { port } = address as { port: number };
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
