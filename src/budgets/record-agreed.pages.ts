import { present } from '../kernel/canonical.js';
import { dayInWords } from '../kernel/dates.js';
import { formatPence, sumOf, type Pence } from '../kernel/money.js';
import { atTheStart, inWords } from '../policies/in-words.facts.js';
import { FUNDING_STREAMS, PURPOSES } from '../policies/vocabulary.facts.js';
import {
  anotherInput,
  areaInput,
  dayInput,
  groupInput,
  moneyInput,
  optionalInput,
  radiosInput,
  selectInput,
  textInput,
  type Inputs,
} from '../web/inputs.js';
import { invalid } from '../web/problem.js';
import { recording, type Recording } from '../web/recording.js';
import type { AllocationsApi } from './allocations.api.js';
import { itemsOf, linesAgreed, linesAsked, REASONS, type LineTyped } from './record-in-words.js';
import type { AllocationLine } from './budget.events.js';

/** What the budget gives today. */
export interface InForce {
  readonly lines: readonly AllocationLine[];
}

const PURPOSE = { what: 'what the money is for', items: itemsOf(PURPOSES) };
const STREAM = { what: 'who pays it', items: itemsOf(FUNDING_STREAMS) };
const DECIDED = { what: 'where the decision is written down' };
const MOST_A_WEEK = 10_000_000;

/** Under names of their own: each is filled in whole, or left blank. */
function lineInputs({ lines }: InForce, count: number): Inputs {
  const inputs = Array.from({ length: count }, (_, i) => {
    const { purpose, fundingStream, weeklyPence } = lines[i] ?? {};
    // Each named by its part: of two that are wrong, the summary says which is which.
    const part = `part ${i + 1}`;
    const parts = {
      purpose: selectInput('What for', {
        what: `what ${part} is for`,
        items: PURPOSE.items,
        before: purpose,
      }),
      fundingStream: selectInput('Who pays it', {
        what: `who pays ${part}`,
        items: STREAM.items,
        before: fundingStream,
      }),
      weeklyPence: moneyInput('Amount a week', {
        what: `the amount a week of ${part}`,
        max: MOST_A_WEEK,
        before: weeklyPence && formatPence(weeklyPence).replace('£', ''),
      }),
    };
    const input = groupInput(`Part ${i + 1} of the budget`, parts, lineInWords);
    return [`line${i + 1}`, input] as const;
  });
  return Object.fromEntries(inputs);
}

const lineInWords = ({ purpose, fundingStream, weeklyPence }: LineTyped): string =>
  `${atTheStart(inWords(purpose))}, paid by ${inWords(fundingStream)}: ${formatPence(weeklyPence)} a week`;

const weekly = (lines: readonly { readonly weeklyPence: Pence }[]): string =>
  `${formatPence(sumOf(lines, (it) => it.weeklyPence))} a week`;

/** At least one, and each once. */
function linesMustHold(values: Readonly<Record<string, unknown>>): void {
  const keys = linesAgreed(values).map((it) => `${it.purpose} ${it.fundingStream}`);
  const twice = keys.findIndex((it, i) => keys.indexOf(it) < i);
  if (keys.length === 0)
    throw invalid({ field: 'line1', message: 'Fill in at least one part of the budget' });
  if (twice >= 0)
    throw invalid({
      field: `line${twice + 1}`,
      message: 'Give what the money is for and who pays it once: add the amounts up',
    });
}

/** What a budget gives, and what the person pays in. What is less than before is a reduction. */
export const agreed = (allocations: AllocationsApi) => ({
  allocation: recording({
    name: 'allocation',
    title: 'Agree an allocation, or an increase',
    note:
      'Give every part of the budget as it will be, with those that stay as they are. To give less ' +
      'than before, propose a reduction.',
    inputs: ({ subject, sent }) => ({
      effectiveFrom: dayInput('First day', { what: 'the first day' }),
      reason: radiosInput('Why?', { what: 'why', items: REASONS }),
      ...lineInputs(subject, linesAsked(subject.lines.length, sent)),
      lines: anotherInput('Add another part', linesAsked(subject.lines.length, sent)),
      contributionWeeklyPence: optionalInput(
        moneyInput('Contribution a week', {
          what: 'the contribution',
          hint: 'What the person must pay a week from the same day on. Leave this blank if it stays as it is.',
          min: 0,
          max: MOST_A_WEEK,
        }),
      ),
      reference: textInput('Where the decision is written down', {
        ...DECIDED,
        hint: 'For example, Panel 1 April 2026, item 3',
      }),
      narrative: optionalInput(
        areaInput('What the person is told', { what: 'what they are told' }),
      ),
    }),
    mustHold: linesMustHold,
    act: (values) =>
      `Agree ${weekly(linesAgreed(values))} from ${dayInWords(values.effectiveFrom)}`,
    follows: (values, { subject }) => [
      { question: 'In all', text: weekly(linesAgreed(values)) },
      {
        question: 'In force today',
        text: subject.lines.length > 0 ? weekly(subject.lines) : 'Nothing',
      },
    ],
    dated: 'effectiveFrom',
    record: (values, asking, { subject }) => {
      const { effectiveFrom, reason, contributionWeeklyPence, reference, narrative } = values;
      const lines = linesAgreed(values, subject.lines);
      const authority = { reference };
      const optional = present({ contributionWeeklyPence, narrative });
      return allocations.agree({ effectiveFrom, reason, lines, authority, ...optional }, asking);
    },
  }) satisfies Recording<InForce>,
  'one-off': recording({
    name: 'one-off',
    title: 'Agree a single sum',
    inputs: () => ({
      amountPence: moneyInput('Amount', { what: 'the amount' }),
      purpose: radiosInput('What for?', PURPOSE),
      fundingStream: selectInput('Who pays it', STREAM),
      on: dayInput('Day on which it counts', { what: 'the day on which it counts' }),
      reference: textInput('Where the decision is written down', DECIDED),
    }),
    act: ({ amountPence }) => `Agree a single sum of ${formatPence(amountPence)}`,
    dated: 'on',
    record: ({ reference, ...values }, asking) =>
      allocations.agreeOneOff({ ...values, authority: { reference } }, asking),
  }) satisfies Recording<InForce>,
  contribution: recording({
    name: 'contribution',
    title: 'Record what the person must pay a week',
    inputs: () => ({
      weeklyPence: moneyInput('Contribution a week', {
        what: 'the contribution',
        hint: '0 if they need not pay anything',
        min: 0,
        max: MOST_A_WEEK,
      }),
      effectiveFrom: dayInput('First day', { what: 'the first day' }),
      assessmentReference: textInput('Where the assessment is written down', {
        what: 'where the assessment is written down',
      }),
    }),
    act: ({ weeklyPence, effectiveFrom }) =>
      `Record a contribution of ${formatPence(weeklyPence)} a week from ${dayInWords(effectiveFrom)}`,
    dated: 'effectiveFrom',
    record: (values, asking) => allocations.assess(values, asking),
  }) satisfies Recording<InForce>,
});
