import { present } from '../kernel/canonical.js';
import type { Instant, LocalDate } from '../kernel/dates.js';
import { minus, NOTHING, plus, type Pence } from '../kernel/money.js';
import {
  figureOf,
  signed,
  type ExplainableName,
  type Figure,
  type FigureName,
  type Term,
} from './figure.facts.js';
import type { Figures } from './figures.facts.js';
import { glossaryOf, type Explained } from './glossary.facts.js';
import { changeInWords, figureInWords, type Between, type Voice } from './sentences.facts.js';
import type { SurplusShare } from './surplus.facts.js';

/** A term as it is answered: its words are made now. */
export interface TermAnswer {
  readonly sign: 1 | -1;
  readonly label: string;
  /** The sum of its own terms; of a leaf never below 0. */
  readonly amountPence: Pence;
  readonly eventId?: string;
  readonly on?: LocalDate;
  readonly recordedAt?: Instant;
  readonly policyVersion?: number;
  readonly words?: string;
  readonly terms?: readonly TermAnswer[];
}

export interface Explanation {
  readonly name: ExplainableName;
  /** Of `weeksHeld`, what is on the account. */
  readonly amountPence: Pence;
  /** Of `weeksHeld` alone; `null`: nothing is in force. */
  readonly weeks?: number | null;
  readonly sentence: string;
  readonly terms: readonly TermAnswer[];
  /** Of the surplus alone: whose it would be. */
  readonly shares?: readonly SurplusShare[];
  /** Words of the field that stand in it, explained. */
  readonly glossary: readonly Explained[];
}

/** One figure of a budget, from the very terms that it is the sum of. */
export function explanationOf(of: Figures, name: ExplainableName, voice: Voice): Explanation {
  const figure = of.figures[name === 'weeksHeld' ? 'balance' : name];
  const answer = {
    name,
    amountPence: figure.amountPence,
    weeks: name === 'weeksHeld' ? of.weeksHeld : undefined,
    sentence: figureInWords(of, name, voice),
    terms: answered(figure.terms),
    shares: name === 'surplus' ? of.surplusShares : undefined,
  };
  return present({ ...answer, glossary: glossaryOf(textOf(answer)) });
}

/** What moved a figure from one moment to a later one: the same shape, later less earlier. */
export function changeOf(
  [before, after]: readonly [Figures, Figures],
  name: FigureName,
  between: Between,
): Explanation {
  const moved = differenceOf(before.figures[name], after.figures[name]);
  const answer = {
    name,
    amountPence: moved.amountPence,
    sentence: changeInWords(name, moved.amountPence, between),
    terms: answered(moved.terms),
  };
  return { ...answer, glossary: glossaryOf(textOf(answer)) };
}

const textOf = (it: Pick<Explanation, 'sentence' | 'terms'>): string =>
  [it.sentence, ...it.terms.map(textOfTerm)].join(' ');

const textOfTerm = ({ label, words = '', terms = [] }: TermAnswer): string =>
  [label, words, ...terms.map(textOfTerm)].join(' ');

/** Term by term; what did not move is left out. */
function differenceOf(before: Figure, after: Figure): Figure {
  const [was, is] = [before, after].map(({ terms }) => new Map(terms.map((it) => [keyOf(it), it])));
  const keys = [...new Set([...was!.keys(), ...is!.keys()])];
  return figureOf(keys.flatMap((key) => movedFrom(was!.get(key), is!.get(key)) ?? []));
}

/** Of one event, the same label stands for the same thing; of none, the label alone does. */
const keyOf = ({ source, label }: Term): string => `${source?.eventId ?? ''} ${label}`;

const NONE: Figure = { amountPence: NOTHING, terms: [] };

function movedFrom(was: Term | undefined, is: Term | undefined): Term | undefined {
  const term = (is ?? was)!;
  if (term.terms) {
    const figureIn = (it: Term | undefined) =>
      it ? { amountPence: it.amountPence, terms: it.terms! } : NONE;
    const { amountPence, terms } = differenceOf(figureIn(was), figureIn(is));
    return terms.length === 0 ? undefined : { ...term, amountPence, terms };
  }
  const by = plus(is ? signed(is) : NOTHING, was ? minus(signed(was)) : NOTHING);
  if (by === NOTHING) return undefined;
  const moved = { sign: by < 0 ? -1 : 1, amountPence: by < 0 ? minus(by) : by } as const;
  return { ...term, ...moved, words: wordsOfMove(was, is) };
}

function wordsOfMove(was: Term | undefined, is: Term | undefined): () => string {
  if (!was) return () => is!.words?.() ?? is!.label;
  const before = () => was.words?.() ?? was.label;
  if (!is) return () => `Not counted any more: ${before()}`;
  return () => `Before: ${before()}. Now: ${is.words?.() ?? is.label}`;
}

const answered = (terms: readonly Term[]): TermAnswer[] => byDay(terms).map(answerOf);

function answerOf({ sign, label, amountPence, policyVersion, source, ...of }: Term): TermAnswer {
  const [words, terms] = [of.words?.(), of.terms && answered(of.terms)];
  // Of some 2,000 entries each: field by field costs half of what leaving out what is absent does.
  return {
    sign,
    label,
    amountPence,
    ...(source && { eventId: source.eventId, on: source.on, recordedAt: source.recordedAt }),
    ...(policyVersion !== undefined && { policyVersion }),
    ...(words !== undefined && { words }),
    ...(terms && { terms }),
  };
}

/** What happened, in the order of its days; what was not learnt at once, where it belongs. */
function byDay(terms: readonly Term[]): readonly Term[] {
  if (!terms.every((it) => it.source)) return terms;
  return terms.toSorted(
    ({ source: a }, { source: b }) => order(a!.on, b!.on) || order(a!.recordedAt, b!.recordedAt),
  );
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
