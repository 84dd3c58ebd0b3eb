import type { LocalDate } from '../kernel/dates.js';
import type { Relation, User } from './user.js';

/** Whose something is, and the budget it belongs to, where it belongs to one. */
export interface Owner {
  readonly personId: string;
  readonly budgetId?: string;
}

/** `undefined`: there is no such thing. */
export type OwnerOf = (id: string) => Promise<Owner | undefined>;

/** Whether what a request has reached has such a thing: a budget an entry, a person a nominee. */
export type Has = (of: Partial<Owner>, id: string) => Promise<boolean>;

/**
 * Finds the owner of what an id in an address names: `budgetId`, `reductionId`, `personId`. Each
 * room says how for its own ids when the program is put together.
 */
export class Owners {
  private readonly finders = new Map<string, OwnerOf>();
  private readonly below = new Map<string, Has>();

  register(parameter: string, find: OwnerOf): void {
    this.finders.set(parameter, find);
  }

  /** Of what belongs to a budget: whose that is. */
  registerByBudget(parameter: string, budgetOf: (id: string) => Promise<string | undefined>): void {
    this.register(parameter, async (id) => {
      const budgetId = await budgetOf(id);
      return budgetId === undefined ? undefined : this.finderOf('budgetId')?.(budgetId);
    });
  }

  /** Of what stands further down an address, below what has an owner. */
  registerBelow(parameter: string, has: Has): void {
    this.below.set(parameter, has);
  }

  /** `undefined`: no room registered this kind of id. */
  hasBelow(parameter: string): Has | undefined {
    return this.below.get(parameter);
  }

  /** `undefined`: no room registered this kind of id. */
  finderOf(parameter: string): OwnerOf | undefined {
    return this.finders.get(parameter);
  }
}

/** Somebody of a person's circle. */
export interface Appointment {
  readonly relation: Exclude<Relation, 'self'>;
  /** Missing where it was erased. */
  readonly fullName?: string;
  readonly from: LocalDate;
  /** The last day; absent: until further notice. */
  readonly to?: LocalDate;
}

/** Who may see whom. Judged when a request begins, from the rows themselves. */
export abstract class Circle {
  /** What the user is to the person today; the closest where they are several. */
  abstract relationOf(user: User, personId: string): Promise<Relation | undefined>;

  /** The people whom the user is, acts for or supports today. */
  abstract peopleOf(user: User): Promise<readonly string[]>;

  /** Who acts for the person or supports them on a day, by the day from which they do. */
  abstract circleOf(personId: string, day: LocalDate): Promise<readonly Appointment[]>;

  abstract knows(personId: string): Promise<boolean>;

  /** By id; those who were erased are missing. */
  abstract namesOf(personIds: readonly string[]): Promise<ReadonlyMap<string, string>>;

  /** By user id; of those who were erased, or never gave one, they are missing. */
  abstract namesOfUsers(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>;

  /** Keeps the name that somebody of the council signs in with, for histories to tell. */
  abstract seen(user: User): Promise<void>;
}

/** What a request has reached: judged once, by the guard. */
export interface Reach extends Partial<Owner> {
  readonly user: User;
  /** Of holders only. */
  readonly relation?: Relation;
}
