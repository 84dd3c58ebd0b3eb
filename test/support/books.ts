import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { addDays, type LocalDate } from '../../src/kernel/dates.js';

// What hledger and ledger say of a journal. Neither shares a line of code with the program.

const run = promisify(execFile);
/** They write the pound sign as UTF-8 in no other locale. */
const OPTIONS = { env: { ...process.env, LC_ALL: 'C.UTF-8' }, maxBuffer: 2 ** 28 };

export const READERS = ['hledger', 'ledger'] as const;
export type Reader = (typeof READERS)[number];

const isInstalled = (reader: Reader): boolean => {
  try {
    execFileSync(reader, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const missing = READERS.filter((it) => !isInstalled(it));

/** As `describe`; on a machine without the readers it says so, and in CI it fails. */
export function describeWithReaders(what: string, tests: () => void): void {
  if (missing.length === 0) return describe(what, tests);
  const why = `not run: ${missing.map((it) => `${it} is not installed`).join(', ')}`;
  process.stderr.write(`${what}: ${why}\n`);
  describe(what, () => {
    if (process.env['CI'] !== 'true') return it.skip(why, () => {});
    it('is held against hledger and ledger', () => {
      throw new Error(`${why}. Install them: apt-get install hledger ledger`);
    });
  });
}

/** By account, in pence; an account with nothing on it is missing. */
export type Balances = ReadonlyMap<string, number>;

export interface Moment {
  /** At the end of which day. */
  readonly asAt: LocalDate;
  /** Only what was recorded up to the end of that day; absent: everything. */
  readonly knownOn?: LocalDate | undefined;
}

/** One line of a register: the event, and what is on the accounts after it. */
export type Line = readonly [eventId: string, amountPence: number, afterPence: number];

/** A journal in a file, as one of them reads it. Gone with `remove`. */
export class Books {
  private readonly folder = mkdtempSync(join(tmpdir(), 'books-'));
  private readonly file = join(this.folder, 'council.journal');

  constructor(
    private readonly reader: Reader,
    text: string,
  ) {
    writeFileSync(this.file, text);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** Rejects, with what it says, unless each name and each transaction is as it should be. */
  async check(): Promise<void> {
    await (this.reader === 'hledger'
      ? this.reads('check', '--strict')
      : this.reads('--strict', '--pedantic', 'balance'));
  }

  balances(at: Moment): Promise<Balances> {
    return this.reader === 'hledger' ? this.inHledger(at) : this.inLedger(at);
  }

  /** Of everything under an account, in the order of the file within a day. */
  async register(account: string, asAt: LocalDate): Promise<Line[]> {
    const before = ['-e', addDays(asAt, 1)];
    if (this.reader === 'ledger') {
      const format = '%(code),%(quantity(scrub(amount))),%(quantity(scrub(total)))\n';
      const text = await this.reads('register', `^${account}`, ...before, '-F', format);
      return rowsOf(text).map(([id, ...it]) => [id!, penceOf(it[0]!), penceOf(it[1]!)]);
    }
    const text = await this.reads('register', `^${account}`, ...before, '-O', 'csv');
    return rowsOf(text)
      .slice(1)
      .map(([, , id, , , amount, total]) => [id!, penceOf(amount!), penceOf(total!)]);
  }

  private async inHledger({ asAt, knownOn }: Moment): Promise<Balances> {
    const asked = ['bal', '-I', '-e', addDays(asAt, 1), '-N', '--flat', '-O', 'csv'];
    if (knownOn === undefined) return balancesIn(rowsOf(await this.reads(...asked)).slice(1));
    // It takes one kind of date at a time, so what was known is printed, and read again.
    const known = await this.reads('print', '-x', '-I', '--date2', '-e', addDays(knownOn, 1));
    const cut = new Books('hledger', known);
    const text = await cut.reads(...asked);
    cut.remove();
    return balancesIn(rowsOf(text).slice(1));
  }

  private async inLedger({ asAt, knownOn }: Moment): Promise<Balances> {
    const known = knownOn === undefined ? '' : ` and aux_date<[${addDays(knownOn, 1)}]`;
    const only = ['-l', `date<[${addDays(asAt, 1)}]${known}`];
    const format = '%(account),%(quantity(scrub(display_total)))\n';
    const flat = ['--flat', '--no-total', '--balance-format', format];
    return balancesIn(rowsOf(await this.reads('balance', ...flat, ...only)));
  }

  private async reads(...args: string[]): Promise<string> {
    return (await run(this.reader, ['-f', this.file, ...args], OPTIONS)).stdout;
  }
}

/** None of what they print has a comma or a quote in a cell. */
const rowsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')));

const balancesIn = (rows: readonly string[][]): Balances =>
  new Map(
    rows
      .map(([account, amount]) => [account!, penceOf(amount!)] as const)
      .filter(([, amount]) => amount !== 0),
  );

/** "£-1679.95", "916.5" */
export function penceOf(text: string): number {
  const [, minus, pounds, rest = ''] = /^£?(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if (pounds === undefined) throw new Error(`No amount: ${text}`);
  return Number(`${minus}${pounds}${rest.padEnd(2, '0')}`);
}

/** What is under an account, itself included. */
export const under = (balances: Balances, account: string): number =>
  [...balances].reduce(
    (sum, [name, it]) => (name === account || name.startsWith(`${account}:`) ? sum + it : sum),
    0,
  );

/** The same from the rows of the CSV. */
export function balancesInCsv(csv: string, { asAt, knownOn }: Moment): Balances {
  const balances = new Map<string, number>();
  for (const row of csv.split('\r\n').slice(1, -1)) {
    const [, on, recordedOn, , account, amount] = row.split(',') as [
      string,
      LocalDate,
      ...string[],
    ];
    if (on > asAt || (knownOn !== undefined && recordedOn! > knownOn)) continue;
    balances.set(account!, (balances.get(account!) ?? 0) + penceOf(amount!));
  }
  return new Map([...balances].filter(([, it]) => it !== 0));
}
