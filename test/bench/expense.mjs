// The event that every store is given: an `ExpenseRecorded` as our own app writes it.
import { hash, randomUUID } from 'node:crypto';

const WORDS = hash('sha256', 'payee and note');
export const ACTOR = { userId: 'officer-17', role: 'officer' };

export const expense = (n) => ({
  type: 'ExpenseRecorded',
  on: '2026-04-17',
  entryId: randomUUID(),
  amountPence: 4_000 + (n % 9_000),
  category: 'personal-assistant',
  outcome: 'safe-at-home',
  method: 'transfer',
  byHolderSide: false,
  wordsHash: WORDS,
});

/** Who asks, and under which request key. */
export const asked = () => ({ actor: ACTOR, requestId: randomUUID(), requestHash: WORDS });

/** As stores take it that keep type, data and metadata apart. */
export function message(n) {
  const { type, ...data } = expense(n);
  const { actor, requestId } = asked();
  return { type, data, metadata: { actor, requestId } };
}
