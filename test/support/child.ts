import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const LOADER = join(import.meta.dirname, 'typescript-loader.mjs');

/** A small program of the tests, from this folder, in a process of its own. */
export class Program {
  private readonly lines: AsyncIterator<string>;
  private readonly ended: Promise<unknown>;

  constructor(private readonly child: ChildProcess) {
    this.lines = createInterface(child.stdout!)[Symbol.asyncIterator]();
    this.ended = once(child, 'exit');
  }

  /** Resolves when it says it; throws when it ends before. */
  async says(line: string): Promise<void> {
    for (;;) {
      const { value, done } = await this.lines.next();
      if (done) throw new Error(`It ended, and had not said "${line}".`);
      if (value === line) return;
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
  }
}

export const program = (file: string, ...args: readonly string[]): Program =>
  new Program(
    spawn(process.execPath, ['--import', LOADER, join(import.meta.dirname, file), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
