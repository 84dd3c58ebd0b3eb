import { addDays } from '../../src/kernel/dates.js';
import { rulesLearned, type Lesson } from '../../src/statements/matching/matching-rules.js';
import type {
  EntryToMatch,
  LineToMatch,
  Offer,
  Suggestion,
  ToMatch,
} from '../../src/statements/matching/to-match.js';
import { TRAITS, type BankYear, type Trait, type TrueLine } from './bank-years.js';

// Years reconciled statement by statement, as an officer would: certain ones in one go, then line by
// line what is true, an entry made of what nobody wrote down. What was offered is compared with it.

export interface Counts {
  lines: number;
  certain: number;
  certainFalse: number;
  /** Certain, or true in the first place. */
  oneClick: number;
  /** A first suggestion that is not certain, and those of them that are true. */
  suggested: number;
  suggestedTrue: number;
  /** True somewhere among the suggestions. */
  amongThem: number;
  nothing: number;
}

export const nothingYet = (): Counts => ({
  lines: 0,
  certain: 0,
  certainFalse: 0,
  oneClick: 0,
  suggested: 0,
  suggestedTrue: 0,
  amongThem: 0,
  nothing: 0,
});

export interface Proposed {
  lines: number;
  noSuggestion: number;
  /** Of the lines that somebody knows: the entry that was proposed is the one that was meant. */
  known: number;
  kind: number;
  payee: number;
  category: number;
}

export class Tally {
  readonly withEntry = nothingYet();
  readonly byTrait = new Map<Trait | 'none of these', Counts>(
    [...TRAITS, 'none of these' as const].map((it) => [it, nothingYet()]),
  );
  readonly without: Proposed = {
    lines: 0,
    noSuggestion: 0,
    known: 0,
    kind: 0,
    payee: 0,
    category: 0,
  };
  /** Certain and false, each with where it was. */
  readonly wrong: string[] = [];
  /**
   * Of two equal payments to one payee within days one was written down, and the line of that one
   * has not come: it was matched with the other, and nothing that is there could tell.
   */
  unknowable = 0;
}

type Offers = (input: ToMatch) => ReadonlyMap<string, Offer>;
type Checked = (input: ToMatch, offers: ReadonlyMap<string, Offer>) => void;

const FOUR_WEEKS = 28;

/** Adds what was found to the tally. `checked` sees everything that was asked and offered. */
export function reconcile(
  year: BankYear,
  offersFor: Offers,
  tally: Tally,
  checked: Checked = () => undefined,
): void {
  const account = new Reconciled(year, tally);
  for (let from = year.from; from <= year.to; from = addDays(from, FOUR_WEEKS)) {
    const input = account.given(addDays(from, FOUR_WEEKS - 1));
    const offers = offersFor(input);
    checked(input, offers);
    account.settle(input, offers);
  }
}

class Reconciled {
  private readonly settledLines = new Map<string, LineToMatch>();
  private readonly matched = new Set<string>();
  private readonly made: EntryToMatch[] = [];
  private readonly lessons: Lesson[] = [];
  private readonly trueLines: ReadonlyMap<string, TrueLine>;
  private readonly entries: ReadonlyMap<string, EntryToMatch>;
  private readonly classes: Map<string, TrueLine[]>;

  constructor(
    private readonly year: BankYear,
    private readonly tally: Tally,
  ) {
    this.trueLines = new Map(year.lines.map((it) => [it.lineId, it]));
    this.entries = new Map(year.entries.map((it) => [it.entryId, it]));
    this.classes = Map.groupBy(year.lines, classOf);
  }

  /** What is known when the statement that ends with a day is there: nothing is written ahead. */
  given(to: string): ToMatch {
    const lines = this.year.lines
      .filter((it) => it.on <= to)
      .map(
        ({ lineId, on, amountPence, text }): LineToMatch =>
          this.settledLines.get(lineId) ?? { lineId, on, amountPence, text, state: 'open' },
      );
    const entries = [...this.year.entries, ...this.made]
      .filter((it) => it.on <= to)
      .map((it) => ({ ...it, isMatched: this.matched.has(it.entryId) }));
    return { lines, entries, rules: rulesLearned(this.lessons), expected: [] };
  }

  settle(input: ToMatch, offers: ReadonlyMap<string, Offer>): void {
    const there = new Set([
      ...input.entries.map((it) => it.entryId),
      ...input.lines.map((it) => it.lineId),
    ]);
    const open = input.lines
      .filter((it) => it.state === 'open')
      .map((it) => this.trueLines.get(it.lineId)!);
    for (const line of open) {
      const offer = offers.get(line.lineId)!;
      if (isWhole(line, there)) this.judge(line, offer);
      else if (line.entryIds.length === 0) this.judgeProposal(line, offer, there);
    }
    for (const line of open) this.decide(line, there);
  }

