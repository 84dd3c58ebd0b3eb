// The codes that may stand in an event where other ledgers have free text. Each is stored for ever,
// so words are added and never taken away. Purposes, streams, categories and reasons are those of
// the field; the rest are the first sets of this ledger, which a council's policy may add to.

export const PURPOSES = [
  'personal-care',
  'support-at-home',
  'community',
  'respite',
  'transport',
  'equipment',
  'employment-costs',
] as const;

/** Who pays a line, and on what legal basis. */
export const FUNDING_STREAMS = [
  'adult-social-care',
  'health',
  'joint-health',
  'aftercare',
  'independent-living-fund',
  'supporting-people',
  'access-to-work',
  'equipment',
  'facilities-grant',
] as const;

export const CATEGORIES = [
  'personal-assistant',
  'agency',
  'payroll',
  'hmrc',
  'activities',
  'equipment',
  'travel',
  'other',
] as const;

export const ALLOCATION_REASONS = [
  'first-plan',
  'need-increased',
  'uplift',
  'cost-of-meeting-need-changed',
  'criteria-changed',
  'restored',
] as const;

export const SUSPENSION_REASONS = [
  'condition-lost',
  'breach',
  'person-requested',
  'away-from-home',
  'abroad',
  'prison',
  'arranged-care',
  'concern',
  'investigation',
  'safeguarding',
  'fraud',
  'reassessment',
  'moved-away',
  'temporary',
  'other',
] as const;

export const REVERSAL_REASONS = [
  'recorded-twice',
  'duplicate',
  'wrong-amount',
  'wrong-day',
  'wrong-kind',
  'wrong-category',
  'wrong-account',
  'wrong-payee',
  'wrong-date',
  'wrong-budget',
  'recorded-in-error',
  'entered-in-error',
  'entered-twice',
  'mistake',
  'typing-error',
  'error',
  'not-paid',
  'other',
] as const;

/** How a notice was sent. */
export const CHANNELS = [
  'letter',
  'post',
  'email',
  'easy-read',
  'large-print',
  'braille',
  'audio',
  'phone',
  'in-person',
  'by-hand',
  'hand',
  'portal',
] as const;

/** Who was involved in a decision about a person. */
export const INVOLVED = [
  'person',
  'holder',
  'nominee',
  'authorised-person',
  'supporter',
  'family',
  'carer',
  'advocate',
  'personal-assistant',
  'social-worker',
  'health-professional',
  'provider',
] as const;

/** How they were involved. */
export const INVOLVED_HOW = [
  'meeting',
  'home-visit',
  'visit',
  'in-person',
  'phone',
  'video',
  'video-call',
  'letter',
  'email',
  'in-writing',
  'assessment',
  'review',
] as const;

/** Why a reduction is challenged. */
export const CHALLENGE_GROUNDS = [
  'needs-not-met',
  'need-not-met',
  'needs-unchanged',
  'need-not-reduced',
  'need-unchanged',
  'not-involved',
  'figures-wrong',
  'facts-wrong',
  'wrong-facts',
  'unfair',
  'reasons-not-given',
  'notice-too-short',
  'disagree',
  'other',
] as const;

export const OUTCOMES_OF_REVIEWS = ['continues', 'changed', 'reassess', 'ends'] as const;
