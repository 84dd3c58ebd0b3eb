import { openLineQuestions, openQuestions } from '../accounts/questions.facts.js';
import { allocationOn, assessmentsInForce, suspendedOn } from '../budgets/budget.facts.js';
import { budgetAsKnown } from '../figures/as-known.facts.js';
import { changeOf, explanationOf, type Explanation } from '../figures/explanation.facts.js';
import type { ExplainableName, FigureName } from '../figures/figure.facts.js';
import { figuresOf } from '../figures/figures.facts.js';
import { nextPaymentOf } from '../figures/next-payment.facts.js';
import type { Voice } from '../figures/sentences.facts.js';
import type { LocalDate } from '../kernel/dates.js';
import { sizeOf, type Pence } from '../kernel/money.js';
import { atTheStart, inWords } from '../policies/in-words.facts.js';
import { policyInForce } from '../policies/policy.facts.js';
import type { KnownEvents } from '../read-models/known-events.js';
import type { Circle, Owner } from '../sign-in/access.js';
import type { Moment } from '../web/moments.js';
import { ERASED, type WordStore } from '../words/words.js';
import { spokenOf } from './spoken.facts.js';

/** A question of the council about what moved, in its words, not answered yet. */
export interface QuestionShown {
  /** Where it is answered, below the pages of the account. */
  readonly path: string;
  readonly on: LocalDate;
  /** Above 0, whichever way it moved. */
  readonly amountPence: Pence;
  readonly isIn: boolean;
  readonly paidTo?: string;
  /** Of a line of a bank statement: the words of the bank. */
  readonly bankSays?: string;
  readonly askedOn: LocalDate;
  readonly question: string;
}

type Days = { readonly from: LocalDate; readonly to: LocalDate };

/** What somebody has, what comes next and what is asked of them, at two clocks. */
export class HolderMoney {
  constructor(
    private readonly known: KnownEvents,
    private readonly words: WordStore,
    private readonly circle: Pick<Circle, 'namesOf'>,
  ) {}

  async nameOf({ personId }: Owner): Promise<string> {
    return (await this.circle.namesOf([personId])).get(personId) ?? ERASED;
  }

  async explanation(
    { budgetId }: Required<Owner>,
    { asAt, knownAt }: Moment,
    name: ExplainableName,
    voice: Voice,
  ): Promise<Explanation> {
    const known = budgetAsKnown(await this.known.of(budgetId, knownAt));
    return explanationOf(figuresOf(known, asAt, policyInForce()), name, voice);
  }

  /** What moved a figure from the end of one day to the end of another. */
  async change(
    { budgetId }: Required<Owner>,
    { from, to }: Days,
    { knownAt }: Moment,
    name: FigureName,
  ): Promise<Explanation> {
    const known = budgetAsKnown(await this.known.of(budgetId, knownAt));
    const [before, after] = [from, to].map((it) => figuresOf(known, it, policyInForce()));
    return changeOf([before!, after!], name, { from, to });
  }

  /** What the budget gives, and what is to be paid in next. */
  async budget({ budgetId }: Required<Owner>, { asAt, knownAt }: Moment) {
    const known = budgetAsKnown(await this.known.of(budgetId, knownAt));
    const { timeline } = known;
    const allocation = allocationOn(timeline, asAt);
    return {
      opensOn: timeline.opened?.on,
      closedOn: timeline.closedOn,
      suspended: suspendedOn(timeline, asAt),
      allocation,
      lines: (allocation?.lines ?? []).map(({ purpose, fundingStream, weeklyPence }) => ({
        label: `${atTheStart(inWords(purpose))} (${inWords(fundingStream)})`,
        weeklyPence,
      })),
      contributionPence: assessmentsInForce(timeline, asAt).at(-1)?.what.weeklyPence,
      next: nextPaymentOf(known, asAt, policyInForce()),
    };
  }

  /** Of the day, whichever day is looked at: a question is open until it is answered. */
  async questions(owner: Required<Owner>, { knownAt }: Moment): Promise<QuestionShown[]> {
    const known = await this.known.of(owner.budgetId, knownAt);
    const both = [...(await this.ofExpenses(owner, known)), ...(await this.ofLines(owner, known))];
    return both.sort((a, b) => (a.askedOn < b.askedOn ? -1 : a.askedOn > b.askedOn ? 1 : 0));
  }

  private async ofExpenses({ personId }: Required<Owner>, known: Known) {
    const open = openQuestions(known);
    const said = await this.words.of(
      personId,
      open.flatMap((it) => [it.recorded, it.asked]),
    );
    return open.map(({ entryId, expense, recorded, asked }): QuestionShown => {
      const paidTo = spokenOf(said.get(recorded.requestId)).find((it) => it.label === 'Paid to');
      return {
        path: `payments/${entryId}`,
        on: expense.on,
        amountPence: expense.amountPence,
        isIn: false,
        ...(paidTo && { paidTo: paidTo.text }),
        askedOn: asked.event.on!,
        question: spokenOf(said.get(asked.requestId))[0]?.text ?? '',
      };
    });
  }

  private async ofLines({ personId }: Required<Owner>, known: Known) {
    const open = openLineQuestions(known);
    const said = await this.words.of(
      personId,
      open.flatMap((it) => [it.read, it.asked]),
    );
    return open.map(({ line, read, asked }): QuestionShown => {
      const [texts, words] = [said.get(read.requestId), said.get(asked.requestId)];
      const isErased = texts === ERASED || words === ERASED;
      const { texts: ofLines = {} } = (isErased ? {} : (texts ?? {})) as { texts?: Texts };
      const { question = '' } = (isErased ? {} : (words ?? {})) as { question?: string };
      return {
        path: `lines/${line.lineId}`,
        on: line.on,
        amountPence: sizeOf(line.amountPence),
        isIn: line.amountPence > 0,
        bankSays: isErased ? ERASED : (ofLines[line.lineId] ?? ''),
        askedOn: asked.event.on!,
        question: isErased ? ERASED : question,
      };
    });
  }
}

type Known = Awaited<ReturnType<KnownEvents['of']>>;
type Texts = Readonly<Record<string, string>>;
