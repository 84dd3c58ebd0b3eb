import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const ROOT = join(import.meta.dirname, '..', '..');
const MAIN = join(ROOT, 'dist', 'main.js');

/** Throws unless what was built is what is written. */
function mustBeBuilt(): void {
  const say = (what: string) => new Error(`${what} Type "npm run build", then test again.`);
  if (!existsSync(MAIN)) throw say('dist/main.js is not there.');
  const builtAt = statSync(MAIN).mtimeMs;
  const written = globSync('src/**/*.ts', { cwd: ROOT }).filter((it) => !it.endsWith('.spec.ts'));
  const newer = written.find((it) => statSync(join(ROOT, it)).mtimeMs > builtAt);
  if (newer !== undefined) throw say(`dist is older than ${newer}.`);
}

export type Settings = Readonly<Record<string, string>>;

/** The program as users start it, with these settings and no others. */
export function spawned(args: readonly string[], settings: Settings): ChildProcess {
  mustBeBuilt();
  return spawn(process.execPath, [MAIN, ...args], {
    env: settings,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const LONGEST_MS = 60_000;

/** Runs a command of the program to its end. */
export async function ledger(args: readonly string[], settings: Settings = {}): Promise<Ended> {
  const child = spawned(args, settings);
  const late = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  clearTimeout(late);
  return { status, stdout, stderr };
}
