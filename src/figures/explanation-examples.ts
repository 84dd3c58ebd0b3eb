import { EXPLAINABLE } from './figure.facts.js';

const SPENT = {
  sign: 1,
  label: 'Money spent',
  amountPence: 9_600,
  eventId: '0f5b7b62-8c1d-8a55-9d3e-6f5b0c9a1e77',
  on: '2026-04-17',
  recordedAt: '2026-04-20T09:30:00.000000Z',
  words: '£96.00 was spent on a personal assistant.',
};
const ON_ASSISTANTS = { sign: 1, label: 'Personal assistant', amountPence: 9_600, terms: [SPENT] };
const PAID = {
  ...SPENT,
  label: 'Payment from the council',
  amountPence: 72_000,
  words: 'The council paid in £720.00.',
};
const PAID_IN = {
  sign: 1,
  label: 'Money the council paid in',
  amountPence: 72_000,
  terms: [PAID],
};

/** As an answer could be. */
export const EXPLAINED = {
  asAt: '2026-05-20',
  knownAt: '2026-06-01T09:30:00.000000Z',
  name: 'balance',
  amountPence: 62_400,
  sentence: 'There is £624.00 on the account on 20 May 2026.',
  terms: [
    { sign: 1, label: 'Money in', amountPence: 72_000, terms: [PAID_IN] },
    { sign: -1, label: 'Money spent', amountPence: 9_600, terms: [ON_ASSISTANTS] },
  ],
  weeks: 2.9,
  shares: [{ to: 'council', fundingStream: 'adult-social-care', amountPence: 32_000 }],
  glossary: [{ word: 'contribution', means: 'The part that the person pays in themselves.' }],
};

/** As an answer could be. */
export const MOVED = {
  from: '2026-05-01',
  to: '2026-05-20',
  name: 'balance',
  amountPence: -9_600,
  sentence: 'What is on the account went down by £96.00 from 1 May 2026 to 20 May 2026.',
  terms: [{ sign: -1, label: 'Money spent', amountPence: 9_600, terms: [ON_ASSISTANTS] }],
  glossary: EXPLAINED.glossary,
};

/** What the examples cannot show. */
export const NOTES_ON_TERMS = {
  sometimes: [
    'eventId',
    'on',
    'recordedAt',
    'policyVersion',
    'words',
    'terms',
    'weeks',
    'shares',
    'fundingStream',
  ],
  anyKind: ['terms.terms.terms'],
  orNull: ['weeks'],
  codes: { name: EXPLAINABLE, 'shares.to': ['council', 'person'] },
  means: {
    amountPence: 'The sum of its own signed terms; of a term without any, never below 0.',
    sign: '1 or -1: it is added, or taken away.',
    label: 'What it is.',
    sentence: 'The figure in a sentence.',
    words: 'What happened, or how it was reckoned.',
    terms: 'What it is the sum of, down to events.',
    glossary: 'Words of the field that stand in the answer, explained.',
  },
} as const;
