import { addDays, daysBetween, type LocalDate } from '../../src/kernel/dates.js';
import { pence, type Pence } from '../../src/kernel/money.js';
import type { EntryToMatch } from '../../src/statements/matching/to-match.js';
import { seeded } from './read-models.js';

// Years of accounts as banks and people write them, next to the truth: which line is which entry.
// Distributions: a four-weekly payment, weekly amounts lognormal around £188, a contribution for
// 60 %, 5 to 15 bank lines in four weeks, 32 % employ 1.9 assistants; 3 % of lines unexplained, 1 %
// identical pairs on one day.

/** What makes a line hard; a line may have several. */
export const TRAITS = [
  'equal pair on one day',
  "neighbours' equal wages",
  'equal wages every week',
  'wages paid together',
  'paid in parts',
  'booked 4 or 5 days late',
  'written down late',
  'changed payee text',
  'recorded twice',
  'entry missing',
  'unexplained',
] as const;
export type Trait = (typeof TRAITS)[number];

export interface TrueLine {
  readonly lineId: string;
  readonly on: LocalDate;
  readonly amountPence: Pence;
  readonly text: string;
  /** What it is; none: nobody wrote it down. */
  readonly entryIds: readonly string[];
  readonly withLineIds: readonly string[];
  readonly traits: readonly Trait[];
  /** What an entry made of it would be; absent: nobody knows. */
  readonly meant?: Meant;
}

export type Meant = Pick<EntryToMatch, 'kind' | 'payee' | 'category'>;

export interface BankYear {
  readonly seed: number;
  readonly holder: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** In the bank's order. */
  readonly lines: readonly TrueLine[];
  readonly entries: readonly EntryToMatch[];
}

const FROM: LocalDate = '2027-04-05';
const CYCLES = 13;
const FOUR_WEEKS = 28;

const FIRST =
  'Anna Bilal Carys Tom Tina Amira Rosa Leo Zoe Grace Ivy Dev Mary Joan Paul Femi Olu'.split(' ');
const LAST = 'Archer Begum Clarke Tanner Aslan Reed Lister Zeller Gill Iqbal Patel Smith Jones Okafor Taylor Hughes'.split(' '); // prettier-ignore
const AGENCIES = [
  'Sunrise Care', 'Lamplight Care and Nursing', 'Steady Hands Care Limited', 'Near Neighbours',
  'Open Door Support Services', 'Morning Star Homecare Ltd', 'Gentle Hands Care', 'Corner Care',
  'Evergreen Domiciliary Care Services', 'Calder Nursing', 'First Steps', 'Harbour Support',
]; // prettier-ignore
const SPENDING = [
  ['Peak Taxis', 'travel'], ['Metro Bus', 'travel'], ['Staveley Pool', 'activities'],
  ['Open College', 'activities'], ['Valley Choir', 'activities'], ['Music Barn', 'activities'],
  ['Oak Tree Centre', 'activities'], ['Lift and Lower Mobility', 'equipment'],
  ['Corner Café', 'other'], ["O'Brien's Garden Gate", 'activities'], ['B&Q', 'equipment'],
  ['Chapel Lunch Club', 'activities'], ['Dance Loft', 'activities'], ['Boots', 'equipment'],
] as const; // prettier-ignore
const STRANGERS = [
  'ZETTLE_*RJ HOLDINGS', 'SUMUP *K4418 LEEDS', 'SQ *MARKET STALL', 'AMZNMKTPLACE', 'CASH HSBC 12MAY',
  'PAYPAL *4029357733', 'NOTEMACHINE CASH', 'TFR 88120 SAVER', 'CHQ 000412', 'ARGOS RETAIL GROUP',
  'WM MORRISONS STORE', 'DWP ESA', 'REVERSAL OF FEE', 'R J K LTD', 'FP 18220419 ONLINE',
]; // prettier-ignore

/** Chances of one account, all from its seed. */
class Chance {
  readonly next: () => number;
  constructor(seed: number) {
    this.next = seeded(seed);
  }
  of = (part: number): boolean => this.next() < part;
  upTo = (n: number): number => Math.floor(this.next() * n);
  between = (least: number, most: number): number => least + this.upTo(most - least + 1);
  pick = <T>(of: readonly T[]): T => of[this.upTo(of.length)]!;
  several = <T>(of: readonly T[], n: number): T[] =>
    of
      .map((it) => ({ it, at: this.next() }))
      .toSorted((a, b) => a.at - b.at)
      .slice(0, n)
      .map(({ it }) => it);
  normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
}

