import { dayInWords, instantInWords, type Instant, type LocalDate } from '../kernel/dates.js';
import { formatPence, minus, NOTHING, plus, type Pence } from '../kernel/money.js';
import type { ExplainableName, FigureName } from './figure.facts.js';
import type { Figures } from './figures.facts.js';

// Each figure in a sentence that says it once. Below nothing it is said in words, never with a
// minus sign.

/** To the person themselves, or to anybody else who reads. */
export type Voice = 'you' | 'others';

/** Two days as both are known now, or two instants at which one day was known. */
export type Between =
  | { readonly from: LocalDate; readonly to: LocalDate }
  | { readonly knownFrom: Instant; readonly knownTo: Instant };

interface Said {
  /** Never below 0. */
  readonly sum: string;
  readonly isBelow: boolean;
  readonly day: string;
  readonly of: Figures;
  readonly you: boolean;
}

const SENTENCES: Readonly<Record<FigureName, (it: Said) => string>> = {
  entitled: ({ sum, day, you }) =>
    `The council agreed ${sum}${you ? ' for you' : ''} for the days up to ${day}.`,
  contribution: ({ sum, day, you }) =>
    `${you ? 'Your' : 'The'} contribution comes to ${sum} for the days up to ${day}.`,
  paid: ({ sum, isBelow }) =>
    isBelow
      ? `${sum} more was sent back to the council than it had paid.`
      : `The council has paid ${sum}.`,
  paidAhead: ({ sum, day }) => `${sum} of what the council paid is for days after ${day}.`,
  owed: (it) => owedInASentence(it),
  received: ({ sum, isBelow }) =>
    isBelow
      ? `${sum} more was taken off the account again than had come in.`
      : `${sum} came into the account.`,
  spent: ({ sum, isBelow, you }) =>
    isBelow
      ? `${sum} more was put back than had been spent.`
      : you
        ? `You spent ${sum}.`
        : `${sum} was spent.`,
  returned: ({ sum }) => `${sum} was sent back to the council.`,
  balance: ({ sum, isBelow, you, day }) =>
    isBelow
      ? `The account is overdrawn by ${sum} on ${day}.`
      : you
        ? `You have ${sum} in your direct payment account on ${day}.`
        : `There is ${sum} on the account on ${day}.`,
  committed: ({ sum }) => `${sum} is to be paid from the account and is not spent yet.`,
  reserved: ({ sum }) => `${sum} of what is on the account is kept for later.`,
  available: ({ sum, isBelow, you }) =>
    isBelow
      ? `What is to be paid and kept for later is ${sum} more than there is on the account.`
      : you
        ? `You can use ${sum} as you choose within your plan.`
        : `${sum} is free to use.`,
  surplus: ({ sum, you }) =>
    `The surplus, which is what lies on the account above what ${you ? 'you' : 'the person'} may ` +
    `keep, is ${sum}.`,
  unreconciled: ({ sum }) =>
    `${sum} stands in our records or on a bank statement, and not yet in both.`,
};

const owedInASentence = ({ sum, isBelow, day, of, you }: Said): string => {
  if (!isBelow)
    return `The council still owes ${you ? 'you ' : ''}${sum} for the days up to ${day}.`;
  const { owed, paidAhead } = of.figures;
  return plus(owed.amountPence, paidAhead.amountPence) < NOTHING
    ? `The council has paid ${sum} more than was due by ${day}.`
    : `The council has paid ${sum} ahead, for days after ${day}.`;
};

export function figureInWords(of: Figures, name: ExplainableName, voice: Voice): string {
  if (name === 'weeksHeld') return weeksInASentence(of);
  const { amountPence } = of.figures[name];
  const isBelow = amountPence < NOTHING;
  const sum = formatPence(isBelow ? minus(amountPence) : amountPence);
  return SENTENCES[name]({ sum, isBelow, day: dayInWords(of.asAt), of, you: voice === 'you' });
}

function weeksInASentence({ weeksHeld, figures }: Figures): string {
  const { amountPence } = figures.balance;
  if (weeksHeld === null) return 'No budget is in force, so there are no weeks to count.';
  return amountPence < NOTHING
    ? `The account is overdrawn by ${formatPence(minus(amountPence))}: it lasts for no week.`
    : `The ${formatPence(amountPence)} on the account is as much as the budget gives in ${weeksHeld} weeks.`;
}

/** What a figure is, in the middle of a sentence. */
const NAMED: Readonly<Record<FigureName, string>> = {
  entitled: 'What was agreed',
  contribution: 'The contribution',
  paid: 'What the council paid',
  paidAhead: 'What the council paid for days to come',
  owed: 'What the council owes',
  received: 'What came in',
  spent: 'What was spent',
  returned: 'What was sent back',
  balance: 'What is on the account',
  committed: 'What is to be paid',
  reserved: 'What is kept for later',
  available: 'What is free to use',
  surplus: 'The surplus',
  unreconciled: 'What is not yet found on both sides',
};

/** At the beginning of a sentence, or as a heading. */
export const nameOfFigure = (name: ExplainableName): string =>
  name === 'weeksHeld' ? 'How many weeks it lasts' : NAMED[name];

export function changeInWords(name: FigureName, by: Pence, between: Between): string {
  const moved =
    by === NOTHING
      ? `did not change (${formatPence(by)})`
      : `went ${by > NOTHING ? 'up' : 'down'} by ${formatPence(by < NOTHING ? minus(by) : by)}`;
  return `${NAMED[name]} ${moved} ${spanInWords(between)}.`;
}

const spanInWords = (it: Between): string =>
  'from' in it
    ? `from ${dayInWords(it.from)} to ${dayInWords(it.to)}`
    : `by what was learnt from ${instantInWords(it.knownFrom)} to ${instantInWords(it.knownTo)}`;
