import type {
  AccountEvent,
  LineMatched,
  LineRecorded,
  MatchUndone,
  PeriodClosed,
} from '../accounts/account.events.js';
import { signedAmount } from '../accounts/account.facts.js';
import { statementOf, type Line } from '../accounts/lines.facts.js';
import type { BudgetAsKnown, KnownEvent } from '../figures/as-known.facts.js';
import { later, type LocalDate } from '../kernel/dates.js';
import { minus, NOTHING, sumOf, type Pence } from '../kernel/money.js';

/** Where the money of an account is: the three make its balance, whatever is matched with what. */
export type Asset = 'bank' | 'on-its-way' | 'not-explained';

/** From one of the three to another, on a day. */
export interface BankMovement {
  readonly on: LocalDate;
  readonly amounts: readonly (readonly [Asset, Pence])[];
  /** What the bank says that it had after it. */
  readonly bankHadPence?: Pence;
}

/**
 * What each event moves between what the bank shows and what it does not, by the event's id. Money
 * is on its way until a line shows it; a line that nobody can explain stands beside. A closing that
 * stands brings the bank's own figure.
 */
export class BankMovements {
  /** The closing that stands last, by statement. */
  private readonly closings = new Map<string, string>();
  /** By line: the day on which somebody said what it was, its period being closed. */
  private readonly explained = new Map<string, LocalDate>();

  constructor(
    private readonly known: BudgetAsKnown,
    events: readonly KnownEvent[],
  ) {
    for (const { event, eventId } of events) {
      if (event.type !== 'PeriodClosed') continue;
      const { statementId } = event as PeriodClosed;
      if (statementOf(known.statements, statementId)?.closing)
        this.closings.set(statementId, eventId);
    }
  }

  of({ event: happened, eventId }: KnownEvent): BankMovement[] {
    const event = happened as AccountEvent;
    switch (event.type) {
      case 'LineMatched':
        return this.shown(event, event.lineIds);
      case 'LineRecorded':
        return this.shown(event, [event.lineId]);
      case 'MatchUndone':
        return this.shownNoMore(event, event.lineIds);
      case 'EntryReversed':
        return event.line
          ? this.shownNoMore({ ...event.line, on: event.on }, [event.line.lineId])
          : [];
      case 'LineSetAside':
      case 'LineIgnored':
        return byDay(this.lines([event.lineId]), 'not-explained', 'bank');
      case 'LineRestored':
        return byDay(this.lines([event.lineId]), 'bank', 'not-explained');
      case 'PeriodClosed':
        return this.closings.get(event.statementId) === eventId ? [this.closing(event)] : [];
      default:
        return [];
    }
  }

  /** What was set aside in a period closed since is explained on the day on which somebody did. */
  private shown({ on, was }: LineMatched | LineRecorded, lineIds: readonly string[]) {
    const lines = this.lines(lineIds);
    if (was === undefined) return byDay(lines, 'on-its-way', 'bank');
    for (const it of lineIds) this.explained.set(it, on);
    return [movement(on, lines, 'on-its-way', 'not-explained')];
  }

  /** An explanation is taken back on its own day at the earliest. */
  private shownNoMore({ on, becomes }: Freed, lineIds: readonly string[]) {
    const lines = this.lines(lineIds);
    if (becomes === undefined) return byDay(lines, 'bank', 'on-its-way');
    const day = lineIds.reduce<LocalDate>(
      (latest, it) => later(latest, this.explained.get(it) ?? on),
      on,
    );
    return [movement(day, lines, 'not-explained', 'on-its-way')];
  }

  private closing({ to, closingPence, openedWith = [] }: PeriodClosed): BankMovement {
    const there = sumOf(openedWith, (id) => this.amountOf(id));
    const moved: BankMovement['amounts'] = there === NOTHING ? [] : [['on-its-way', minus(there)]];
    return { on: to, amounts: [...moved, ['bank', there]], bankHadPence: closingPence };
  }

  /** Those of a statement that was withdrawn since are none any more. */
  private lines(ids: readonly string[]): Line[] {
    return ids.flatMap((id) => this.known.statements.lines.get(id) ?? []);
  }

  private amountOf(entryId: string): Pence {
    return signedAmount(this.known.books.entries.get(entryId)!);
  }
}

type Freed = Pick<MatchUndone, 'on' | 'becomes'>;

/** A movement for each day on which lines count. */
const byDay = (lines: readonly Line[], from: Asset, to: Asset): BankMovement[] =>
  [...Map.groupBy(lines, (it) => it.countsOn)].map(([on, some]) => movement(on, some, from, to));

function movement(on: LocalDate, lines: readonly Line[], from: Asset, to: Asset): BankMovement {
  const amount = sumOf(lines, (it) => it.amountPence);
  return {
    on,
    amounts: [
      [from, minus(amount)],
      [to, amount],
    ],
  };
}
