import type { LocalDate } from '../kernel/dates.js';
import type { Role, User } from '../sign-in/user.js';

/** How much of one kind waits, and how much of it waits for longer than it should. */
export interface HowMuch {
  readonly all: number;
  readonly late: number;
}

/** A kind of thing that waits for somebody of the council: answers to read, reviews that are due. */
export interface Work {
  /** In addresses: `/accounts?open=answers`. */
  readonly name: string;
  /** "Answers to read": of all of them, wherever they are counted or listed. */
  readonly text: string;
  /** What is to be done, in a sentence. */
  readonly means: string;
  /** The list of them. */
  readonly href: string;
  readonly roles: readonly Role[];
  /** What waits for them: of some kinds, not the same for everybody of a role. */
  count(today: LocalDate, user: User): Promise<HowMuch>;
  /** The budgets that any of them is of. */
  budgets(today: LocalDate, user: User): Promise<readonly string[]>;
}

/**
 * What waits for whom. Rooms register theirs when the program is put together: home counts them, and
 * the list of accounts is filtered by them. In which order they stand the roof says.
 */
export class WorkWaiting {
  private readonly all: Work[] = [];

  /** Their names, what is to be done first at the beginning. */
  constructor(private readonly order: readonly string[] = []) {}

  register(...work: readonly Work[]): void {
    this.all.push(...work);
  }

  of(role: Role): readonly Work[] {
    const placeOf = ({ name }: Work) => this.order.indexOf(name);
    return this.all
      .filter((it) => it.roles.includes(role))
      .toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}