  private judge(line: TrueLine, offer: Offer): void {
    const [first] = offer.suggestions;
    const isTrue = first !== undefined && this.isTrue(line, first);
    const traits = line.traits.length > 0 ? line.traits : (['none of these'] as const);
    for (const it of [this.tally.withEntry, ...traits.map((it) => this.tally.byTrait.get(it)!)]) {
      it.lines++;
      if (first?.certain) it.certain++;
      if (first?.certain && !isTrue) it.certainFalse++;
      if (isTrue) it.oneClick++;
      if (first && !first.certain) it.suggested++;
      if (first && !first.certain && isTrue) it.suggestedTrue++;
      if (offer.suggestions.some((it) => this.isTrue(line, it))) it.amongThem++;
      if (!first) it.nothing++;
    }
    if (first?.certain && !isTrue) this.remember(line, first);
  }

  /** Rows that a bank writes alike, and entries that are alike, cannot be told apart by anybody. */
  private isTrue(line: TrueLine, { entryIds, withLineIds = [] }: Suggestion): boolean {
    const entries = this.namesOf(entryIds);
    const lines = this.classesOf(withLineIds);
    return this.classes
      .get(classOf(line))!
      .some(
        (it) => entries === this.namesOf(it.entryIds) && lines === this.classesOf(it.withLineIds),
      );
  }

  private namesOf = (entryIds: readonly string[]): string =>
    entryIds
      .map((it) => this.entries.get(it))
      .map((it) => (it ? `${it.kind} ${it.on} ${it.amountPence} ${it.payee}` : 'made'))
      .toSorted()
      .join('\n');

  private classesOf = (lineIds: readonly string[]): string =>
    lineIds
      .map((it) => classOf(this.trueLines.get(it)!))
      .toSorted()
      .join('\n');

  private judgeProposal(line: TrueLine, offer: Offer, there: ReadonlySet<string>): void {
    const { without } = this.tally;
    const [first] = offer.suggestions;
    without.lines++;
    if (!first) without.noSuggestion++;
    if (first?.certain && this.isUnknowable(line, first, there)) this.tally.unknowable++;
    else if (first?.certain) {
      this.tally.withEntry.certainFalse++;
      this.remember(line, first);
    }
    const { proposal } = offer;
    if (!line.meant || !proposal) return;
    without.known++;
    if (proposal.kind === line.meant.kind) without.kind++;
    if (proposal.payee?.toLowerCase() === line.meant.payee?.toLowerCase()) without.payee++;
    if (proposal.category === line.meant.category) without.category++;
  }

  private isUnknowable(
    { meant }: TrueLine,
    { entryIds: [entryId] }: Suggestion,
    there: ReadonlySet<string>,
  ): boolean {
    const own = this.year.lines.find((it) => it.entryIds.includes(entryId!));
    const isThere = own !== undefined && there.has(own.lineId);
    return !isThere && meant !== undefined && meant.payee === this.entries.get(entryId!)?.payee;
  }

  private remember({ lineId, on, text }: TrueLine, { entryIds }: Suggestion): void {
    const found = entryIds.map((it) => this.entries.get(it)).map((it) => `${it?.on} ${it?.payee}`);
    this.tally.wrong.push(
      `seed ${this.year.seed}, ${lineId} of ${on} "${text}": ${found.join('; ')}`,
    );
  }

  /** What is true; or an entry is made of it; a line that nobody knows is set aside. */
  private decide(line: TrueLine, there: ReadonlySet<string>): void {
    const { lineId, on, amountPence, text, meant } = line;
    const settled = (state: LineToMatch['state']) =>
      this.settledLines.set(lineId, { lineId, on, amountPence, text, state });
    if (isWhole(line, there)) {
      for (const it of line.entryIds) this.matched.add(it);
      settled('matched');
    } else if (line.entryIds.length === 0 && meant) {
      const entryId = `made-${lineId}`;
      this.made.push({ entryId, on, amountPence, isMatched: true, ...meant });
      this.matched.add(entryId);
      this.lessons.push({ type: 'recorded', ruleId: lineId, text, ...meant });
      settled('recorded');
    } else if (line.entryIds.length === 0) settled('set-aside');
  }
}

/** Its entries are there, and the lines that belong to it. */
const isWhole = ({ entryIds, withLineIds }: TrueLine, there: ReadonlySet<string>): boolean =>
  entryIds.length > 0 && [...entryIds, ...withLineIds].every((it) => there.has(it));

const classOf = ({ on, amountPence, text }: TrueLine): string => `${on} ${amountPence} ${text}`;
