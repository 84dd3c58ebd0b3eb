import type { AccountEvent } from '../../src/accounts/account.events.js';
import type { BudgetEvent } from '../../src/budgets/budget.events.js';
import { addDays, addWeeks, type LocalDate } from '../../src/kernel/dates.js';
import { levelOn } from './budget-lives.js';

// The figures again, the long way round: day after day, in sevenths of a penny, with no word of the
// code that ships. Slow, and plain to read beside what each figure is said to be.

export interface NaiveFigures {
  readonly entitledPence: number;
  readonly contributionPence: number;
  readonly paidPence: number;
  readonly paidAheadPence: number;
  readonly owedPence: number;
  readonly receivedPence: number;
  readonly spentPence: number;
  readonly returnedPence: number;
  readonly balancePence: number;
  readonly committedPence: number;
  readonly reservedPence: number;
  readonly availablePence: number;
  readonly surplusPence: number;
  readonly weeksHeld: number | null;
}

export function naiveFigures(
  budget: readonly BudgetEvent[],
  account: readonly AccountEvent[],
  asAt: LocalDate,
): NaiveFigures {
  const opened = budget.find((it) => it.type === 'BudgetOpened')!;
  const weekly = levelOn(budget, asAt)?.weekly ?? 0;
  const entitledPence = entitled(budget, asAt);
  const contributionPence = contribution(budget, asAt);
  const money = moved(account, asAt);
  const opening = opened.on <= asAt ? opened.openingBalancePence : 0;
  const balancePence = opening + money.received - money.spent - money.returned;
  const committedPence = committed(account, asAt);
  const { kept: reservedPence, contingency } = reserved(account, asAt);
  const allowance = Math.max(contingency ?? 4 * weekly, 8 * weekly);
  const availablePence = balancePence - committedPence - reservedPence;
  const net = opened.basis === 'net' ? contributionPence : 0;
  return {
    entitledPence,
    contributionPence,
    paidPence: money.paid,
    paidAheadPence: paidAhead(account, asAt),
    owedPence: entitledPence - net - money.paid,
    receivedPence: money.received,
    spentPence: money.spent,
    returnedPence: money.returned,
    balancePence,
    committedPence,
    reservedPence,
    availablePence,
    surplusPence: Math.max(0, availablePence - allowance),
    weeksHeld: weekly === 0 ? null : Math.floor((10 * balancePence) / weekly) / 10,
  };
}

/** Sevenths of a penny by what accrues, rounded once each. */
class Accruals {
  private readonly sevenths = new Map<string, bigint>();

  add(what: string, weeklyPence: number): void {
    this.sevenths.set(what, (this.sevenths.get(what) ?? 0n) + BigInt(weeklyPence));
  }

  total(): number {
    // Half up: no seventh is a half, so 3 more and cut off.
    return Number([...this.sevenths.values()].reduce((sum, it) => sum + (it + 3n) / 7n, 0n));
  }
}

function eachDay(from: LocalDate, to: LocalDate, then: (day: LocalDate) => void): void {
  for (let day = from; day <= to; day = addDays(day, 1)) then(day);
}

function suspendedDays(budget: readonly BudgetEvent[], asAt: LocalDate): Set<LocalDate> {
  const days = new Set<LocalDate>();
  for (const event of budget) {
    if (event.type === 'BudgetSuspended') eachDay(event.on, asAt, (day) => days.add(day));
    if (event.type === 'BudgetResumed') eachDay(event.on, asAt, (day) => days.delete(day));
  }
  return days;
}

const closingOf = (budget: readonly BudgetEvent[]): LocalDate | undefined =>
  budget.find((it) => it.type === 'BudgetClosed')?.on;

const firstDay = (budget: readonly BudgetEvent[]): LocalDate => budget[0]!.on;

function entitled(budget: readonly BudgetEvent[], asAt: LocalDate): number {
  const accruals = new Accruals();
  const suspended = suspendedDays(budget, asAt);
  eachDay(firstDay(budget), asAt, (day) => {
    const level = suspended.has(day) ? undefined : levelOn(budget, day);
    for (const [i, it] of (level?.lines ?? []).entries())
      accruals.add(`${level!.id} ${i}`, it.weeklyPence);
  });
  const closedOn = closingOf(budget) ?? asAt;
  const annulled = new Set(budget.map((it) => (it.type === 'OneOffAnnulled' ? it.oneOffId : '')));
  let total = accruals.total();
  for (const it of budget)
    if (it.type === 'OneOffAgreed' && it.on <= asAt && it.on <= closedOn)
      total += annulled.has(it.oneOffId) ? 0 : it.amountPence;
  return total;
}

