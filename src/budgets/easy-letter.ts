import { easyPurpose } from '../history/easy-words.facts.js';
import { dayInWords as day } from '../kernel/dates.js';
import { formatPence, minus, type Pence } from '../kernel/money.js';
import { atTheStart, inWords } from '../policies/in-words.facts.js';
import type { EasyPart } from '../policies/easy.facts.js';
import type { CHALLENGE_GROUNDS, INVOLVED, INVOLVED_HOW } from '../policies/vocabulary.facts.js';
import type { ChallengeOutcome } from './budget.events.js';
import { easyReasons } from './easy-reasons.facts.js';
import type { ReductionTold } from './reduction-told.js';
import { canBeChallenged, changesOf, type ReductionState } from './reductions.facts.js';

// The letter of a reduction in easy words: one idea a line, and no line of more than 15 words.

type Lines = readonly string[];
type Told = ReductionTold;

export const easyLetter = (it: Told): readonly EasyPart[] => [
  { lines: [...NOW[it.state](it), ...NOTICE(it)] },
  { heading: 'What you get for each thing', lines: changesOf(it.story).map(lineOf) },
  { heading: 'Why', lines: [...easyReasons(it.story.proposal.reasons), ...reassessed(it)] },
  { heading: 'Who was asked', lines: involved(it) },
  { heading: 'What you need', lines: needs(it) },
  { heading: 'What this means for your money', lines: effect(it) },
  { heading: 'We look again', lines: again(it) },
  ...since(it),
  { heading: 'If you do not agree', lines: disagree(it) },
];

const aWeek = (amount: Pence): string => `${formatPence(amount)} a week`;

const NOW: Readonly<Record<ReductionState, (it: Told) => Lines>> = {
  proposed: (it) => [...goesDown(it), 'This was not decided yet.'],
  approved: (it) => [...goesDown(it), 'The council did not tell you yet.'],
  notified: (it) => goesDown(it),
  'in-force': ({ beforePence, weeklyPence, effectiveFrom }) => [
    'Your budget went down.',
    `You got ${aWeek(beforePence)} before.`,
    `You get ${aWeek(weeklyPence)} now.`,
    `This started on ${day(effectiveFrom)}.`,
  ],
  challenged: ({ beforePence, weeklyPence, effectiveFrom }) => [
    'The council wants to lower your budget.',
    `You get ${aWeek(beforePence)} now.`,
    `It would be ${aWeek(weeklyPence)} from ${day(effectiveFrom)} on.`,
    'You said that you do not agree.',
    `Until this is decided you get ${aWeek(beforePence)}.`,
  ],
  withdrawn: ({ beforePence, weeklyPence }) => [
    'The council wanted to lower your budget.',
    `It would have been ${aWeek(weeklyPence)}.`,
    'That does not count any more.',
    `It stayed at ${aWeek(beforePence)}.`,
  ],
};

const goesDown = ({ beforePence, weeklyPence, effectiveFrom }: Told): Lines => [
  'Your budget goes down.',
  `You get ${aWeek(beforePence)} now.`,
  `You get ${aWeek(weeklyPence)} from ${day(effectiveFrom)} on.`,
];

const NOTICE = ({ story: { notice } }: Told): Lines =>
  notice ? [`The council told you on ${day(notice.on)}.`] : [];

type Meant<Codes extends readonly string[]> = Readonly<Record<Codes[number], string>>;

function lineOf({ purpose, beforePence, weeklyPence }: ReturnType<typeof changesOf>[number]) {
  const what = atTheStart(easyPurpose(purpose));
  return beforePence === weeklyPence
    ? `${what}: it stays at ${aWeek(weeklyPence)}.`
    : `${what}: ${formatPence(beforePence)} before, ${formatPence(weeklyPence)} after.`;
}

const reassessed = ({ story }: Told): Lines => {
  const { reassessment } = story.proposal;
  return reassessment
    ? [
        'The council looked again at what help you need.',
        `It finished this on ${day(reassessment.completedOn)}.`,
      ]
    : [];
};

const WHO: Meant<typeof INVOLVED> = {
  person: 'You were asked',
  holder: 'You were asked',
  nominee: 'The person who looks after your money was asked',
  'authorised-person': 'The person who decides for you was asked',
  supporter: 'Somebody who supports you was asked',
  family: 'Your family was asked',
  carer: 'Your carer was asked',
  advocate: 'Somebody who speaks for you was asked',
  'personal-assistant': 'Somebody who works for you was asked',
  'social-worker': 'A social worker was there',
  'health-professional': 'A doctor, nurse or therapist was asked',
  provider: 'The people who care for you were asked',
};

const HOW: Meant<typeof INVOLVED_HOW> = {
  meeting: 'at a meeting',
  'home-visit': 'at your home',
  visit: 'at a visit',
  'in-person': 'in person',
  phone: 'by phone',
  video: 'by video',
  'video-call': 'by video',
  letter: 'by letter',
  email: 'by email',
  'in-writing': 'in writing',
  assessment: 'when your needs were looked at',
  review: 'when your needs were looked at',
};

