import { referenceOf } from '../accounts/disagreement.facts.js';
import { dayInWords as day, type LocalDate } from '../kernel/dates.js';
import { formatPence, minus, NOTHING, type Pence } from '../kernel/money.js';
import { atTheStart, inWords, listed } from '../policies/in-words.facts.js';
import type { FollowUp } from './budget.events.js';
import { BECAUSE, DECIDED, GROUND, HOW, SENT, WHO } from './reduction-codes-in-words.js';
import {
  canBeChallenged,
  changesOf,
  type Reduction,
  type ReductionState,
} from './reductions.facts.js';

// A reduction in the words in which the person is told of it: on its page, and in its letter.

/** What people said, at the step at which they said it. */
export interface SaidOfReduction {
  readonly needsStillMet?: string;
  readonly narrative?: string;
  readonly withdrawal?: string;
  readonly challenge?: string;
  readonly decision?: string;
}

export interface ReductionTold {
  readonly reductionId: string;
  readonly fullName: string;
  readonly today: LocalDate;
  readonly story: Reduction;
  readonly state: ReductionState;
  readonly beforePence: Pence;
  readonly weeklyPence: Pence;
  /** The first day of the lower amount. */
  readonly effectiveFrom: LocalDate;
  readonly daysOfNotice?: number;
  readonly followUp?: FollowUp;
  readonly effect: {
    readonly weeklyChangePence: Pence;
    readonly yearlyChangePence: Pence;
    readonly regularCostsYearlyPence: Pence;
    readonly regularCostsCoveredPercent: number | null;
  };
  readonly lastDayToChallenge: LocalDate;
  readonly said: SaidOfReduction;
  readonly proposedBy?: string;
  readonly approvedBy?: string;
  readonly decidedBy?: string;
}

/** Under a heading: sentences, and what somebody said in words of their own. */
export interface Told {
  readonly heading: string;
  readonly sentences: readonly string[];
  readonly quoted?: string;
}

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
  sentences: said.needsStillMet === undefined ? ['Nothing was written down about this.'] : [],
  ...quoted(said.needsStillMet),
});

function effectOf({ effect, story }: ReductionTold): Told {
  const { weeklyChangePence, yearlyChangePence, regularCostsCoveredPercent: covered } = effect;
  const { transition } = story.proposal;
  return {
    heading: 'What this means for your money',
    sentences: [
      `It is ${formatPence(minus(weeklyChangePence))} less a week. In a year that is ` +
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

const MET = {
  funded: 'The council pays for that beside your budget.',
  reserved: 'That is kept on your account for it.',
  none: 'Nothing was agreed about who pays for that.',
} as const;

function noticeOf({ story, effectiveFrom, daysOfNotice }: ReductionTold): Told {
  const { notice } = story;
  const heading = 'When you were told, and from when it counts';
  if (!notice) return { heading, sentences: ['This was not sent yet, so it does not count.'] };
  const how = SENT[notice.channel as keyof typeof SENT] ?? inWords(notice.channel);
  const days = daysOfNotice ?? 0;
  return {
    heading,
    sentences: [
      `The council told you on ${day(notice.on)} ${how}. The lower amount starts on ` +
        `${day(effectiveFrom)}, ${days} ${days === 1 ? 'day' : 'days'} later.`,
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

function sinceOf({ story, said, decidedBy }: ReductionTold): Told[] {
  const { challenge, decision, withdrawal } = story;
  return [
    ...(challenge
      ? [
          {
            heading: 'You said that you do not agree',
            sentences: [
              `On ${day(challenge.on)} you said: ` +
                `${GROUND[challenge.ground as keyof typeof GROUND] ?? inWords(challenge.ground)}.`,
            ],
            ...quoted(said.challenge),
          },
        ]
      : []),
    ...(decision
      ? [
          {
            heading: 'What was decided then',
            sentences: [
              DECIDED[decision.outcome],
              `This was decided on ${day(decision.on)}${decidedBy ? ` by ${decidedBy}` : ''}, who ` +
                'is not the person who agreed to it before.',
            ],
            ...quoted(said.decision),
          },
        ]
      : []),
    ...(withdrawal
      ? [
          {
            heading: 'The council took this back',
            sentences: [`This was on ${day(withdrawal.on)}. Your budget was not reduced.`],
            ...quoted(said.withdrawal),
          },
        ]
      : []),
  ];
}

function disagreeOf(it: ReductionTold): Told {
  const { story, today, lastDayToChallenge, beforePence, state } = it;
  const heading = 'If you do not agree';
  const open = `Until it is decided, your earlier budget of ${aWeek(beforePence)} goes on.`;
  if (canBeChallenged(story, today))
    return {
      heading,
      sentences: [
        `You can say so up to ${day(lastDayToChallenge)}: on these pages, or by telling the ` +
          'council’s direct payments team.',
        open,
        'Somebody who did not make this decision looks at it again, and tells you why they decide ' +
          'as they do.',
        ...ADVICE,
      ],
    };
  if (state === 'challenged')
    return {
      heading,
      sentences: ['You have said so, and it is being looked at.', open, ...ADVICE],
    };
  if (state === 'withdrawn')
    return { heading, sentences: ['There is nothing to disagree with: it does not count.'] };
  const why = story.decision
    ? 'This was looked at again already.'
    : `You could say so up to ${day(lastDayToChallenge)}. You can still ask for a new look at what help you need.`;
  return { heading, sentences: [why, ...ADVICE] };
}

const ADVICE = [
  'You can ask somebody to help you with this: a friend, an advocate, or Citizens Advice.',
  'If you are still not content after that, you can complain to the council, and then to the ' +
    'Local Government and Social Care Ombudsman.',
];

const quoted = (text: string | undefined) => (text === undefined ? {} : { quoted: text });
