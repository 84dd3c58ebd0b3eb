// Programs that run beside the script which measures them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** What it took at most is said when it ends. */
const TELL_MEMORY = `data:text/javascript,process.on('exit',()=>process._rawDebug(
  'most memory '+process.resourceUsage().maxRSS))`.replaceAll(/\s/g, (it) =>
  it === ' ' ? '%20' : '',
);

export const LEDGER = 'dist/main.js';
/** Of a ledger on this folder. */
export const onFolder = (path) => ({
  PORT: '0',
  DATA_DIR: path,
  SEED: 'none',
  LOG_LEVEL: 'error',
});

/** When it says that it is ready, where, and how long that took. */
export async function started(args, env = {}) {
  const begun = performance.now();
  const program = run(args, env);
  for await (const line of createInterface({ input: program.child.stdout })) {
    const address = /ready at (\S+)/.exec(line)?.[1];
    if (address) return Object.assign(program, { address, ms: performance.now() - begun });
  }
  throw new Error(`It ended before it was ready: ${program.said}`);
}

/** Bytes that it had at most. */
export async function stopped({ child, ended }) {
  child.kill('SIGTERM');
  return (await ended).bytes;
}

/** What it answers to a line on its stdin. */
export async function told({ child }, line) {
  child.stdin.write(`${line}\n`);
  const [answer] = await once(createInterface({ input: child.stdout }), 'line');
  return JSON.parse(answer);
}

/** One that ends by itself: how long it took, and the bytes that it had at most. */
export async function finished(args, env) {
  const begun = performance.now();
  const { child, ended } = run(args, env);
  child.stdout.resume();
  const { bytes } = await ended;
  return { ms: performance.now() - begun, bytes };
}

function run(args, env) {
  const child = spawn(process.execPath, ['--import', TELL_MEMORY, ...args], {
    env: { ...process.env, ...env },
    stdio: 'pipe',
  });
  const program = { child, said: '' };
  child.stderr.on('data', (text) => (program.said += text));
  program.ended = once(child, 'close').then(([code]) => {
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${program.said}`);
    // Its threads say it, too; the last word is its own.
    const [, kib] = [...program.said.matchAll(/most memory (\d+)/g)].at(-1);
    return { bytes: 1024 * Number(kib) };
  });
  return program;
}
