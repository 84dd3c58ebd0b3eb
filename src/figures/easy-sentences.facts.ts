import { dayInWords, type LocalDate } from '../kernel/dates.js';
import { formatPence, minus, NOTHING, type Pence } from '../kernel/money.js';
import { EASY_MEANS } from '../policies/easy.facts.js';
import type { ExplanationShown, RowShown } from './explanation-shown.facts.js';
import type { Explanation } from './explanation.facts.js';
import type { FigureName } from './figure.facts.js';
import type { SurplusShare } from './surplus.facts.js';

// Each figure in easy words: one idea a line, and no line of more than 15 words.

type Lines = readonly string[];

/** What it is where it is not below nothing, and where it is. `sum` is never below 0. */
type Said = (sum: string, isBelow: boolean) => Lines;

const SENTENCES: Readonly<Record<FigureName, Said>> = {
  entitled: (sum) => [`The council agreed to give you ${sum} so far.`],
  contribution: (sum) => [`Your contribution is ${sum} so far.`, EASY_MEANS.contribution],
  paid: (sum, isBelow) => [
    isBelow
      ? `You sent back ${sum} more than the council paid.`
      : `The council paid ${sum} so far.`,
  ],
  paidAhead: (sum) => [`The council paid ${sum} for days that are still to come.`],
  owed: (sum, isBelow) => [
    isBelow ? `The council has paid ${sum} too early or too much.` : `The council owes you ${sum}.`,
  ],
  received: (sum, isBelow) => [
    isBelow ? `${sum} more was taken off than came in.` : `${sum} came into your account.`,
  ],
  spent: (sum, isBelow) => [
    isBelow ? `${sum} more was put back than was spent.` : `You spent ${sum}.`,
  ],
  returned: (sum) => [`${sum} went back to the council.`],
  balance: (sum, isBelow) => [
    isBelow ? `You owe the bank ${sum}.` : `You have ${sum} on your account.`,
  ],
  committed: (sum) => [`You have to pay ${sum} soon.`],
  reserved: (sum) => [`You keep ${sum} for later.`],
  available: (sum, isBelow) =>
    isBelow
      ? [`You need ${sum} more than you have.`, 'That is for what you have to pay or keep.']
      : [`You can use ${sum} now.`],
  surplus: (sum) => [`Your surplus is ${sum}.`, EASY_MEANS.surplus],
  unreconciled: (sum) => [`We still compare ${sum} with what the bank says.`],
};

export function easyFigure(of: Explanation, asAt: LocalDate): Lines {
  const { name, amountPence, weeks, shares = [] } = of;
  const day = `This is what we know for ${dayInWords(asAt)}.`;
  if (name === 'weeksHeld') return [...easyWeeks(amountPence, weeks ?? null), day];
  const sentences = SENTENCES[name](formatPence(positive(amountPence)), amountPence < NOTHING);
  return [...sentences, day, ...shares.map(easyShare)];
}

const easyShare = ({ to, amountPence }: SurplusShare): string =>
  `${formatPence(amountPence)} of it ${to === 'person' ? 'is your own' : 'belongs to the council'}.`;

function easyWeeks(balance: Pence, weeks: number | null): Lines {
  if (weeks === null) return ['You have no budget at this time.'];
  if (balance < NOTHING) return ['There is no money on your account.'];
  return [
    `You have ${formatPence(balance)} on your account.`,
    `That is as much as you get in ${weeks} weeks.`,
  ];
}

/** How it comes about: what was added and what was taken away, alike things together. */
export function easySum({ rows, total }: ExplanationShown): Lines {
  const moved = alike(rows).filter((it) => it.amountPence !== NOTHING);
  if (moved.length === 0) return ['Nothing was added and nothing was taken away.'];
  return [
    ...moved.map(
      ({ sign, label, amountPence }) =>
        `${sign === '+' ? 'We add' : 'We take away'} ${formatPence(amountPence)}: ${easyLabel(label)}.`,
    ),
    total.amountPence < NOTHING
      ? `That makes ${formatPence(minus(total.amountPence))} below nothing.`
      : `That makes ${formatPence(total.amountPence)}.`,
  ];
}

type Row = Pick<RowShown, 'sign' | 'label' | 'amountPence'>;

/** Single events of one kind are one row; a row of more than one event stands by itself. */
function alike(rows: readonly RowShown[]): Row[] {
  const groups = Map.groupBy(rows, ({ sign, label }) => `${sign} ${label}`);
  return [...groups.values()].map((of) => ({
    ...of[0]!,
    amountPence: of.reduce((sum, it) => (sum + it.amountPence) as Pence, NOTHING),
  }));
}

/** Where the label of a sum needs other words. */
const LABELS: Readonly<Record<string, string>> = {
  'At the opening': 'what was there at the start',
  'Money in': 'money that came in',
  'Money spent': 'money that you spent',
  'Sent back to the council': 'money that went back to the council',
  'On the account': 'what is on your account',
  'On the account when the budget opened': 'what was there at the start',
  'To be paid from it': 'what you have to pay soon',
  'Kept for later': 'what you keep for later',
  Contribution: 'what you pay in yourself',
  'The contribution': 'what you pay in yourself',
  'Contributions paid in': 'what you paid in yourself',
  'Top-ups': 'more money that was paid in',
  'Top-up': 'more money that was paid in',
  Refunds: 'money that you got back',
  Refund: 'money that you got back',
  Interest: 'money from the bank',
  'Less than you may keep, so nothing': 'you have less than you may keep',
};

const easyLabel = (label: string): string =>
  LABELS[label] ?? label.slice(0, 1).toLowerCase() + label.slice(1);

const positive = (amount: Pence): Pence => (amount < NOTHING ? minus(amount) : amount);
