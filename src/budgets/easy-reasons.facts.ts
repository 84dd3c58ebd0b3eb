import type { ReductionReason } from './budget.events.js';

/** Why a budget goes down, in easy words: a line each. */
export const EASY_BECAUSE: Readonly<Record<ReductionReason, string>> = {
  'need-reduced': 'You need less help than before.',
  'circumstances-changed': 'Things in your life have changed.',
  'informal-support-willing': 'Your family or friends want to help you.',
  'cost-of-meeting-need-changed': 'The same help costs less now.',
  'funding-transferred': 'Somebody else pays for a part of it now.',
  'duplication-removed': 'Something was paid for twice.',
  'person-requested': 'You asked for it.',
  'error-correction': 'The old amount was wrong.',
  'temporary-ended': 'Something was agreed for a time. That time is over.',
  'criteria-changed': 'The council changed its rules.',
  'budget-pressure': 'The council has less money.',
  underspend: 'You did not use all of the money.',
  'benefit-expected-to-cover': 'The council thinks that a benefit pays for a part of it.',
  'blanket-cap': 'The council set a highest amount.',
};

/** "These are the reasons:" and a line for each. */
export const easyReasons = (reasons: readonly ReductionReason[]): string[] => [
  reasons.length === 1 ? 'This is the reason:' : 'These are the reasons:',
  ...reasons.map((it) => EASY_BECAUSE[it]),
];