/** Money that moves, before anybody has written anything. */
interface Movement extends Meant {
  readonly on: LocalDate;
  /** Signed. */
  readonly amountPence: number;
  /** As the bank has them; without it, from the payee. */
  readonly bankName?: string;
  readonly isPerson?: boolean;
  readonly reference?: string;
  readonly traits?: readonly Trait[];
}

interface When {
  readonly bookedAfter: number;
  readonly writtenOn: LocalDate;
}

/** How a bank writes. */
interface Hand {
  readonly before: string;
  readonly after: (chance: Chance) => string;
  readonly width: number;
  readonly hasInitials: boolean;
}

export function bankYear(seed: number, cycles = CYCLES): BankYear {
  const chance = new Chance(seed);
  const holder = nameOf(chance);
  const books = new Books(seed, chance, handOf(chance));
  for (const it of movements(chance, holder, cycles)) books.add(it);
  books.addUnexplained(cycles);
  const { lines, entries } = books;
  const inOrder = lines.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const to = addDays(FROM, cycles * FOUR_WEEKS - 1);
  return { seed, holder, from: FROM, to, lines: inOrder, entries };
}

const nameOf = (chance: Chance): string => `${chance.pick(FIRST)} ${chance.pick(LAST)}`;

const handOf = (chance: Chance): Hand => ({
  before: chance.pick(['', '', 'FPO ', 'CARD PAYMENT TO ', 'BILL PAYMENT TO ']),
  after: chance.pick([
    () => '',
    (it: Chance) => ` REF ${it.between(1000, 99_999)}`,
    (it: Chance) => ` ${String(it.between(1, 28)).padStart(2, '0')}MAY BBP`,
    () => ' MANDATE NO 12',
  ]),
  width: chance.pick([18, 18, 25, 40]),
  hasInitials: chance.of(0.4),
});

// ── What happens on an account ───────────────────────────────────────────────

function movements(chance: Chance, holder: string, cycles: number): Movement[] {
  const weekly = Math.round(18_800 * Math.exp(0.6 * chance.normal()));
  return [
    ...moneyIn(chance, holder, weekly, cycles),
    ...(chance.of(0.32) ? employing(chance, weekly, cycles) : ofAgencies(chance, weekly, cycles)),
    ...spending(chance, weekly, cycles),
  ];
}

const dayOf = (cycle: number, day: number): LocalDate => addDays(FROM, cycle * FOUR_WEEKS + day);
const each = <T>(n: number, of: (i: number) => T): T[] =>
  Array.from({ length: n }, (_, i) => of(i));

function moneyIn(chance: Chance, holder: string, weekly: number, cycles: number): Movement[] {
  const reference = chance.of(0.5) ? `DP${chance.between(10_000, 99_999)}` : undefined;
  const council = `ANYSHIRE COUNTY COUNCIL${reference ? ` ${reference}` : ''}`;
  const paysIn = chance.of(0.6) ? Math.round(weekly * 0.15) : 0;
  const perCycle = chance.of(0.5) ? 4 : 1;
  const payments = each(cycles, (cycle) => ({
    kind: 'payment' as const,
    on: dayOf(cycle, 0),
    amountPence: 4 * (weekly - paysIn),
    bankName: council,
    ...(reference && { reference }),
  }));
  const contributions = each(paysIn > 0 ? cycles * perCycle : 0, (i) => ({
    kind: 'contribution' as const,
    on: addDays(FROM, 3 + (i * FOUR_WEEKS) / perCycle),
    amountPence: (4 * paysIn) / perCycle,
    bankName: `${holder.toUpperCase()} CONTRIBUTION`,
  }));
  return [...payments, ...contributions];
}

const EMPLOYED = [1, 1, 1, 2, 2, 2, 2, 3, 3];

function employing(chance: Chance, weekly: number, cycles: number): Movement[] {
  const assistants = new Set<string>();
  const many = chance.pick(EMPLOYED);
  while (assistants.size < many) assistants.add(nameOf(chance));
  const isEqual = chance.of(0.35);
  const everyWeek = chance.of(0.7);
  const days = everyWeek ? 7 : FOUR_WEEKS;
  const one = Math.round((weekly * 0.7 * (days / 7)) / many / 10) * 10;
  const wages = [...assistants].flatMap((payee, n) => {
    const regular = isEqual ? one : one + 10 * n * chance.between(1, 90);
    const varies = !isEqual && chance.of(0.3);
    const traits: Trait[] = everyWeek && !varies ? ['equal wages every week'] : [];
    if (isEqual && many > 1) traits.push("neighbours' equal wages");
    return each((cycles * FOUR_WEEKS) / days, (i) => {
      const on = addDays(FROM, 4 + i * days);
      const amount = regular + (varies ? 630 * chance.upTo(8) : 0);
      return paid(payee, 'personal-assistant', on, amount, { isPerson: true, traits });
    });
  });
  const payroll = chance.of(0.7) ? 'Tally Payroll' : 'Payday Bureau Ltd';
  const others = each(cycles, (cycle) => [
    paid('HMRC', 'hmrc', dayOf(cycle, 18), Math.round(weekly * 0.4), {
      bankName: chance.pick(['HMRC CUMBERNAULD', 'HM REVENUE & CUSTOMS', 'HMRC - PAYE/NI']),
    }),
    paid(payroll, 'payroll', dayOf(cycle, 20), 1800),
  ]).flat();
  return [...wages, ...others];
}

