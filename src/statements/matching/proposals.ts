import type { EntryKind } from '../../accounts/account.events.js';
import { present } from '../../kernel/canonical.js';
import { dayInWords, daysBetween } from '../../kernel/dates.js';
import type { CATEGORIES } from '../../policies/vocabulary.facts.js';
import type { EntrySide, LineSide, Sides } from './both-sides.js';
import type { KnownPayees } from './known-payees.js';
import { speaksOf } from './passes.js';
import { alike, tidyPayee, wordsOf } from './payee.js';
import type { Expected, Proposal } from './to-match.js';

// What an entry made of a line would be, where no entry fits: what was done the last time, what is
// expected, whom the line names; else what the bank's words and the direction of the money say.

type Category = (typeof CATEGORIES)[number];

/** What is expected is booked within so many days of its day. */
const AROUND_EXPECTED = 7;

export interface Knowledge {
  readonly sides: Sides;
  readonly known: KnownPayees;
  /** By their day. */
  readonly expected: readonly Expected[];
}

export function proposalFor(line: LineSide, knowledge: Knowledge): Proposal {
  const named = knowledge.known.namedIn(line.words);
  return (
    asLearned(line) ??
    asExpected(line, knowledge.expected, named) ??
    (named ? asNamed(line, named) : undefined) ??
    asBefore(line, knowledge.sides) ??
    asWordsSay(line)
  );
}

const OUT: readonly EntryKind[] = ['expense', 'return'];
const goesOut = ({ pence }: LineSide): boolean => pence < 0;
/** A payee and a category are what an expense has. */
const forExpense = (line: LineSide, payee?: string, category?: string) => ({
  kind: 'expense' as const,
  payee: payee ?? tidyPayee(line.line.text),
  category: category ?? categoryOf(line.words.spaced),
});

function asLearned(line: LineSide): Proposal | undefined {
  const { rule } = line;
  if (!rule || OUT.includes(rule.kind) !== goesOut(line)) return undefined;
  const { kind, ruleId, payee, category } = rule;
  const reasons = ['as it was recorded the last time'];
  const what = kind === 'expense' ? forExpense(line, payee, category) : { kind };
  return present({ ...what, reasons, ruleId });
}

function asExpected(
  line: LineSide,
  expected: readonly Expected[],
  named: EntrySide | undefined,
): Proposal | undefined {
  const isIt = (it: Expected) =>
    it.amountPence === line.pence &&
    Math.abs(daysBetween(it.on, line.line.on)) <= AROUND_EXPECTED &&
    (!named || (it.payee !== undefined && alike(wordsOf(it.payee), line.words)));
  const due = expected.find(isIt);
  if (!due) return undefined;
  const { kind, payee, category } = due;
  const reasons = [`this amount was expected on ${dayInWords(due.on)}`];
  const what = kind === 'expense' ? forExpense(line, payee, category) : { kind };
  return present({ ...what, reasons });
}

/** Money from somebody who was paid is money back. */
function asNamed(line: LineSide, { entry }: EntrySide): Proposal | undefined {
  const reasons = [`name like '${entry.payee}'`];
  if (!goesOut(line)) return { kind: 'refund', reasons };
  return present({ ...forExpense(line, entry.payee, entry.category), reasons });
}

const [LONG_BEFORE, SOON_AFTER] = [400, 31];

/** Entries without a payee go by their amount: the payment, the contribution. */
function asBefore(line: LineSide, { entries }: Sides): Proposal | undefined {
  const { found } = entries.around(line.pence, line.day, LONG_BEFORE, SOON_AFTER);
  const before = found.findLast((it) => it.entry.kind !== 'expense');
  if (!before) return undefined;
  const reasons = [`the same amount as on ${dayInWords(before.entry.on)}`];
  return { kind: before.entry.kind, reasons };
}

function asWordsSay(line: LineSide): Proposal {
  const { spaced } = line.words;
  if (!goesOut(line)) {
    const kinds = ['interest', 'refund', 'contribution', 'payment'] as const;
    const said = kinds.find((it) => speaksOf(spaced, it));
    return said
      ? { kind: said, reasons: ['money in, and the words fit'] }
      : { kind: 'contribution', reasons: ['money in'] };
  }
  if (speaksOf(spaced, 'return'))
    return { kind: 'return', reasons: ['money out, and the words fit'] };
  return present({ ...forExpense(line), reasons: ['money out'] });
}

const CATEGORY_WORDS: readonly (readonly [Category, RegExp])[] = [
  ['hmrc', /\b(hmrc|paye|inland revenue)\b/],
  ['payroll', /\bpay ?roll\b/],
  ['personal-assistant', /\b(wages?|salary|pa)\b/],
  ['travel', /\b(taxis?|cabs?|uber|bus(es)?|rail|trains?|travel|transport|tfl|parking|fuel)\b/],
  ['equipment', /\b(equipment|mobility|wheelchairs?|aids|medical|pharmacy|hoists?)\b/],
  ['activities', /\b(club|gym|pool|leisure|swim\w*|college|choir|cinema|theatre|dance|music)\b/],
  ['agency', /\b(care|carers?|homecare|nursing|support|help|agency)\b/],
];

const categoryOf = (text: string): Category =>
  CATEGORY_WORDS.find(([, words]) => words.test(text))?.[0] ?? 'other';
