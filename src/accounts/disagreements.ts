import { present } from '../kernel/canonical.js';
import { addWorkingDays } from '../kernel/dates.js';
import type { Rule } from './account-state.js';
import { no } from './checks.js';

// Somebody says that this is wrong, and is answered. No money moves, and no figure changes.

/** A complaint is acknowledged within so many working days (SI 2009/309, reg. 13). */
const ACKNOWLEDGED_WITHIN = 3;

export const raiseDisagreement: Rule<'RaiseDisagreement'> = (command) => {
  const { disagreementId, aboutEventId, aboutFigure, today, wordsHash } = command;
  const about = present({ aboutEventId, aboutFigure });
  const acknowledgeBy = addWorkingDays(today, ACKNOWLEDGED_WITHIN);
  return [
    { type: 'DisagreementRaised', on: today, disagreementId, ...about, acknowledgeBy, wordsHash },
  ];
};

/** Once: whoever still disagrees says so anew, and that is kept beside it. */
export const answerDisagreement: Rule<'AnswerDisagreement'> = (command, { disagreements }) => {
  const { disagreementId, outcome, today, wordsHash } = command;
  const state = disagreements.get(disagreementId);
  if (!state) throw no('not-found', 'This account has no such disagreement');
  if (state === 'answered')
    throw no(
      'already-answered',
      'This was answered, and the answer stands: they may disagree anew',
    );
  return [{ type: 'DisagreementAnswered', on: today, disagreementId, outcome, wordsHash }];
};
