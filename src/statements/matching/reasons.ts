import type { EntrySide } from './both-sides.js';

// Why a line is thought to be an entry, in words.

/** What the bank's words say of an entry. */
export type Said = 'reference' | 'name' | 'part of the name' | 'learned' | 'kind' | 'nothing';

export function reasonsFor(
  { entry }: EntrySide,
  said: Said,
  daysLater: number,
  isOnly: boolean,
): string[] {
  const reasons = ['same amount', inDays(daysLater)];
  const words = WORDS[said]?.(entry.payee ?? '', entry.reference ?? '');
  if (words !== undefined) reasons.push(words);
  if (isOnly) reasons.push('no other of this amount within 10 days');
  return reasons;
}

const WORDS: Readonly<Partial<Record<Said, (payee: string, reference: string) => string>>> = {
  reference: (_, reference) => `reference '${reference}'`,
  name: (payee) => `name like '${payee}'`,
  'part of the name': (payee) => `name partly like '${payee}'`,
  learned: (payee) => `these words were '${payee}' the last time`,
  kind: () => 'the words fit',
};

function inDays(days: number): string {
  if (days === 0) return 'same day';
  const [n, side] = [Math.abs(days), days > 0 ? 'later' : 'earlier'];
  return `${n} ${n === 1 ? 'day' : 'days'} ${side}`;
}
