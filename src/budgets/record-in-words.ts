import { present } from '../kernel/canonical.js';
import type { Pence } from '../kernel/money.js';
import { atTheStart, inWords } from '../policies/in-words.facts.js';
import { ALLOCATION_REASONS } from '../policies/vocabulary.facts.js';
import type { AllocationLine } from './budget.events.js';

// What officers fill in when they record what a budget gives.

export const itemsOf = (codes: readonly string[]) =>
  codes.map((value) => ({ value, text: atTheStart(inWords(value)) }));

const WHY: Readonly<Record<(typeof ALLOCATION_REASONS)[number], string>> = {
  'first-plan': 'It is the first plan',
  'need-increased': 'More help is needed',
  uplift: 'Rates went up',
  'cost-of-meeting-need-changed': 'The same help costs more',
  'criteria-changed': 'The council changed its rules',
  restored: 'What was reduced is given again',
};

export const REASONS = ALLOCATION_REASONS.map((value) => ({ value, text: WHY[value] }));

/** A part of the budget, as it was filled in. */
export interface LineTyped {
  readonly purpose: string;
  readonly fundingStream: string;
  readonly weeklyPence: Pence;
}

const MOST_LINES = 50;

/** How many to ask for: those that there are, and one more; and one more each time it is asked for. */
export function linesAsked(
  inForce: number,
  { lines, step }: Readonly<Record<string, string | readonly string[]>>,
): number {
  const typed = typeof lines === 'string' && /^\d{1,2}$/.test(lines) ? Number(lines) : 0;
  const asked = typed + (step === 'more' ? 1 : 0);
  return Math.min(MOST_LINES, Math.max(inForce + 1, asked));
}

/**
 * Those that were filled in. What a line was to reach, it goes on to reach; the minutes it was worked
 * out from hold as long as its amount does.
 */
export function linesAgreed(
  values: Readonly<Record<string, unknown>>,
  inForce: readonly AllocationLine[] = [],
): AllocationLine[] {
  const typed = Object.entries(values).flatMap(([name, value]) =>
    /^line\d+$/.test(name) && value !== undefined ? [value as LineTyped] : [],
  );
  return typed.map((line) => {
    const { purpose, fundingStream, weeklyPence } = line;
    const before = inForce.find(
      (it) => it.purpose === purpose && it.fundingStream === fundingStream,
    );
    const isSame = before?.weeklyPence === weeklyPence;
    const minutesPerWeek = isSame ? before.minutesPerWeek : undefined;
    return present({
      purpose,
      fundingStream,
      weeklyPence,
      minutesPerWeek,
      outcome: before?.outcome,
    });
  });
}
