import type {
  CHALLENGE_GROUNDS,
  CHANNELS,
  INVOLVED,
  INVOLVED_HOW,
} from '../policies/vocabulary.facts.js';
import type { ChallengeOutcome, ReductionReason } from './budget.events.js';

// The codes of reductions as they are told to the person whose budget it is.

type Code<T extends readonly string[]> = T[number];

/** In the middle of a sentence. */
export const BECAUSE: Readonly<Record<ReductionReason, string>> = {
  'need-reduced': 'you need less help than before',
  'circumstances-changed': 'things in your life have changed',
  'informal-support-willing': 'your family or friends are willing to help',
  'cost-of-meeting-need-changed': 'the same help costs less now',
  'funding-transferred': 'somebody else now pays for a part of it',
  'duplication-removed': 'something was paid for twice',
  'person-requested': 'you asked for it',
  'error-correction': 'the earlier amount was written down wrongly',
  'temporary-ended': 'something that was agreed for a time has ended',
  'criteria-changed': 'the council changed its rules',
  'budget-pressure': 'the council has less money',
  underspend: 'you did not use all of the money',
  'benefit-expected-to-cover': 'a benefit is expected to cover a part of it',
  'blanket-cap': 'the council set an upper limit',
};

/** At the start of a row. */
export const WHO: Readonly<Record<Code<typeof INVOLVED>, string>> = {
  person: 'You',
  holder: 'You',
  nominee: 'The person you chose to look after the money',
  'authorised-person': 'Your authorised person',
  supporter: 'Your supporter',
  family: 'Your family',
  carer: 'Your carer',
  advocate: 'Your advocate',
  'personal-assistant': 'Your personal assistant',
  'social-worker': 'A social worker',
  'health-professional': 'A doctor, nurse or therapist',
  provider: 'The people who provide your care',
};

/** Before the day. */
export const HOW: Readonly<Record<Code<typeof INVOLVED_HOW>, string>> = {
  meeting: 'at a meeting',
  'home-visit': 'at a visit to your home',
  visit: 'at a visit',
  'in-person': 'in person',
  phone: 'by telephone',
  video: 'by video',
  'video-call': 'by video',
  letter: 'by letter',
  email: 'by email',
  'in-writing': 'in writing',
  assessment: 'when your needs were looked at',
  review: 'at a review',
};

/** After "told you". */
export const SENT: Readonly<Record<Code<typeof CHANNELS>, string>> = {
  letter: 'by letter',
  post: 'by post',
  email: 'by email',
  'easy-read': 'in easy read',
  'large-print': 'in large print',
  braille: 'in braille',
  audio: 'in a recording',
  phone: 'by telephone',
  'in-person': 'in person',
  'by-hand': 'by hand',
  hand: 'by hand',
  portal: 'on these pages',
};

/** As the person says it. */
export const GROUND: Readonly<Record<Code<typeof CHALLENGE_GROUNDS>, string>> = {
  'needs-not-met': 'The new budget does not meet my needs',
  'need-not-met': 'The new budget does not meet my needs',
  'needs-unchanged': 'My needs have not changed',
  'need-unchanged': 'My needs have not changed',
  'need-not-reduced': 'I do not need less help',
  'not-involved': 'Nobody asked me, or nobody listened',
  'figures-wrong': 'The amounts are wrong',
  'facts-wrong': 'Something that it says about me is wrong',
  'wrong-facts': 'Something that it says about me is wrong',
  unfair: 'It is not fair',
  'reasons-not-given': 'I was not told why',
  'notice-too-short': 'I was told too late',
  disagree: 'I do not agree',
  other: 'Something else',
};

/** Those that a form asks for: each once. */
export const GROUNDS_ASKED = [
  'needs-not-met',
  'needs-unchanged',
  'not-involved',
  'facts-wrong',
  'figures-wrong',
  'reasons-not-given',
  'notice-too-short',
  'unfair',
  'other',
] as const satisfies readonly Code<typeof CHALLENGE_GROUNDS>[];

export const DECIDED: Readonly<Record<ChallengeOutcome, string>> = {
  upheld: 'You were right. Your budget was not reduced: the earlier amount goes on.',
  varied: 'You were right in part. Another amount was decided, and this page shows it.',
  dismissed: 'The council looked at it again and did not agree. The lower amount counts.',
};
