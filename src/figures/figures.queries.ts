import { policyInForce } from '../policies/policy.facts.js';
import type { KnownEvents } from '../read-models/known-events.js';
import type { Moment } from '../web/moments.js';
import { budgetAsKnown } from './as-known.facts.js';
import { figuresOf, type Figures } from './figures.facts.js';

/** Figures of one budget at two clocks: one query, one fold. */
export class FiguresQueries {
  constructor(private readonly known: KnownEvents) {}

  async of(budgetId: string, { asAt, knownAt }: Moment): Promise<Figures> {
    const events = await this.known.of(budgetId, knownAt);
    return figuresOf(budgetAsKnown(events), asAt, policyInForce());
  }
}
