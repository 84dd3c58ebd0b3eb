import { present } from '../kernel/canonical.js';
import { addDays, addMonths, addWeeks, later, type LocalDate } from '../kernel/dates.js';
import { PAY_WEEKS, type Calendar, type Time, type Weekday } from './calendar.js';
import { Step, type DemoUser, type Sent } from './step.js';

// Amounts are whole pence, written with the pounds set apart: 187_40 is £187.40.

export interface Line {
  readonly purpose: string;
  readonly fundingStream?: string;
  readonly weeklyPence: number;
  readonly minutesPerWeek?: number;
  readonly outcome?: string;
}

export interface Spending {
  readonly payee: string;
  readonly category: string;
  readonly amountPence: number;
  readonly outcome?: string;
  readonly method?: 'transfer' | 'card' | 'cash' | 'direct-debit';
  readonly note?: string;
}

/** One of the lines that come again in every four weeks. */
export interface Habit extends Spending {
  /** Of the four, from 0. */
  readonly week: number;
  readonly weekday: Weekday;
}

interface Opening {
  readonly mode?: string;
  readonly basis?: 'net' | 'gross';
  readonly employsStaff?: boolean;
  readonly openingPence?: number;
  readonly address?: string;
  readonly preferredFormat?: string;
  readonly bornOn: LocalDate;
  readonly userId?: string;
}

interface Agreement {
  readonly from: LocalDate;
  readonly lines: readonly Line[];
  readonly contributionPence?: number;
  readonly reason?: string;
  readonly reference: string;
  readonly narrative?: string;
}

interface OneOff {
  readonly purpose: string;
  readonly fundingStream?: string;
  readonly reference: string;
}

interface Proposal {
  readonly from: LocalDate;
  readonly lines: readonly Line[];
  readonly reasons: readonly string[];
  readonly reassessedOn?: LocalDate;
  readonly reference?: string;
  readonly involved?: readonly { readonly who: string; readonly how: string }[];
  readonly needsStillMet?: string;
  readonly transition?: { readonly costsPence: number; readonly how: string };
  readonly narrative?: string;
  readonly refusal?: string;
}

/** Money that moved, as the person's bank books it. In: above 0. */
interface Booked {
  readonly on: LocalDate;
  readonly text: string;
  readonly amountPence: number;
}

interface Appointment {
  readonly kind: 'nominee' | 'authorised-person' | 'supporter';
  readonly fullName: string;
  readonly userId?: string;
  readonly to?: LocalDate;
}

/** Both included. */
interface Days {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** A stretch of pay weeks, both included. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Birthdays are as told in this year; in another, people are as old as they would be in this. */
const TOLD_IN = 2026;

const PER_CENT_MORE = [0, 3, -2, 1, -3, 2, -1] as const;

/** Bills are never quite the same; over seven of them it comes to nothing. */
const varied = (amountPence: number, n: number): number =>
  Math.round((amountPence * (100 + PER_CENT_MORE[n % PER_CENT_MORE.length]!)) / 100);

/** What is done for one person, in the order in which it is told; the walk sorts it by time. */
export class Diary {
  readonly steps: Step[] = [];
  private budget!: Step;
  private person!: Step;
  private opensOn!: LocalDate;
  private opening = 0;
  private readonly booked: Booked[] = [];

  constructor(
    readonly name: string,
    readonly calendar: Calendar,
  ) {}

  // ── The person, and who acts for them ────────────────────────────────────────

  /** `opensOn` may lie ahead of the day: a plan is agreed before it begins. */
  opens(day: LocalDate, opensOn: LocalDate, opening: Opening): void {
    const { mode = 'cash', basis = 'net', employsStaff, openingPence, bornOn, ...who } = opening;
    this.opensOn = opensOn;
    this.opening = openingPence ?? 0;
    const dateOfBirth = addMonths(bornOn, 12 * (this.calendar.year - TOLD_IN));
    const person = { fullName: this.name, dateOfBirth, ...who };
    this.person = this.officer(day, { path: '/people', body: person, makes: 'person' });
    const body = present({
      personId: this.person.id,
      opensOn,
      deploymentMode: mode,
      basis,
      employsStaff,
      openingBalancePence: openingPence,
    });
    this.budget = this.officer(day, { path: '/budgets', body, makes: 'budget' });
  }

