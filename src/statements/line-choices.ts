import type { LineState } from '../accounts/lines.facts.js';
import { daysBetween, type LocalDate } from '../kernel/dates.js';
import type { Pence } from '../kernel/money.js';
import type { EntryToMatch } from './matching/to-match.js';

interface Of {
  readonly lineId: string;
  readonly on: LocalDate;
  readonly amountPence: Pence;
  readonly state: LineState;
}

const MOST = 30;
const AROUND_DAYS = 60;

/**
 * What a line may be chosen to be: entries without a line, and open lines that may belong together
 * with it. Those of its amount first, then the nearest days.
 */
export function choicesFor<L extends Of>(
  line: Of,
  entries: readonly EntryToMatch[],
  lines: readonly L[],
): { readonly entries: EntryToMatch[]; readonly others: L[] } {
  const far = (it: { readonly on: LocalDate }) => Math.abs(daysBetween(it.on, line.on));
  const isNear = (it: Pick<Of, 'on'>) => far(it) <= AROUND_DAYS;
  const rank = (it: Pick<Of, 'on' | 'amountPence'>) =>
    (it.amountPence === line.amountPence ? 0 : AROUND_DAYS + 1) + far(it);
  const goesAlike = (it: Pick<Of, 'amountPence'>) => it.amountPence < 0 === line.amountPence < 0;
  const nearest = <T extends Of | EntryToMatch>(all: readonly T[]) =>
    all
      .filter((it) => isNear(it) && goesAlike(it))
      .sort((a, b) => rank(a) - rank(b))
      .slice(0, MOST);
  return {
    entries: nearest(entries.filter((it) => !it.isMatched)),
    others: nearest(lines.filter((it) => it.state === 'open' && it.lineId !== line.lineId)),
  };
}

/** Open; or set aside when its period closed: what it was may still be said. */
export const isToSettle = (
  { state }: Pick<Of, 'state'>,
  statement: { readonly state: string },
): boolean => state === 'open' || (state === 'set-aside' && statement.state !== 'open');