const paid = (
  payee: string,
  category: string,
  on: LocalDate,
  amountPence: number,
  more: Partial<Movement> = {},
): Movement => ({ kind: 'expense', payee, category, on, amountPence: -amountPence, ...more });

function ofAgencies(chance: Chance, weekly: number, cycles: number): Movement[] {
  const days = chance.pick([7, 14, 14, FOUR_WEEKS]);
  const isFixed = chance.of(0.5);
  return chance.several(AGENCIES, chance.pick([1, 1, 2])).flatMap((payee) =>
    each((cycles * FOUR_WEEKS) / days, (i) => {
      const usual = Math.round((weekly * 0.6 * days) / 7);
      const amount = isFixed ? usual : Math.round(usual * (0.7 + 0.6 * chance.next()));
      return paid(payee, 'agency', addDays(FROM, 9 + i * days), amount);
    }),
  );
}

function spending(chance: Chance, weekly: number, cycles: number): Movement[] {
  const places = chance.several(SPENDING, 4);
  return each(cycles, (cycle) =>
    each(chance.between(1, 5), () => {
      const [payee, category] = chance.pick(places);
      // Fares and entrance fees are the same again and again.
      const amount = chance.of(0.5)
        ? chance.pick([650, 1000, 1250, 2000])
        : Math.round(300 + weekly * 0.3 * chance.next());
      return paid(payee, category, dayOf(cycle, chance.upTo(FOUR_WEEKS)), amount);
    }),
  ).flat();
}

// ── How it is written down, by the bank and by people ────────────────────────

const UNEXPLAINED = 0.03;
const PAIRS = 0.01;
const CHANGED = 0.03;
const MISSING = 0.02;
const NEVER_BOOKED = 0.005;
const TWICE = 0.01;
const WRITTEN_LATE = 0.05;
const IN_PARTS = 0.02;
const BOOKED_AFTER = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 5];

class Books {
  readonly lines: TrueLine[] = [];
  readonly entries: EntryToMatch[] = [];
  private ids = 0;
  /** Some employers pay all wages of a day at once; some pay one assistant's four weeks at once. */
  private readonly together: 'day' | 'month' | undefined;
  private readonly waiting: { readonly it: Movement; readonly entryId: string }[] = [];

  constructor(
    private readonly seed: number,
    private readonly chance: Chance,
    private readonly hand: Hand,
  ) {
    this.together = chance.of(0.15) ? 'day' : chance.of(0.1) ? 'month' : undefined;
  }

  add(it: Movement): void {
    const { chance } = this;
    if (it.category === 'personal-assistant' && this.together)
      return void this.waiting.push({ it, entryId: this.entry(it, it.on) });
    const isPair = chance.of(PAIRS);
    const traits: Trait[] = [...(it.traits ?? [])];
    if (isPair) traits.push('equal pair on one day');
    const isLate = chance.of(WRITTEN_LATE);
    if (isLate) traits.push('written down late');
    const when = {
      bookedAfter: isLate ? 0 : chance.pick(BOOKED_AFTER),
      writtenOn: isLate ? addDays(it.on, chance.between(1, 3)) : it.on,
    };
    for (let n = isPair ? 2 : 1; n > 0; n--) this.write({ ...it, traits }, when);
  }

  private write(it: Movement, { bookedAfter: delay, writtenOn: on }: When): void {
    const { chance } = this;
    const isPair = it.traits?.includes('equal pair on one day');
    if (!isPair && chance.of(NEVER_BOOKED)) return void this.entry(it, it.on);
    const traits = [...(it.traits ?? [])];
    if (chance.of(MISSING)) return this.line(it, delay, [], [...traits, 'entry missing']);
    if (it.category === 'agency' && chance.of(IN_PARTS)) return this.inParts(it, delay);
    const entryId = this.entry(it, on);
    if (chance.of(TWICE)) {
      traits.push('recorded twice');
      if (chance.of(0.5)) this.entry(it, on); // the other half was reversed
    }
    this.line(it, delay, [entryId], traits);
  }

