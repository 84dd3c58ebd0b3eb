import type { EntryKind } from '../../accounts/account.events.js';
import { present } from '../../kernel/canonical.js';
import { payeeKey } from './payee.js';
import type { MatchingRule } from './to-match.js';

/** An officer made an entry of a line, or forgot what was learned from doing so. */
export type Lesson =
  | {
      readonly type: 'recorded';
      readonly ruleId: string;
      /** The bank's words; empty where they were erased. */
      readonly text: string;
      readonly kind: EntryKind;
      readonly payee?: string;
      readonly category?: string;
    }
  | { readonly type: 'forgotten'; readonly ruleId: string };

/**
 * What is gone by, from what was done, in that order: of each payee the latest. What was forgotten
 * does not come back by itself, but may be learned again.
 */
export function rulesLearned(lessons: readonly Lesson[]): MatchingRule[] {
  const rules = new Map<string, MatchingRule>();
  for (const it of lessons) {
    if (it.type === 'forgotten') {
      for (const [key, { ruleId }] of rules) if (ruleId === it.ruleId) rules.delete(key);
      continue;
    }
    const key = payeeKey(it.text);
    if (key === '') continue;
    const { ruleId, kind, payee, category } = it;
    rules.delete(key); // the latest stands last
    rules.set(key, present({ ruleId, payeeKey: key, kind, payee, category }));
  }
  return [...rules.values()];
}
