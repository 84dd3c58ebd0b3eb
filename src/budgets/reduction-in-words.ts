import { referenceOf } from '../accounts/disagreement.facts.js';
import { dayInWords as day } from '../kernel/dates.js';
import { formatPence, minus, NOTHING, type Pence } from '../kernel/money.js';
import { atTheStart, inWords, listed } from '../policies/in-words.facts.js';
import { disagreeOf, sinceOf } from './disagreeing-in-words.js';
import { BECAUSE, HOW, SENT, WHO } from './reduction-codes-in-words.js';
import { quoted, type ReductionTold, type Told } from './reduction-told.js';
import { canBeChallenged, changesOf, type ReductionState } from './reductions.facts.js';

// A reduction in the words in which the person is told of it: on its page, and in its letter.

export interface LineTold {
  readonly purpose: string;
  readonly paidBy: string;
  readonly beforePence: Pence;
  readonly weeklyPence: Pence;
}

export interface ReductionInWords {
  readonly summary: string;
  readonly lines: readonly LineTold[];
  /** What was decided and why, in the order of the letter. */
  readonly decision: readonly Told[];
  /** What the person said of it, what came of that, or that it was taken back. */
  readonly since: readonly Told[];
  readonly disagree: Told;
  readonly mayChallenge: boolean;
}

/** All that its letter shows, wherever it is read. */
export const letterOf = (told: ReductionTold) => ({
  title: 'Your budget: our decision',
  told,
  words: reductionInWords(told),
  reference: referenceOf(told.reductionId),
});

export function reductionInWords(it: ReductionTold): ReductionInWords {
  return {
    summary: summaryOf(it),
    lines: changesOf(it.story).map(({ purpose, fundingStream, beforePence, weeklyPence }) => ({
      purpose: atTheStart(inWords(purpose)),
      paidBy: atTheStart(inWords(fundingStream)),
      beforePence,
      weeklyPence,
    })),
    decision: [whyOf(it), involvedOf(it), needsOf(it), effectOf(it), noticeOf(it), afterOf(it)],
    since: sinceOf(it),
    disagree: disagreeOf(it),
    mayChallenge: canBeChallenged(it.story, it.today),
  };
}

const aWeek = (amount: Pence): string => `${formatPence(amount)} a week`;

function summaryOf({ story, state, beforePence, weeklyPence, effectiveFrom }: ReductionTold) {
  const span = `from ${formatPence(beforePence)} to ${aWeek(weeklyPence)}`;
  const from = `from ${day(effectiveFrom)} on`;
  switch (state) {
    case 'in-force':
      return `Your budget went down ${span} on ${day(effectiveFrom)}.`;
    case 'challenged':
      return (
        `Your budget was to go down ${span}, ${from}. You said that you do not agree. Until this ` +
        `is decided, your earlier budget of ${aWeek(beforePence)} goes on.`
      );
    case 'withdrawn':
      return `Your budget was to go down ${span}, ${from}. That does not count${
        story.decision ? ', because you were right to disagree' : ': the council took it back'
      }.`;
    default:
      return `Your budget goes down ${span}, ${from}.`;
  }
}

function whyOf({ story, said }: ReductionTold): Told {
  const { reasons, reassessment } = story.proposal;
  return {
    heading: 'Why',
    sentences: [
      `The reason is that ${listed(reasons.map((it) => BECAUSE[it]))}.`,
      ...(reassessment
        ? [
            'It rests on a reassessment, which is a new look at what help you need. That was ' +
              `completed on ${day(reassessment.completedOn)}.`,
          ]
        : []),
      ...(said.narrative === undefined ? [] : ['This is what the council wrote:']),
    ],
    ...quoted(said.narrative),
  };
}

function involvedOf({ story, proposedBy, approvedBy }: ReductionTold): Told {
  const { involvement } = story.proposal;
  const told = involvement.map(
    ({ who, how, on }) =>
      `${WHO[who as keyof typeof WHO] ?? atTheStart(inWords(who))}, ` +
      `${HOW[how as keyof typeof HOW] ?? inWords(how)} on ${day(on)}.`,
  );
  const by = [
    proposedBy !== undefined && `${proposedBy} proposed it`,
    approvedBy !== undefined && `${approvedBy} agreed to it`,
  ].filter((it) => it !== false);
  return {
    heading: 'Who was involved, and how',
    sentences: [...told, ...(by.length > 0 ? [`${by.join(', and ')}, for the council.`] : [])],
  };
}

const needsOf = ({ said }: ReductionTold): Told => ({
  heading: 'How each of your needs is still met',
  sentences: [
    said.needsStillMet === undefined
      ? 'Nothing was written down about this.'
      : 'This is what the council wrote:',
  ],
  ...quoted(said.needsStillMet),
});

function effectOf({ effect, story, state }: ReductionTold): Told {
  const { weeklyChangePence, yearlyChangePence, regularCostsCoveredPercent: covered } = effect;
  const { transition } = story.proposal;
  return {
    heading: 'What this means for your money',
    sentences: [
      `It ${counts(state) ? 'is' : 'would be'} ${formatPence(minus(weeklyChangePence))} less a ` +
        `week. In a year that ${counts(state) ? 'is' : 'would be'} ` +
        `${formatPence(minus(yearlyChangePence))} less.`,
      ...(covered === null
        ? []
        : [
            `What you have to pay regularly comes to ${formatPence(effect.regularCostsYearlyPence)} ` +
              `a year. The lower budget covers ${covered === 100 ? 'all' : `${covered}%`} of it.`,
          ]),
      ...(transition && transition.costsPence > NOTHING
        ? [`The change itself costs ${formatPence(transition.costsPence)}. ${MET[transition.how]}`]
        : []),
    ],
  };
}

/** What was taken back, or is being looked at again, does not count. */
const counts = (state: ReductionState): boolean => state !== 'withdrawn' && state !== 'challenged';

const MET = {
  funded: 'The council pays for that beside your budget.',
  reserved: 'That is kept on your account for it.',
  none: 'Nothing was agreed about who pays for that.',
} as const;

function noticeOf({ story, state, effectiveFrom, daysOfNotice }: ReductionTold): Told {
  const { notice } = story;
  const heading = 'When you were told, and from when it counts';
  if (!notice) return { heading, sentences: ['This was not sent yet, so it does not count.'] };
  const how = SENT[notice.channel as keyof typeof SENT] ?? inWords(notice.channel);
  const days = daysOfNotice ?? 0;
  return {
    heading,
    sentences: [
      `The council told you on ${day(notice.on)} ${how}. The lower amount ` +
        `${counts(state) ? 'starts' : 'was to start'} on ${day(effectiveFrom)}, ${days} ${days === 1 ? 'day' : 'days'} later.`,
    ],
  };
}

const afterOf = ({ followUp, state }: ReductionTold): Told => ({
  heading: 'When the council looks again',
  sentences: [
    state === 'withdrawn'
      ? 'The council need not look again, as your budget was not reduced.'
      : followUp
        ? `By ${day(followUp.dueOn)} the council looks, together with you, at how the lower ` +
          'budget works. If it does not work, it can be changed.'
        : 'No day was set. You can ask the council to look again whenever something changes.',
  ],
});
