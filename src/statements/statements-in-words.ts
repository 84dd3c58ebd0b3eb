import { linesCounted } from './lines-in-words.js';
import type { StatementInShort } from './reconciling.js';

/** What is to be done with a statement next. */
export function nextStepOf({ state, open, setAside, lines }: StatementInShort): string {
  const aside = setAside > 0 ? `; ${linesCounted(setAside)} set aside` : '';
  if (state === 'signed-off') return `Nothing${aside}`;
  if (state === 'closed') return `Somebody else signs it off${aside}`;
  if (open > 0) return `Settle ${open} of ${linesCounted(lines)}`;
  return `Close the period${aside}`;
}
