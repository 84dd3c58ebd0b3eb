import type { LocalDate } from '../kernel/dates.js';
import type { Pence } from '../kernel/money.js';
import type { ExpenseMethod } from './account.events.js';

/** A step of the talk about an expense. */
export type StepKind = 'asked' | 'explained' | 'receipt' | 'accepted' | 'disallowed' | 'put-right';

export interface StepTold {
  readonly kind: StepKind;
  readonly on: LocalDate;
  /** For people, to read out. */
  readonly reference: string;
  readonly who?: string;
  /** In their own words. */
  readonly said?: string;
}

/** What is known of an expense, and what was said of it. */
export interface ExpenseTold {
  readonly entryId: string;
  readonly fullName: string;
  readonly on: LocalDate;
  readonly writtenOn: LocalDate;
  readonly amountPence: Pence;
  readonly category: string;
  readonly method?: ExpenseMethod;
  readonly payee?: string;
  readonly note?: string;
  readonly steps: readonly StepTold[];
}