  appoints(day: LocalDate, appointment: Appointment): Step {
    const path = `/people/${this.person.id}/representatives`;
    const body = { ...appointment, from: day };
    return this.officer(day, { path, body, makes: 'representative' });
  }

  endsAppointment(day: LocalDate, appointment: Step): void {
    this.officer(day, { method: 'DELETE', path: `${appointment.sent.path}/${appointment.id}` });
  }

  // ── What the budget gives ────────────────────────────────────────────────────

  agrees(day: LocalDate, agreement: Agreement): Step {
    const { from, lines, contributionPence, reason = 'first-plan' } = agreement;
    const { reference, narrative } = agreement;
    const body = present({
      effectiveFrom: from,
      lines: lines.map(lineOf),
      contributionWeeklyPence: contributionPence,
      reason,
      authority: { reference },
      narrative,
    });
    return this.officer(day, { path: this.of('allocations'), body, makes: 'allocation' });
  }

  assesses(day: LocalDate, weeklyPence: number, from: LocalDate, reference: string): void {
    const body = { weeklyPence, effectiveFrom: from, assessmentReference: reference };
    const path = this.of('contributions/assessment');
    this.officer(day, { path, body, makes: 'assessment' });
  }

  agreesOneOff(day: LocalDate, amountPence: number, { reference, ...oneOff }: OneOff): void {
    const body = {
      amountPence,
      fundingStream: 'adult-social-care',
      ...oneOff,
      on: day,
      authority: { reference },
    };
    this.officer(day, { path: this.of('one-offs'), body, makes: 'one-off' });
  }

  isHeldBy(day: LocalDate, mode: string, holder: string, reason: string): void {
    const body = { mode, from: day, holder, reason };
    this.officer(day, { path: this.of('deployment-mode'), body });
  }

  suspends(day: LocalDate, reason: string, expectedEnd: LocalDate): void {
    const body = { from: day, reason, expectedEnd };
    this.officer(day, { path: this.of('suspension'), body });
  }

  resumes(day: LocalDate): void {
    this.officer(day, { method: 'DELETE', path: this.of(`suspension?on=${day}`) });
  }

  closes(day: LocalDate, on: LocalDate, reason: string): void {
    this.officer(day, { path: this.of('closure'), body: { on, reason } });
  }

  // ── Giving less ──────────────────────────────────────────────────────────────

  proposes(day: LocalDate, proposal: Proposal): Step {
    const { from, lines, reasons, reassessedOn, reference = '', involved = [] } = proposal;
    const { needsStillMet, transition, narrative, refusal } = proposal;
    const body = present({
      effectiveFrom: from,
      lines: lines.map(lineOf),
      reasons,
      reassessment: reassessedOn && { reference, completedOn: reassessedOn },
      involvement: reassessedOn && involved.map((it) => ({ ...it, on: reassessedOn })),
      needsStillMet,
      transition,
      narrative,
    });
    const path = this.of('reductions');
    return this.officer(day, present({ path, body, makes: 'reduction', refusal }));
  }

  approves(day: LocalDate, reduction: Step): void {
    this.ask('demo-manager', day, 'morning', { path: stepOf(reduction, 'approval'), body: {} });
  }

  notifies(day: LocalDate, reduction: Step, channel = 'letter'): Step {
    const body = { sentOn: day, channel };
    return this.officer(day, { path: stepOf(reduction, 'notice'), body, makes: 'allocation' });
  }

  withdraws(day: LocalDate, reduction: Step, reason: string): void {
    this.officer(day, { path: stepOf(reduction, 'withdrawal'), body: { reason } });
  }

  challenges(day: LocalDate, by: DemoUser, reduction: Step, ground: string, narrative: string) {
    const path = stepOf(reduction, 'challenge');
    this.ask(by, day, 'evening', { path, body: { ground, narrative } });
  }

  decides(day: LocalDate, reduction: Step, outcome: 'upheld' | 'dismissed', reasons: string) {
    const path = stepOf(reduction, 'challenge-decision');
    this.ask('demo-manager-2', day, 'morning', { path, body: { outcome, reasons } });
  }

