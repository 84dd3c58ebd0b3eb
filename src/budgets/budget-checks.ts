import type { LocalDate } from '../kernel/dates.js';
import { Refusal, type RefusalDetails } from '../kernel/decider.js';
import type { BudgetRefusal } from './budget.commands.js';
import type { BudgetEvent } from './budget.events.js';
import type { Timeline } from './budget.facts.js';
import type { Budget } from './budget-state.js';

// ── Checks that every rule of a budget shares ────────────────────────────────

export const no = (
  code: BudgetRefusal,
  message: string,
  details: RefusalDetails = {},
  ...records: BudgetEvent[]
) => new Refusal<BudgetEvent>(code, message, details, records);

/** The budget, once it is known to be there. */
export type Opened = Timeline & { readonly opened: NonNullable<Timeline['opened']> };

/** After its closing the account is still settled, but nothing of the budget changes. */
export function mustBeOpen({ timeline }: Budget): Opened {
  const { opened, closedOn } = timeline;
  if (!opened) throw no('not-found', 'There is no such budget');
  if (closedOn !== null)
    throw no('closed', `This budget is closed; its last day is ${closedOn}. Open another one`);
  return { ...timeline, opened };
}

/** Open, or closed: what was decided before its last day may still be disagreed with. */
export function mustBeThere({ timeline }: Budget): void {
  if (!timeline.opened) throw no('not-found', 'There is no such budget');
}

/** What a budget gives, it gives from its opening on. */
export function mustNotBeBeforeOpening({ opened }: Opened, day: LocalDate): void {
  if (day < opened.on)
    throw no('before-opening', `This budget opens on ${opened.on}: name that day or a later one`);
}
