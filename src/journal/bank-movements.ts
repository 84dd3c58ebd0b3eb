import type {
  AccountEvent,
  LineMatched,
  LineRecorded,
  PeriodClosed,
} from '../accounts/account.events.js';
import { signedAmount } from '../accounts/account.facts.js';
import { statementOf, type Line } from '../accounts/lines.facts.js';
import type { BudgetAsKnown, KnownEvent } from '../figures/as-known.facts.js';
import type { LocalDate } from '../kernel/dates.js';
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
        return byDay(this.lines(event.lineIds), 'bank', 'on-its-way');
      case 'EntryReversed':
        return event.line ? byDay(this.lines([event.line.lineId]), 'bank', 'on-its-way') : [];
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
    return was === undefined
      ? byDay(lines, 'on-its-way', 'bank')
      : [movement(on, lines, 'on-its-way', 'not-explained')];
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