  private entry(it: Movement, on: LocalDate): string {
    const { kind, payee, category, reference } = it;
    const entryId = `${this.seed}-e${this.ids++}`;
    const words = { ...(payee && { payee }), ...(category && { category }) };
    const amountPence = pence(it.amountPence);
    const more = { ...words, ...(reference && { reference }) };
    this.entries.push({ entryId, kind, on, amountPence, ...more, isMatched: false });
    return entryId;
  }

  private line(it: Movement, delay: number, entryIds: string[], traits: Trait[]): void {
    const isChanged = it.payee !== undefined && this.chance.of(CHANGED);
    if (isChanged) traits.push('changed payee text');
    if (delay >= 4) traits.push('booked 4 or 5 days late');
    const text = isChanged ? this.chance.pick(STRANGERS) : this.textOf(it);
    this.put(it, addDays(it.on, delay), text, entryIds, traits);
  }

  private put(
    it: Movement,
    on: LocalDate,
    text: string,
    entryIds: readonly string[],
    traits: readonly Trait[],
    withLineIds: readonly string[] = [],
    lineId = `${this.seed}-l${this.ids++}`,
  ): void {
    const { kind, payee, category } = it;
    const meant = { kind, ...(payee && { payee }), ...(category && { category }) };
    const amountPence = pence(it.amountPence);
    this.lines.push({ lineId, on, amountPence, text, entryIds, withLineIds, traits, meant });
  }

  private textOf({ payee, bankName, isPerson }: Movement): string {
    const { before, after, width, hasInitials } = this.hand;
    const name = bankName ?? (isPerson && hasInitials ? this.initials(payee!) : payee!);
    const cut = name.toUpperCase().slice(0, bankName ? 40 : width);
    return `${before}${cut}${after(this.chance)}`.replace(/\s+/g, ' ').trim();
  }

  private initials(payee: string): string {
    const [first, last] = payee.split(' ');
    return this.chance.of(0.8) ? `${first![0]} ${last}` : `${last} ${first![0]}`;
  }

  private inParts(it: Movement, delay: number): void {
    const entryId = this.entry(it, it.on);
    const first = Math.round(it.amountPence * 0.4);
    const ids = [`${this.seed}-l${this.ids++}`, `${this.seed}-l${this.ids++}`];
    const parts = [first, it.amountPence - first];
    for (const [n, amountPence] of parts.entries())
      this.put(
        { ...it, amountPence },
        addDays(it.on, delay + 2 * n),
        this.textOf(it),
        [entryId],
        ['paid in parts'],
        [ids[1 - n]!],
        ids[n],
      );
  }

  /** Of wages that are paid with others the entry is there; their line comes with the last. */
  private payTogether(): void {
    const { together } = this;
    const month = (on: LocalDate) => Math.floor(daysBetween(FROM, on) / FOUR_WEEKS);
    const groups = Map.groupBy(this.waiting, ({ it }) =>
      together === 'day' ? it.on : `${it.payee} ${month(it.on)}`,
    );
    for (const all of groups.values()) {
      const last = all.at(-1)!.it;
      const amountPence = all.reduce((sum, { it }) => sum + it.amountPence, 0);
      const isAll = together === 'day' && all.length > 1;
      const bulk = this.chance.pick(['BULK PAYMENT WAGES', 'TALLY PAYROLL WAGES']);
      const on = addDays(last.on, this.chance.pick(BOOKED_AFTER));
      const traits: Trait[] = all.length > 1 ? ['wages paid together'] : [];
      const entryIds = all.map((it) => it.entryId);
      const text = isAll ? bulk : this.textOf(last);
      this.put({ ...last, amountPence }, on, text, entryIds, traits);
    }
  }

  /** Lines that nobody knows: some of them of amounts that entries have too. */
  addUnexplained(cycles: number): void {
    this.payTogether();
    const { chance } = this;
    for (let n = Math.round(this.lines.length * UNEXPLAINED); n > 0; n--) {
      const like = chance.pick(this.lines);
      const amount = chance.of(0.2) ? like.amountPence : -chance.pick([1000, 2000, chance.between(100, 9000)]); // prettier-ignore
      this.lines.push({
        lineId: `${this.seed}-l${this.ids++}`,
        on: dayOf(chance.upTo(cycles), chance.upTo(FOUR_WEEKS)),
        amountPence: pence(amount),
        text: chance.pick(STRANGERS),
        entryIds: [],
        withLineIds: [],
        traits: ['unexplained'],
      });
    }
  }
}
