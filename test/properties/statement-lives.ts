import fc from 'fast-check';
import { account } from '../../src/accounts/account.js';
import type { AccountCommand, AskedOfAccount } from '../../src/accounts/account.commands.js';
import type { AccountEvent, ReadLine } from '../../src/accounts/account.events.js';
import { untouched, type Account } from '../../src/accounts/account-state.js';
import { addDays, type LocalDate } from '../../src/kernel/dates.js';
import { Refusal } from '../../src/kernel/decider.js';
import { pence, sumOf, type Pence } from '../../src/kernel/money.js';

// Lives of an account whose bank sends statements: whatever an officer does with the lines, in
// whatever order, sensible or not. What the bank did is known here, and nowhere else.

export const OPENS_ON: LocalDate = '2026-01-05';
export const OPENING = pence(100_00);
const PERIOD = 14;

/** What the bank booked: a line every few days, some of them alike. */
export const banks = fc.array(
  fc.record({
    later: fc.integer({ min: 0, max: 4 }),
    amount: fc.oneof(
      fc.constantFrom(-96_00, -96_00, 840_00, -40_00),
      fc.integer({ min: -500_00, max: 500_00 }).filter((it) => it !== 0),
    ),
  }),
  { minLength: 3, maxLength: 25 },
);
type Booked = typeof banks extends fc.Arbitrary<infer B> ? B : never;

export const deeds = fc.array(
  fc.record({
    does: fc.constantFrom(
      ...(['import', 'import', 'spend', 'match', 'match', 'together', 'undo', 'record'] as const),
      ...(['aside', 'ignore', 'restore', 'reverse', 'reverse'] as const),
      ...(['settle', 'settle', 'settle', 'close', 'sign', 'reopen'] as const),
    ),
    which: fc.nat({ max: 30 }),
    back: fc.nat({ max: 20 }),
    overlap: fc.nat({ max: 6 }),
    missing: fc.nat({ max: 12 }),
  }),
  { minLength: 5, maxLength: 80, size: 'max' },
);
type Deed = typeof deeds extends fc.Arbitrary<(infer D)[]> ? D : never;

export interface Happened {
  readonly event: AccountEvent;
  readonly before: Account;
}

const of = <T>(all: readonly T[], n: number): T | undefined => all[n % all.length];

/** One account, one bank, one officer who tries things. */
export class StatementLife {
  readonly happened: Happened[] = [];
  readonly lines: readonly ReadLine[];
  state: Account = untouched;
  private n = 0;
  private imported = 0;

  constructor(booked: Booked) {
    let on = OPENS_ON;
    this.lines = booked.map(({ later, amount }, i) => {
      on = addDays(on, later);
      return { lineId: `l-${i}`, on, amountPence: pence(amount), textHash: `t-${i}` };
    });
  }

  /** What the bank had at the end of a day. */
  hadOn(day: LocalDate): Pence {
    const until = this.lines.filter((it) => it.on <= day);
    return pence(OPENING + sumOf(until, (it) => it.amountPence));
  }

  lives(all: readonly Deed[]): void {
    for (const deed of all) this.does(deed);
  }

  private does(deed: Deed): void {
    switch (deed.does) {
      case 'import':
        return this.imports(deed);
      case 'settle':
        return this.settles(deed);
      case 'spend':
        return this.asks(this.spending(-(1 + deed.which * 100), addDays(this.today, -deed.back)));
      case 'match':
      case 'together':
        return this.matches(deed);
      default:
        return this.asks(this.deedOn(deed));
    }
  }

  /** Two weeks more, or less of it: overlapping what came before, a row of it missing. */
  private imports({ overlap, missing }: Deed): void {
    const from = addDays(OPENS_ON, this.imported * PERIOD);
    const to = addDays(from, PERIOD - 1);
    const first = addDays(from, -overlap);
    const all = this.lines.filter((it) => first <= it.on && it.on <= to);
    const rows = missing === 0 ? all.slice(1) : all;
    if (rows.length === 0) return;
    const firstOn = rows[0]!.on;
    const closingPence = this.hadOn(to);
    const openingPence = pence(closingPence - sumOf(rows, (it) => it.amountPence));
    const before = this.happened.length;
    this.asks({
      type: 'ImportStatement',
      statementId: `s-${this.n}`,
      lines: rows,
      format: 'csv',
      source: 'csv-bank',
      to,
      firstOn,
      lastOn: rows.at(-1)!.on,
      rows,
      openingPence,
      closingPence,
      problems: [],
      notes: [],
      acceptOverlap: false,
    });
    if (this.happened.length > before && missing !== 0) this.imported++;
  }

