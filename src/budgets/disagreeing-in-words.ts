import { dayInWords as day } from '../kernel/dates.js';
import { formatPence } from '../kernel/money.js';
import { inWords } from '../policies/in-words.facts.js';
import { DECIDED, GROUND } from './reduction-codes-in-words.js';
import { quoted, type ReductionTold, type Told } from './reduction-told.js';
import { canBeChallenged } from './reductions.facts.js';

// What came after the notice of a reduction, and how to disagree, in the words of the person's side.

/** What the person said of it, what came of that, or that it was taken back. */
export function sinceOf({ story, said, decidedBy }: ReductionTold): Told[] {
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
              'Somebody who had not agreed to it before decided this on ' +
                `${day(decision.on)}${decidedBy === undefined ? '' : `: ${decidedBy}`}.`,
              'These are the reasons:',
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

export function disagreeOf(it: ReductionTold): Told {
  const { story, today, lastDayToChallenge, beforePence, state } = it;
  const heading = 'If you do not agree';
  const open = `Until it is decided, your earlier budget of ${formatPence(beforePence)} a week goes on.`;
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
