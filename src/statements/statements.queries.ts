import type { AccountEvent } from '../accounts/account.events.js';
import { entryFrom, type Entry } from '../accounts/account.facts.js';
import { linesOf, statementOf, type Line, type Statement } from '../accounts/lines.facts.js';
import type { Recorded } from '../event-log/event-log.js';
import { present } from '../kernel/canonical.js';
import { addDays, type LocalDate } from '../kernel/dates.js';
import type { Pence } from '../kernel/money.js';
import type { Database } from '../read-models/database.js';
import type { KnownEvents } from '../read-models/known-events.js';
import { rowsOf } from '../read-models/rows.js';
import type { Owner } from '../sign-in/access.js';
import type { Moments } from '../web/moments.js';
import { notFound } from '../web/problem.js';
import { ERASED, type WordStore } from '../words/words.js';
import { expectedMoney } from './matching/expectations.js';
import { rulesLearned, type Lesson } from './matching/matching-rules.js';
import { offersFor } from './matching/matching.js';
import { remarksInWords, type RemarkInWords } from './problem-codes.facts.js';
import {
  accountAsKnown,
  entriesToMatch,
  inShort,
  linesToMatch,
  type AccountAsKnown,
  type StatementInShort,
} from './reconciling.js';
import { SaidOfAccount, type SaidOfLine } from './said.queries.js';
import { statements } from './statements.read-model.js';
import type {
  EntryToMatch,
  Expected,
  LineToMatch,
  MatchingRule,
  Offer,
  Proposal,
  Suggestion,
} from './matching/to-match.js';

type Told = Recorded<AccountEvent>;

/** A line as it is shown: what became of it, or what could. */
export interface LineShown {
  readonly lineId: string;
  readonly on: LocalDate;
  readonly text: string;
  /** In: above 0. */
  readonly amountPence: Pence;
  /** Of the text, under the person's key: what a signature covers of it. */
  readonly textHash: string;
  readonly state: Line['state'];
  readonly entryIds: readonly string[];
  /** Of an open one; best first. */
  readonly suggestions: readonly Suggestion[];
  /** Of an open one that nothing fits: the entry that it could become. */
  readonly proposal?: Proposal;
  /** Why it was set aside or ignored, by whom, since when; what the holder was asked and said. */
  readonly said?: SaidOfLine;
}

export interface StatementShown extends Omit<StatementInShort, 'lines'> {
  readonly budgetId: string;
  readonly problems: readonly RemarkInWords[];
  readonly notes: readonly RemarkInWords[];
  readonly lines: readonly LineShown[];
}

/** A statement with all that those who settle its lines need to know of its account. */
export interface Looked {
  readonly account: AccountAsKnown;
  readonly statement: Statement;
  readonly shown: StatementShown;
  /** Those of the account that stand, by their ids. */
  readonly entries: ReadonlyMap<string, EntryToMatch>;
  /** The bank's words, by line, of all statements. */
  readonly texts: ReadonlyMap<string, string>;
}

/** A line as its holder is asked about it. */
export interface LineAsked extends Pick<LineShown, 'on' | 'text' | 'amountPence' | 'said'> {
  readonly statementId: string;
  readonly state: Line['state'];
  readonly isAnswered: boolean;
}

/** What is read of statements: where they stand, and what each of their lines could be. */
export class StatementsQueries {
  constructor(
    private readonly db: Database,
    private readonly known: KnownEvents,
    private readonly moments: Moments,
    private readonly words: WordStore,
  ) {}

  async budgetOf(statementId: string): Promise<string | undefined> {
    const row = await rowsOf(this.db, statements)
      .select('budgetId')
      .where('statementId', '=', statementId)
      .executeTakeFirst();
    return row?.budgetId;
  }

  /** Whether the account has such a line, in whatever statement. */
  async hasLine(budgetId: string, lineId: string): Promise<boolean> {
    return (await this.account(budgetId)).statements.lines.get(lineId) !== undefined;
  }

  /** As it stands. 404 for a budget that nobody has heard of. */
  async account(budgetId: string): Promise<AccountAsKnown> {
    const account = accountAsKnown(await this.eventsOf(budgetId));
    if (!account) throw notFound();
    return account;
  }

  /** Of one account, in the order of their days. */
  async list(budgetId: string): Promise<StatementInShort[]> {
    const account = await this.account(budgetId);
    return account.statements.all
      .map((it) => inShort(account, it, linesOf(account.statements, it)))
      .sort((a, b) => (a.to < b.to ? -1 : a.to > b.to ? 1 : 0));
  }

  /** 404 for a statement that this account has not. */
  async one(owner: Required<Owner>, statementId: string): Promise<StatementShown> {
    return (await this.look(owner, statementId)).shown;
  }