const involved = ({ story: { proposal } }: Told): Lines =>
  proposal.involvement.length === 0
    ? ['Nobody was asked.']
    : proposal.involvement.flatMap(({ who, how, on }) => [
        `${WHO[who as keyof typeof WHO]}.`,
        `That was ${HOW[how as keyof typeof HOW] ?? inWords(how)} on ${day(on)}.`,
      ]);

const needs = ({ story: { proposal } }: Told): Lines =>
  proposal.needsStillMet
    ? ['The council wrote down how you get the help you need.', 'You can read it in the letter.']
    : ['The council did not write down how you get the help you need.'];

function effect({ effect: it, story, state }: Told): Lines {
  const is = state === 'withdrawn' || state === 'challenged' ? 'would be' : 'is';
  const covered = it.regularCostsCoveredPercent;
  const { transition } = story.proposal;
  return [
    `It ${is} ${formatPence(minus(it.weeklyChangePence))} less a week.`,
    `It ${is} ${formatPence(minus(it.yearlyChangePence))} less a year.`,
    ...(covered === null
      ? []
      : [
          `You have to pay ${formatPence(it.regularCostsYearlyPence)} a year.`,
          `The lower budget is enough for ${covered === 100 ? 'all' : `${covered}%`} of it.`,
        ]),
    ...(transition && transition.costsPence > 0
      ? [`The change costs ${formatPence(transition.costsPence)}.`, MET[transition.how]]
      : []),
  ];
}

const MET = {
  funded: 'The council pays for that.',
  reserved: 'That money is kept on your account.',
  none: 'Nobody said who pays for that.',
} as const;

const again = ({ followUp, state }: Told): Lines =>
  state === 'withdrawn'
    ? ['The council need not look again.', 'Your budget did not go down.']
    : followUp
      ? [
          'The council looks at how your lower budget works.',
          `It does this by ${day(followUp.dueOn)}.`,
        ]
      : ['No day was set.', 'You can ask the council to look again.'];

const GROUND: Meant<typeof CHALLENGE_GROUNDS> = {
  'needs-not-met': 'You said that it is not enough for your needs.',
  'need-not-met': 'You said that it is not enough for your needs.',
  'needs-unchanged': 'You said that you need the same help as before.',
  'need-unchanged': 'You said that you need the same help as before.',
  'need-not-reduced': 'You said that you need the same help as before.',
  'not-involved': 'You said that nobody asked you or listened.',
  'figures-wrong': 'You said that the amounts are wrong.',
  'facts-wrong': 'You said that something about you is wrong.',
  'wrong-facts': 'You said that something about you is wrong.',
  unfair: 'You said that it is not fair.',
  'reasons-not-given': 'You said that nobody told you why.',
  'notice-too-short': 'You said that you were told too late.',
  disagree: 'You said that you do not agree.',
  other: 'You said that you do not agree.',
};

const DECIDED: Readonly<Record<ChallengeOutcome, Lines>> = {
  upheld: ['You were right.', 'Your budget did not go down.'],
  varied: ['You were right about a part of it.', 'This page shows what was decided then.'],
  dismissed: ['The council did not agree with you.', 'The lower budget counts.'],
};

function since({ story }: Told): EasyPart[] {
  const { challenge, decision, withdrawal } = story;
  return [
    ...(challenge
      ? [
          {
            heading: 'What you said',
            lines: [
              GROUND[challenge.ground as keyof typeof GROUND],
              `That was on ${day(challenge.on)}.`,
            ],
          },
        ]
      : []),
    ...(decision
      ? [
          {
            heading: 'What was decided',
            lines: [
              'Somebody else looked at it again.',
              ...DECIDED[decision.outcome],
              `That was decided on ${day(decision.on)}.`,
            ],
          },
        ]
      : []),
    ...(withdrawal
      ? [{ heading: 'The council took it back', lines: [`That was on ${day(withdrawal.on)}.`] }]
      : []),
  ];
}

function disagree({ story, today, state, lastDayToChallenge, beforePence }: Told): Lines {
  if (state === 'withdrawn') return ['You need not do anything.'];
  if (state === 'challenged')
    return ['You have told us.', 'Somebody else looks at it now.', ...HELP];
  if (!canBeChallenged(story, today))
    return [
      story.decision
        ? 'Somebody else has looked at it already.'
        : `You could tell us until ${day(lastDayToChallenge)}.`,
      ...HELP,
    ];
  return [
    'You can tell us that you do not agree.',
    `You can do this until ${day(lastDayToChallenge)}.`,
    'Somebody else then looks at it again.',
    `Until they decide you get ${aWeek(beforePence)}.`,
    ...HELP,
  ];
}

const HELP: Lines = [
  'Somebody can help you with this.',
  'It can be a friend or Citizens Advice.',
  'You can also complain to the council.',
  'After that you can complain to the Ombudsman.',
  'The Ombudsman is somebody who checks what councils do.',
];
