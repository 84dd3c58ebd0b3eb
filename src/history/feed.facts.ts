import { present } from '../kernel/canonical.js';
import { dayInWords, londonDay, type Instant, type LocalDate } from '../kernel/dates.js';
import { minus, type Pence } from '../kernel/money.js';
import type { HistoryKind } from './kinds.facts.js';
import { spokenOf, type Spoken } from './spoken.facts.js';

// A history as people read it: who, what, why, on which day, and what was on the account after it.

/** What is told of an item, whoever asks. */
export interface Told {
  readonly eventId: string;
  readonly type: string;
  readonly kind: HistoryKind;
  readonly on: LocalDate;
  readonly recordedAt: Instant;
  readonly actor: { readonly userId: string; readonly role: string; readonly name?: string };
  readonly title: string;
  readonly words: string;
  readonly said?: unknown;
  readonly entryId?: string;
  readonly reductionId?: string;
  readonly amountPence?: Pence;
  readonly movedPence?: Pence;
  readonly balanceAfterPence: Pence;
  readonly reverses?: string;
  readonly reversedBy?: string;
}

/** Who reads, and where the pages of the account stand. */
export interface Reader {
  readonly userId: string;
  /** "/my/…", "/accounts/…" */
  readonly base: string;
  readonly keep: (href: string) => string;
  /** Expenses and reductions have pages of their own on the holder's side. */
  readonly isHolder: boolean;
  /** Who may say of each that it is wrong. */
  readonly mayDisagree?: boolean;
  /** Who puts entries right, and talks about expenses. */
  readonly mayRecord?: boolean;
  /** What stands beside each reduction, by its id: see `aroundReductions`. */
  readonly reductions?: ReadonlyMap<string, readonly string[]>;
}

export interface FeedItem {
  /** The id of its place on the page. */
  readonly anchor: string;
  readonly title: string;
  readonly words: string;
  readonly on: LocalDate;
  /** "we found out on", "written down on", where that was another day. */
  readonly learnt?: { readonly words: string; readonly on: LocalDate };
  readonly who?: string;
  /** Of a reduction: who took part, when it was told, how to disagree. */
  readonly more: readonly string[];
  readonly spoken: readonly Spoken[];
  /** What it moved on the account, and which way. */
  readonly moved?: { readonly way: 'in' | 'out'; readonly amountPence: Pence };
  readonly balanceAfterPence: Pence;
  readonly links: readonly { readonly href: string; readonly text: string }[];
}

export const anchorOf = (eventId: string): string => `item-${eventId}`;

/** The items of one page, each pair leading to one another, wherever the other stands. */
export function feedOf(items: readonly Told[], reader: Reader): FeedItem[] {
  const here = new Set(items.map((it) => it.eventId));
  const placeOf = (eventId: string) =>
    here.has(eventId)
      ? `#${anchorOf(eventId)}`
      : reader.keep(`${reader.base}/history?at=${eventId}`);
  return items.map((it) => itemOf(it, reader, placeOf));
}

/** Under the month of its day each, as they come. */
export function byMonth(items: readonly FeedItem[]) {
  const months = Map.groupBy(items, (it) => dayInWords(it.on).replace(/^\d+ /, ''));
  return [...months].map(([month, of]) => ({ month, items: of }));
}

function itemOf(it: Told, reader: Reader, placeOf: (eventId: string) => string): FeedItem {
  const { movedPence, eventId } = it;
  return present({
    anchor: anchorOf(eventId),
    title: it.title,
    words: it.words,
    on: it.on,
    learnt: learntOf(it),
    who: it.actor.userId === reader.userId ? 'you' : whoOf(it.actor),
    more: it.type === 'AllocationReduced' ? (reader.reductions?.get(it.reductionId!) ?? []) : [],
    spoken: spokenOf(it.said),
    moved: movedPence ? movedOf(movedPence) : undefined,
    balanceAfterPence: it.balanceAfterPence,
    links: [
      ...pairOf(it, placeOf),
      ...(reader.isHolder ? ownPagesOf(it, reader) : []),
      ...(reader.mayRecord ? recordedFrom(it, reader) : []),
      ...(reader.mayDisagree ? [disagreeing(it, reader)] : []),
    ],
  });
}

const movedOf = (movedPence: Pence) =>
  movedPence > 0
    ? ({ way: 'in', amountPence: movedPence } as const)
    : ({ way: 'out', amountPence: minus(movedPence) } as const);

const disagreeing = ({ eventId }: Told, { base }: Reader) => ({
  href: `${base}/wrong?about=${eventId}`,
  text: 'Say that this is wrong',
});

const MONEY: readonly HistoryKind[] = ['payment', 'receipt', 'expense', 'return', 'reversal'];

/** What happened to money is found out; what is decided is written down. */
function learntOf({ kind, on, recordedAt }: Told): FeedItem['learnt'] {
  const day = londonDay(recordedAt);
  if (day === on) return undefined;
  const isFoundOut = MONEY.includes(kind) && day > on;
  return { words: isFoundOut ? 'we found out on' : 'written down on', on: day };
}

const ROLES: Readonly<Record<string, string>> = {
  officer: 'an officer of the council',
  manager: 'a manager of the council',
  holder: 'the person, or who acts for them',
};

/** `undefined`: it followed by itself. */
const whoOf = ({ name, role }: Told['actor']): string | undefined => name ?? ROLES[role];

function pairOf({ reverses, reversedBy }: Told, placeOf: (eventId: string) => string) {
  if (reversedBy) return [{ href: placeOf(reversedBy), text: 'This was put right: see how' }];
  return reverses ? [{ href: placeOf(reverses), text: 'See what this put right' }] : [];
}

/** What officers go on to: the talk about an expense, and what undoes an entry that stands. */
function recordedFrom({ kind, type, entryId, reversedBy }: Told, { base }: Reader) {
  if (!entryId) return [];
  const stands = MADE.includes(type) && !reversedBy;
  const expense = { href: `${base}/expenses/${entryId}`, text: 'See this expense' };
  const right = { href: `${base}/record/reversal/${entryId}`, text: 'Put this right' };
  const bounced = { href: `${base}/record/bounce/${entryId}`, text: 'It bounced' };
  return [
    ...(kind === 'expense' ? [expense] : []),
    ...(stands ? [right] : []),
    ...(stands && type === 'PaymentMade' ? [bounced] : []),
  ];
}

const MADE = [
  'PaymentMade',
  'ContributionReceived',
  'OtherMoneyReceived',
  'ExpenseRecorded',
  'MoneyReturned',
];

function ownPagesOf({ kind, entryId, reductionId }: Told, { base, keep }: Reader) {
  if (reductionId)
    return [
      { href: `${base}/reductions/${reductionId}/letter`, text: 'Read the letter' },
      { href: `${base}/reductions/${reductionId}`, text: 'Why, and what to do if you disagree' },
    ];
  if (kind === 'expense' && entryId)
    return [{ href: keep(`${base}/payments/${entryId}`), text: 'See this payment' }];
  return [];
}
