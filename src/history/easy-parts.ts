import { easyFigure, easySum } from '../figures/easy-sentences.facts.js';
import type { ExplanationShown } from '../figures/explanation-shown.facts.js';
import type { Explanation } from '../figures/explanation.facts.js';
import { dayInWords as day, londonDay, type LocalDate } from '../kernel/dates.js';
import type { DomainEvent } from '../kernel/decider.js';
import { formatPence, minus, NOTHING, type Pence } from '../kernel/money.js';
import type { EasyPart } from '../policies/easy.facts.js';
import { easyPurpose, easyWordsOf } from './easy-words.facts.js';
import type { Told } from './feed.facts.js';
import type { MovedKind, Sums } from './statement-of-account.js';

// The pages of an account in easy words: the same facts as on the others, part by part.

/** What is agreed, and what comes next. */
export interface Agreed {
  readonly closedOn: LocalDate | null;
  readonly suspended?: { readonly from: LocalDate } | undefined;
  readonly allocation?: AgreedBudget | undefined;
  readonly contributionPence?: Pence | undefined;
  readonly next?: NextPayment | undefined;
}

interface AgreedBudget {
  readonly weeklyPence: Pence;
  readonly on: LocalDate;
  readonly lines: readonly { readonly purpose: string; readonly weeklyPence: Pence }[];
}

interface NextPayment {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly amountPence: Pence;
}

interface Happened {
  readonly item: Told;
  readonly event: DomainEvent;
}

export const easyHaving = (balance: Explanation, asAt: LocalDate): EasyPart => ({
  lines: easyFigure(balance, asAt),
});

export function easyNext({ closedOn, suspended, next }: Agreed, asAt: LocalDate): EasyPart {
  const heading = 'The next payment';
  if (closedOn && closedOn < asAt)
    return { heading, lines: ['Your budget ended.', `Its last day was ${day(closedOn)}.`] };
  if (suspended)
    return {
      heading,
      lines: [
        `Your budget stopped on ${day(suspended.from)}.`,
        'No payment comes until it goes on.',
      ],
    };
  if (!next)
    return {
      heading,
      lines: ['We do not know when the next payment comes.', 'You can ask the council.'],
    };
  return {
    heading,
    lines: [
      `The council should pay in ${formatPence(next.amountPence)}.`,
      `That should be on ${day(next.from)}, or a few days around it.`,
      `It is for ${day(next.from)} to ${day(next.to)}.`,
      'This can still change.',
    ],
  };
}

export function easyBudget({ allocation, contributionPence = NOTHING }: Agreed): EasyPart[] {
  if (!allocation) return [];
  const { weeklyPence, on, lines } = allocation;
  return [
    {
      heading: 'Your budget',
      lines: [
        `Your budget is ${formatPence(weeklyPence)} a week.`,
        `It started on ${day(on)}.`,
        ...lines.map(
          (it) => `${formatPence(it.weeklyPence)} a week is for ${easyPurpose(it.purpose)}.`,
        ),
        ...(contributionPence > NOTHING
          ? [`You pay ${formatPence(contributionPence)} a week of it yourself.`]
          : []),
      ],
    },
  ];
}

/** What was asked of somebody; the words of the question stand on the page of the payment. */
export const easyQuestion = (
  it: {
    readonly on: LocalDate;
    readonly amountPence: Pence;
    readonly isIn: boolean;
    readonly askedOn: LocalDate;
  },
  href?: string,
): EasyPart => ({
  heading: `${formatPence(it.amountPence)} on ${day(it.on)}`,
  lines: [
    it.isIn
      ? `${formatPence(it.amountPence)} came in on ${day(it.on)}.`
      : `You spent ${formatPence(it.amountPence)} on ${day(it.on)}.`,
    `The council asked about it on ${day(it.askedOn)}.`,
    it.isIn ? 'It wants to know what it was.' : 'It wants to know what it was for.',
    'Please tell us.',
    'We take no money because we ask.',
  ],
  ...(href !== undefined && { links: [{ href, text: 'Read the question and tell us' }] }),
});

/** One thing that happened, with what was on the account after it where it moved money. */
export function easyHappened({ item, event }: Happened): EasyPart {
  const { on, recordedAt, movedPence, balanceAfterPence, reversedBy } = item;
  const learnt = londonDay(recordedAt);
  return {
    heading: day(on),
    lines: [
      ...easyWordsOf(event),
      ...(reversedBy === undefined ? [] : ['This was wrong. It was put right later.']),
      ...(learnt === on ? [] : [`We wrote this down on ${day(learnt)}.`]),
      ...(movedPence ? [hadAfter(balanceAfterPence)] : []),
    ],
  };
}

const hadAfter = (balance: Pence): string =>
  balance < NOTHING
    ? `After that you owed the bank ${formatPence(minus(balance))}.`
    : `After that you had ${formatPence(balance)}.`;

const had = (balance: Pence): string =>
  balance < NOTHING
    ? `you owed the bank ${formatPence(minus(balance))}`
    : `you had ${formatPence(balance)}`;

const IN: Readonly<Partial<Record<MovedKind, string>>> = {
  payment: 'The council paid in',
  contribution: 'You paid in',
  'top-up': 'More money that was paid in:',
  refund: 'You got back',
  interest: 'The bank paid you',
  reversal: 'We put right, and put back',
};

const OUT: Readonly<Partial<Record<MovedKind, string>>> = {
  expense: 'You spent',
  return: 'You sent back to the council',
  bounced: 'A payment did not arrive:',
  reversal: 'We put right, and took off',
};

/** Opening, in, out, closing: the sums of the statement. */
export function easyStatement({ from, to, openingPence, closingPence, ...sums }: Sums): EasyPart[] {
  const lines = (of: Sums['in'], words: typeof IN) =>
    of.map(({ kind, amountPence }) => `${words[kind]} ${formatPence(amountPence)}.`);
  const [into, outOf] = [lines(sums.in, IN), lines(sums.out, OUT)];
  return [
    { heading: 'Before', lines: [`Before ${day(from)} ${had(openingPence)}.`] },
    { heading: 'Money in', lines: into.length > 0 ? into : ['No money came in.'] },
    { heading: 'Money out', lines: outOf.length > 0 ? outOf : ['No money went out.'] },
    { heading: 'After', lines: [`At the end of ${day(to)} ${had(closingPence)}.`] },
  ];
}

/** Why a figure is what it is. */
export const easyWhy = (
  of: Explanation,
  shown: ExplanationShown,
  asAt: LocalDate,
): readonly EasyPart[] => [
  { lines: easyFigure(of, asAt) },
  { heading: 'How we got there', lines: easySum(shown) },
];