  /** Makes something of every line that is open, and tries to close the oldest period. */
  private settles({ which }: Deed): void {
    for (const { lineId, statementId, amountPence } of this.openLines()) {
      const at = { statementId, lineId, wordsHash: 'h' };
      if ((which + lineId.length) % 5 === 0)
        this.asks({ ...at, type: 'SetLineAside', asks: false });
      else if (which % 7 === 0) this.asks({ ...at, type: 'IgnoreLine' });
      else this.asks(this.recording(statementId, lineId, amountPence));
    }
    const next = this.state.statements.all.filter((it) => !it.closing)[0];
    if (next) this.asks({ type: 'CloseStatement', statementId: next.statementId, userId: 'olu' });
  }

  private matches({ does, which, back }: Deed): void {
    const line = of(this.openLines('set-aside'), which);
    if (!line) return;
    const { statementId, lineId, amountPence } = line;
    const other = does === 'together' ? of(this.openLines(), which + 1) : undefined;
    const sum = other && other.lineId !== lineId ? amountPence + other.amountPence : amountPence;
    const entryId = `e-${this.n}`;
    if (back % 4 !== 0 && sum !== 0) this.asks(this.spending(sum, addDays(line.on, -(back % 5))));
    const ids = [...this.state.books.entries.values()].map((it) => it.entryId).sort();
    const chosen = back % 4 === 0 ? of(ids, which) : entryId;
    const lineIds = other && other.lineId !== lineId ? [lineId, other.lineId] : [lineId];
    if (chosen !== undefined)
      this.asks({
        type: 'MatchLine',
        statementId,
        matchId: `m-${this.n}`,
        lineIds,
        entryIds: [chosen],
      });
  }

  private deedOn({ does, which, back }: Deed): AskedOfAccount | undefined {
    const { statements, books } = this.state;
    const line = of([...statements.lines.values()], which);
    const statementId = of(statements.all, which)?.statementId ?? 'unknown';
    const at = { statementId: line?.statementId ?? 'unknown', lineId: line?.lineId ?? 'unknown' };
    const today = this.today;
    const wordsHash = 'h';
    const entry = of([...books.entries.values()], which);
    switch (does) {
      case 'undo':
        return { today, type: 'UndoMatch', ...at };
      case 'record':
        return line && this.recording(at.statementId, at.lineId, line.amountPence);
      case 'aside':
        return { today, type: 'SetLineAside', ...at, asks: back % 2 === 0, wordsHash };
      case 'ignore':
        return { today, type: 'IgnoreLine', ...at, wordsHash };
      case 'restore':
        return { today, type: 'RestoreLine', ...at, wordsHash };
      case 'reverse':
        return {
          today,
          type: 'ReverseEntry',
          entryId: `r-${this.n}`,
          reversedId: entry?.entryId ?? 'unknown',
          reason: 'mistake',
          byHolderSide: false,
          ...(back % 3 === 0 && { on: today }),
        };
      case 'close':
        return { today, type: 'CloseStatement', statementId, userId: 'olu' };
      case 'sign':
        return { today, type: 'SignOffStatement', statementId, userId: back % 3 ? 'mia' : 'olu' };
      case 'reopen':
        return { today, type: 'ReopenStatement', statementId, wordsHash };
      default:
        return undefined;
    }
  }

  private recording(statementId: string, lineId: string, amountPence: Pence): AskedOfAccount {
    const entryId = `e-${this.n}`;
    const at = { today: this.today, type: 'RecordLine' as const, statementId, lineId, entryId };
    return amountPence > 0
      ? { ...at, kind: 'refund' }
      : { ...at, kind: 'expense', category: 'other', wordsHash: 'h' };
  }

  private spending(amount: number, on: LocalDate): AskedOfAccount {
    const money = { entryId: `e-${this.n}`, amountPence: pence(Math.abs(amount)), on };
    const today = this.today;
    return amount > 0
      ? { today, type: 'ReceiveMoney', kind: 'refund', ...money }
      : {
          today,
          type: 'RecordExpense',
          ...money,
          category: 'other',
          byHolderSide: false,
          wordsHash: 'h',
        };
  }

  private openLines(orElse?: 'set-aside') {
    const lines = [...this.state.statements.lines.values()];
    return lines
      .filter((it) => it.state === 'open' || it.state === orElse)
      .sort((a, b) => (`${a.on}${a.lineId}` < `${b.on}${b.lineId}` ? -1 : 1));
  }

  private get today(): LocalDate {
    return addDays(OPENS_ON, 200 + this.n);
  }

  /** A refusal is an answer, anything else that is thrown a defect. */
  private asks(asked: Partial<AskedOfAccount> | undefined): void {
    this.n++;
    if (!asked) return;
    const command = {
      ...asked,
      today: this.today,
      policyVersion: 1,
      evidenceDueDays: 28,
      opensOn: OPENS_ON,
      openingId: 'opening',
      openingBalancePence: OPENING,
    } as AccountCommand;
    try {
      for (const event of account.decide(command, this.state)) {
        this.happened.push({ event, before: this.state });
        this.state = account.evolve(this.state, event);
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
}
