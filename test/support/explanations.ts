import type { Explanation, TermAnswer } from '../../src/figures/explanation.facts.js';
import { formatPence, pence } from '../../src/kernel/money.js';
import { BANNED, CODES } from './plain-words.js';

export const leavesOf = (terms: readonly TermAnswer[]): TermAnswer[] =>
  terms.flatMap((it) => (it.terms ? leavesOf(it.terms) : [it]));

const COMPUTED = ['What you may keep', 'Less than you may keep, so nothing'];

/** Sums at every level, events that there are, words that people read, the figure said once. */
export function mustExplain(it: Explanation, ids: ReadonlySet<string>): void {
  mustAddUp(it.terms, it.amountPence);
  for (const leaf of leavesOf(it.terms)) {
    if (leaf.amountPence < 0) throw new Error(`${it.name}: a leaf below nothing: ${leaf.label}`);
    const isComputed = COMPUTED.includes(leaf.label);
    if (isComputed === (leaf.eventId !== undefined))
      throw new Error(`${it.name}: ${leaf.label} ${isComputed ? 'has an' : 'lacks its'} event`);
    if (leaf.eventId !== undefined && !ids.has(leaf.eventId))
      throw new Error(`${it.name}: ${leaf.label} leads to an event that is not there`);
    if (leaf.eventId !== undefined && !(leaf.on && leaf.recordedAt))
      throw new Error(`${it.name}: ${leaf.label} does not say when`);
    if (!leaf.words) throw new Error(`${it.name}: ${leaf.label} has no words`);
  }
  const said = formatPence(pence(Math.abs(it.amountPence)));
  const times = it.sentence.split(said).length - 1;
  const isSilent = it.name === 'weeksHeld' && it.weeks === null;
  if (times !== (isSilent ? 0 : 1)) throw new Error(`Says ${said} ${times} times: ${it.sentence}`);
  for (const text of textsOf(it)) {
    const wrong = BANNED.exec(text) ?? CODES.exec(text);
    if (wrong) throw new Error(`Nobody says “${wrong[0]}”: ${text}`);
  }
}

/** At every level. */
export function mustAddUp(terms: readonly TermAnswer[], amount: number): void {
  const sum = terms.reduce((total, it) => total + it.sign * it.amountPence, 0);
  if (sum !== amount) throw new Error(`Terms come to ${sum}, the figure is ${amount}`);
  for (const it of terms) if (it.terms) mustAddUp(it.terms, it.amountPence);
}

function* textsOf(it: Explanation): Generator<string> {
  yield it.sentence;
  yield* textsOfTerms(it.terms);
}

function* textsOfTerms(terms: readonly TermAnswer[]): Generator<string> {
  for (const { label, words, terms: below } of terms) {
    yield label;
    if (words !== undefined) yield words;
    if (below) yield* textsOfTerms(below);
  }
}
