import { policyInForce } from '../policies/policy.facts.js';
import type { KnownEvents } from '../read-models/known-events.js';
import type { Moment } from '../web/moments.js';
import { budgetAsKnown } from './as-known.facts.js';
import { changeOf, explanationOf, type Explanation } from './explanation.facts.js';
import type { ExplainableName, FigureName } from './figure.facts.js';
import { figuresOf, type Figures } from './figures.facts.js';
import type { Between, Voice } from './sentences.facts.js';

/** Figures of one budget at two clocks: one query, one fold. */
export class FiguresQueries {
  constructor(private readonly known: KnownEvents) {}

  async of(budgetId: string, { asAt, knownAt }: Moment): Promise<Figures> {
    const events = await this.known.of(budgetId, knownAt);
    return figuresOf(budgetAsKnown(events), asAt, policyInForce());
  }

  /** Made of the same figures: what is explained is what is shown. */
  async explanation(
    budgetId: string,
    moment: Moment,
    name: ExplainableName,
    voice: Voice,
  ): Promise<Explanation> {
    return explanationOf(await this.of(budgetId, moment), name, voice);
  }

  /** What moved a figure from the first moment to the second. */
  async change(
    budgetId: string,
    [before, after]: readonly [Moment, Moment],
    name: FigureName,
    between: Between,
  ): Promise<Explanation> {
    const figures = await Promise.all([this.of(budgetId, before), this.of(budgetId, after)]);
    return changeOf(figures, name, between);
  }
}