  /** The review that a step promised: a follow-up, or a reassessment. */
  reviews(begun: LocalDate, completed: LocalDate, promise: Step, body: Sent['body']): void {
    const kind = promise.sent.refusal ? 'reassessment' : 'review';
    const path = `/reviews/${promise.idOf(kind)}`;
    this.officer(begun, { path: `${path}/start`, body: {} });
    this.officer(completed, { path: `${path}/completion`, ...present({ body }) });
  }

  // ── Money ────────────────────────────────────────────────────────────────────

  pays(day: LocalDate, amountPence: number, more: Readonly<Record<string, unknown>> = {}): Step {
    const body = { amountPence, paidOn: day, ...more };
    const { reference = '' } = more;
    this.booked.push({ on: day, text: `COUNTY COUNCIL ${String(reference)}`, amountPence });
    return this.officer(day, { path: this.of('payments'), body, makes: 'entry' });
  }

  /** Four weeks in advance, from pay week to pay week. */
  paysFourWeekly({ from, to }: Stretch, weeklyPence: number, fundingStream?: string): void {
    for (let week = from; week <= to; week += PAY_WEEKS) {
      const periodFrom = this.calendar.day(week);
      const period = { periodFrom, periodTo: addDays(addWeeks(periodFrom, PAY_WEEKS), -1) };
      const reference = `DP ${periodFrom.slice(2, 7)}`;
      this.pays(
        this.calendar.workingDay(week),
        weeklyPence * PAY_WEEKS,
        present({ ...period, fundingStream, reference }),
      );
    }
  }

  bounces(day: LocalDate, payment: Step, reason: string): void {
    const path = `${payment.sent.path}/${payment.id}/bounce`;
    this.officer(day, { path, body: { bouncedOn: day, reason }, makes: 'entry' });
  }

  /** The contribution, by standing order; read off the statement when the four weeks are over. */
  paysIn({ from, to }: Stretch, weeklyPence: number): void {
    for (let week = from; week <= to; week += PAY_WEEKS)
      this.receives(this.statementDay(week), 'contribution', weeklyPence * PAY_WEEKS, {
        on: this.calendar.workingDay(week, 'fri'),
      });
  }

  receives(day: LocalDate, kind: string, amountPence: number, { on = day } = {}): void {
    const body = { kind, amountPence, receivedOn: on };
    this.booked.push({ on, text: `STO ${this.name.toUpperCase()}`, amountPence });
    this.officer(day, { path: this.of('receipts'), body, makes: 'entry' });
  }

  /** Recorded by an officer, on the day unless `on` says that it was spent earlier. */
  spends(day: LocalDate, spending: Spending, { on = day } = {}): Step {
    return this.officer(day, this.expense(spending, on));
  }

  /** Recorded by the holder's side, in the evening. */
  records(by: DemoUser, day: LocalDate, spending: Spending): Step {
    return this.ask(by, day, 'evening', this.expense(spending, day));
  }

  /** What comes again in every four weeks; an officer reads it off the statement afterwards. */
  spendsFourWeekly({ from, to }: Stretch, habits: readonly Habit[]): void {
    for (let week = from, n = 0; week <= to; week += PAY_WEEKS, n++)
      for (const { week: inWeek, weekday, ...spending } of habits) {
        const amountPence = varied(spending.amountPence, n);
        const on = this.calendar.day(week + inWeek, weekday);
        this.spends(this.statementDay(week), { ...spending, amountPence }, { on });
      }
  }

  reverses(by: DemoUser, day: LocalDate, entry: Step, reason: string): void {
    const body = { entryId: entry.id, reason };
    this.ask(by, day, 'evening', { path: this.of('reversals'), body, makes: 'entry' });
  }

  returns(day: LocalDate, amountPence: number, cause: string): void {
    const body = { amountPence, returnedOn: day, cause };
    this.booked.push({ on: day, text: 'COUNTY COUNCIL', amountPence: -amountPence });
    this.officer(day, { path: this.of('returns'), body, makes: 'entry' });
  }

  returnsWhatIsLeft(day: LocalDate): void {
    this.returns(day, this.leftBefore(), 'closing');
  }

  queries(day: LocalDate, expense: Step, question: string): void {
    this.officer(day, { path: stepOf(expense, 'query'), body: { question } });
  }

  disagrees(by: DemoUser, day: LocalDate, figure: string, narrative: string): void {
    const body = { about: { figure }, narrative };
    this.ask(by, day, 'evening', { path: this.of('disagreements'), body });
  }

