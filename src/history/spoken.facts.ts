import { atTheStart, inWords } from '../policies/in-words.facts.js';

/** Something that somebody said, in their own words, and what it was said of. */
export interface Spoken {
  readonly label: string;
  readonly text: string;
}

/** Fields of words whose names alone do not say it. */
const LABELS: Readonly<Record<string, string>> = {
  payee: 'Paid to',
  reference: 'Reference',
  question: 'The council asked',
  answer: 'Answer',
  reason: 'Why',
  reasons: 'Why',
  narrative: 'In words',
  needsStillMet: 'How each need is still met',
  holder: 'Held by',
};

/** What people said, field by field, however deep it lies; once erased, that it was. */
export function spokenOf(said: unknown, label = 'In words'): Spoken[] {
  if (said === undefined || said === null) return [];
  if (typeof said !== 'object') return [{ label, text: String(said) }];
  if (Array.isArray(said)) return said.flatMap((it) => spokenOf(it, label));
  const fields = Object.entries(said).toSorted(([a], [b]) => placeOf(a) - placeOf(b));
  return fields.flatMap(([name, it]) => spokenOf(it, LABELS[name] ?? asWords(name)));
}

const ORDER = Object.keys(LABELS);

/** In the order of the labels; those without one come last, as they stand. */
const placeOf = (name: string): number =>
  ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length;

/** "assessmentReference" as "Assessment reference". */
const asWords = (name: string): string =>
  atTheStart(inWords(name.replace(/[A-Z]/g, (it) => ` ${it.toLowerCase()}`)));
