import { addMonths, type LocalDate } from '../kernel/dates.js';
import { Refusal, type Decider } from '../kernel/decider.js';
import type { PersonCommand, PersonRefusal } from './person.commands.js';
import type { PersonEvent } from './person.events.js';

// ── What we remember ─────────────────────────────────────────────────────────

export interface Person {
  readonly erased: boolean;
}

// ── The rules ────────────────────────────────────────────────────────────────

export const person: Decider<PersonCommand, PersonEvent, Person> = {
  initial: { erased: false },

  decide: (command, { erased }) => {
    if (erased) return []; // asking twice is not an error
    if (!command.override) retentionMustBeOver(command);
    return [{ type: 'PersonErased', personId: command.personId }];
  },

  evolve: () => ({ erased: true }),
};

// ── Checks, in the words of the rule ─────────────────────────────────────────

const no = (code: PersonRefusal, message: string) => new Refusal(code, message);

/** From the closing of the last budget on; without any budget, nothing is kept for anything. */
function retentionMustBeOver({ closings, retentionYears, today }: PersonCommand): void {
  const days = closings.filter((it): it is LocalDate => it !== null);
  if (days.length < closings.length)
    throw no('retention', 'A budget is still open. Close it first, or override with a reason.');
  const last = days.toSorted().at(-1);
  const until = last && addMonths(last, 12 * retentionYears);
  if (until && today <= until)
    throw no('retention', `This is kept until ${until}. Wait, or override with a reason.`);
}