  explains(by: DemoUser, day: LocalDate, expense: Step, answer: string): void {
    this.ask(by, day, 'evening', { path: stepOf(expense, 'explanation'), body: { answer } });
  }

  accepts(day: LocalDate, expense: Step): void {
    this.officer(day, { path: stepOf(expense, 'acceptance'), body: {} });
  }

  disallows(day: LocalDate, expense: Step, reason: string): void {
    this.officer(day, { path: stepOf(expense, 'disallowance'), body: { reason } });
  }

  /** Typed from paper: what moved in those days, and what else the bank shows. */
  bankShows(day: LocalDate, { from, to }: Days, also: readonly Booked[] = []): void {
    const lines = [...this.booked.filter((it) => from <= it.on && it.on <= to), ...also];
    const openingPence = this.leftBefore(from);
    const body = {
      openingPence,
      closingPence: lines.reduce((sum, it) => sum + it.amountPence, openingPence),
      to,
      lines: lines.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)),
    };
    this.officer(day, { path: this.of('statements/keyed'), body, makes: 'statement' });
  }

  // ── Money that is owed or kept ───────────────────────────────────────────────

  commits(day: LocalDate, kind: string, amountPence: number, dueOn: LocalDate, weeks?: number) {
    const body = present({ kind, amountPence, dueOn, repeatsWeekly: weeks });
    return this.officer(day, { path: this.of('commitments'), body, makes: 'commitment' });
  }

  settles(day: LocalDate, commitment: Step, expense: Step, { on = day } = {}): void {
    const body = { entryId: expense.id, settledOn: on };
    this.officer(day, { path: stepOf(commitment, 'settlement'), body });
  }

  cancels(day: LocalDate, commitment: Step): void {
    this.officer(day, { method: 'DELETE', path: stepOf(commitment) });
  }

  keeps(day: LocalDate, kind: string, amountPence: number): Step {
    const body = { kind, amountPence };
    return this.officer(day, { path: this.of('reserves'), body, makes: 'reserve' });
  }

  releases(day: LocalDate, reserve: Step): void {
    this.officer(day, { method: 'DELETE', path: stepOf(reserve) });
  }

  // ─────────────────────────────────────────────────────────────────────────────

  /** What is on the account before a day; of all that is told so far, where none is named. */
  private leftBefore(day?: LocalDate): number {
    return this.booked
      .filter((it) => day === undefined || it.on < day)
      .reduce((sum, it) => sum + it.amountPence, this.opening);
  }

  /** When an officer has the statement of four weeks before them. */
  private statementDay(payWeek: number): LocalDate {
    return this.calendar.workingDay(payWeek + PAY_WEEKS, 'wed');
  }

  private expense({ payee, ...spending }: Spending, on: LocalDate): Sending {
    const spentOn = later(on, this.opensOn);
    const body = { ...spending, payee, spentOn };
    const text = `FPO ${payee.toUpperCase()}`;
    this.booked.push({ on: spentOn, text, amountPence: -spending.amountPence });
    return { path: this.of('expenses'), body, makes: 'entry' };
  }

  private of(what: string): string {
    return `/budgets/${this.budget.id}/${what}`;
  }

  private officer(day: LocalDate, sent: Sending): Step {
    return this.ask('demo-officer', day, 'morning', sent);
  }

  private ask(by: DemoUser, day: LocalDate, time: Time, sent: Sending): Step {
    const name = `${this.name.toLowerCase().replace(' ', '-')}/${this.steps.length}`;
    const step = new Step(name, by, day, time, { method: 'POST', ...sent });
    this.steps.push(step);
    return step;
  }
}

type Sending = Omit<Sent, 'method'> & Partial<Pick<Sent, 'method'>>;

const lineOf = ({ fundingStream = 'adult-social-care', ...line }: Line) => ({
  ...line,
  fundingStream,
});

/** Below what a step made: `/budgets/…/expenses/…/query`. Reductions stand on their own. */
function stepOf({ sent, id }: Step, verb?: string): string {
  const at = sent.makes === 'reduction' ? `/reductions/${id}` : `${sent.path}/${id}`;
  return verb === undefined ? at : `${at}/${verb}`;
}