function contribution(budget: readonly BudgetEvent[], asAt: LocalDate): number {
  const accruals = new Accruals();
  const suspended = suspendedDays(budget, asAt);
  const closedOn = closingOf(budget) ?? asAt;
  const gone = new Set(
    budget.map((it) => (it.type === 'AllocationAnnulled' ? it.allocationId : '')),
  );
  const assessments = budget.filter(
    (it) => it.type === 'ContributionAssessed' && !gone.has(it.allocationId ?? 'none'),
  ) as Extract<BudgetEvent, { type: 'ContributionAssessed' }>[];
  eachDay(firstDay(budget), asAt < closedOn ? asAt : closedOn, (day) => {
    if (suspended.has(day)) return;
    const there = assessments.filter((it) => it.on <= day);
    const latest = there.reduce((max, it) => (it.on > max ? it.on : max), '');
    const one = there.findLast((it) => it.on === latest);
    // Nobody pays in more than is given.
    const given = levelOn(budget, day)?.weekly ?? 0;
    if (one) accruals.add(one.assessmentId, Math.min(one.weeklyPence, given));
  });
  return accruals.total();
}

interface Money {
  paid: number;
  received: number;
  spent: number;
  returned: number;
}

function moved(account: readonly AccountEvent[], asAt: LocalDate): Money {
  const money: Money = { paid: 0, received: 0, spent: 0, returned: 0 };
  const count = (event: AccountEvent, sign: 1 | -1) => {
    switch (event.type) {
      case 'PaymentMade':
        money.paid += sign * event.amountPence;
        money.received += sign * event.amountPence;
        break;
      case 'ContributionReceived':
      case 'OtherMoneyReceived':
        money.received += sign * event.amountPence;
        break;
      case 'ExpenseRecorded':
        money.spent += sign * event.amountPence;
        break;
      case 'MoneyReturned':
        money.returned += sign * event.amountPence;
        if (event.cause === 'overpayment') money.paid -= sign * event.amountPence;
    }
  };
  for (const event of account.filter((it) => it.on <= asAt)) {
    count(event, 1);
    const undone =
      event.type === 'EntryReversed'
        ? event.reversedId
        : event.type === 'PaymentReturned'
          ? event.paymentId
          : undefined;
    const entry = account.find((it) => 'entryId' in it && it.entryId === undone);
    if (undone !== undefined && entry) count(entry, -1);
  }
  return money;
}

/** Of each payment that stands, the days of its period that are still to come. */
function paidAhead(account: readonly AccountEvent[], asAt: LocalDate): number {
  let total = 0;
  for (const it of account) {
    if (it.type !== 'PaymentMade' || !it.period || it.on > asAt) continue;
    const isUndone = account.some(
      (other) =>
        other.on <= asAt &&
        ((other.type === 'EntryReversed' && other.reversedId === it.entryId) ||
          (other.type === 'PaymentReturned' && other.paymentId === it.entryId)),
    );
    let [days, ahead] = [0n, 0n];
    eachDay(it.period.from, it.period.to, (day) => {
      days++;
      if (day > asAt) ahead++;
    });
    // Half up: twice as much and one more, cut off at two.
    if (!isUndone) total += Number((2n * BigInt(it.amountPence) * ahead + days) / (2n * days));
  }
  return total;
}

function committed(account: readonly AccountEvent[], asAt: LocalDate): number {
  let total = 0;
  for (const it of account) {
    if (it.type !== 'CommitmentRecorded' || it.on > asAt) continue;
    const about = account.filter(
      (other) =>
        other.on <= asAt && 'commitmentId' in other && other.commitmentId === it.commitmentId,
    );
    if (about.some((other) => other.type === 'CommitmentCancelled')) continue;
    const settled = about.flatMap((other) =>
      other.type === 'CommitmentSettled' ? [other.occurrence] : [],
    );
    // Each that is due and not settled, and the next one.
    for (let n = 0, due = it.dueOn; ; n++, due = addWeeks(it.dueOn, n * (it.repeatsWeeks ?? 0))) {
      if (n > 0 && it.repeatsWeeks === undefined) break;
      if (settled.includes(due)) continue;
      total += it.amountPence;
      if (due > asAt) break;
    }
  }
  return total;
}

function reserved(account: readonly AccountEvent[], asAt: LocalDate) {
  let kept = 0;
  let contingency: number | undefined;
  for (const it of account) {
    if (it.type !== 'ReserveApproved' || it.on > asAt || (it.until ?? asAt) < asAt) continue;
    const released = account.some(
      (other) =>
        other.type === 'ReserveReleased' && other.reserveId === it.reserveId && other.on <= asAt,
    );
    if (released) continue;
    if (it.kind === 'contingency') contingency = (contingency ?? 0) + it.amountPence;
    else kept += it.amountPence;
  }
  return { kept, contingency };
}