  /** 404 for a statement that this account has not. */
  async look({ budgetId, personId }: Required<Owner>, statementId: string): Promise<Looked> {
    const events = await this.eventsOf(budgetId);
    const account = accountAsKnown(events);
    const statement = account && statementOf(account.statements, statementId);
    if (!statement) throw notFound();
    const own = linesOf(account.statements, statement);
    const said = await SaidOfAccount.read(this.words, personId, events);
    const entries = entriesToMatch(account, said.of);
    const offers = own.some((it) => it.state === 'open')
      ? offersOf(account, entries, events, said)
      : new Map<string, Offer>();
    const shown = {
      ...inShort(account, statement, own),
      budgetId,
      problems: remarksInWords(statement.problems),
      notes: remarksInWords(statement.notes),
      lines: own.map((it) => shownLine(it, said, offers.get(it.lineId))),
    };
    return {
      account,
      statement,
      shown,
      entries: new Map(entries.map((it) => [it.entryId, it])),
      texts: said.texts,
    };
  }

  /** 404 for a line that the holder was never asked about. */
  async lineAsked({ budgetId, personId }: Required<Owner>, lineId: string): Promise<LineAsked> {
    const events = await this.eventsOf(budgetId);
    const line = accountAsKnown(events)?.statements.lines.get(lineId);
    if (!line?.question) throw notFound();
    const said = await SaidOfAccount.read(this.words, personId, events);
    const { statementId, state, question } = line;
    const shown = shownLine(line, said, undefined);
    return { ...shown, statementId, state, isAnswered: question === 'answered' };
  }

  /** What was learned about the payees of an account, the latest last. */
  async rules({ budgetId, personId }: Required<Owner>): Promise<MatchingRule[]> {
    const events = await this.eventsOf(budgetId);
    return rulesOf(events, await SaidOfAccount.read(this.words, personId, events));
  }

  /** Whether it was ever learned; one that was forgotten is there still. */
  async hasRule({ budgetId }: Partial<Owner>, ruleId: string): Promise<boolean> {
    const events = await this.eventsOf(budgetId!);
    return events.some((it) => it.event.type === 'LineRecorded' && it.eventId === ruleId);
  }

  /** What could become of each line that is open, over all statements of the account. */
  async offers({ budgetId, personId }: Required<Owner>): Promise<ReadonlyMap<string, Offer>> {
    const events = await this.eventsOf(budgetId);
    const account = accountAsKnown(events);
    if (!account) throw notFound();
    const said = await SaidOfAccount.read(this.words, personId, events);
    return offersOf(account, entriesToMatch(account, said.of), events, said);
  }

  private async eventsOf(budgetId: string): Promise<readonly Told[]> {
    const { knownAt } = await this.moments.of({});
    return this.known.of<AccountEvent>(budgetId, knownAt);
  }
}

function offersOf(
  account: AccountAsKnown,
  entries: readonly EntryToMatch[],
  events: readonly Told[],
  said: SaidOfAccount,
): ReadonlyMap<string, Offer> {
  const lines = linesToMatch(account.statements, (id) => withoutErased(said.texts.get(id)));
  const expected = expectedAround(account, lines, entries);
  return offersFor({ lines, entries, rules: rulesOf(events, said), expected });
}

/** Around the days of the lines that are open. */
function expectedAround(
  { timeline }: AccountAsKnown,
  lines: readonly LineToMatch[],
  entries: readonly EntryToMatch[],
): Expected[] {
  const days = lines.flatMap((it) => (it.state === 'open' ? [it.on] : [])).sort();
  const [from, to] = [days[0], days.at(-1)];
  if (from === undefined || to === undefined) return [];
  return expectedMoney({
    timeline,
    entries,
    from: addDays(from, -AROUND),
    to: addDays(to, AROUND),
  });
}

const AROUND = 10;

/** A rule goes by the id of the event that taught it: no word is in it. */
function rulesOf(events: readonly Told[], said: SaidOfAccount): MatchingRule[] {
  const made = new Map<string, Entry>();
  const lessons = events.flatMap(({ event, eventId: ruleId }): Lesson[] => {
    if (event.type === 'MatchingRuleForgotten')
      return [{ type: 'forgotten', ruleId: event.ruleId }];
    const entry = entryFrom(event);
    if (entry) made.set(entry.entryId, entry);
    if (event.type !== 'LineRecorded') return [];
    const text = withoutErased(said.texts.get(event.lineId));
    const { kind, category } = made.get(event.entryId)!;
    const { payee } = said.of(event.entryId);
    return [{ type: 'recorded', ruleId, text, kind, ...present({ payee, category }) }];
  });
  return rulesLearned(lessons);
}

const withoutErased = (text = ''): string => (text === ERASED ? '' : text);

function shownLine(
  line: Line,
  { texts, lines: said }: SaidOfAccount,
  offer: Offer | undefined,
): LineShown {
  const { lineId, on, amountPence, textHash, state, entryIds } = line;
  const isTalkedOf = state === 'set-aside' || state === 'ignored' || line.question !== undefined;
  return {
    lineId,
    on,
    text: texts.get(lineId) ?? '',
    amountPence,
    textHash,
    state,
    entryIds,
    suggestions: state === 'open' ? (offer?.suggestions ?? []) : [],
    ...present({
      proposal: state === 'open' ? offer?.proposal : undefined,
      said: isTalkedOf ? said.get(lineId) : undefined,
    }),
  };
}
