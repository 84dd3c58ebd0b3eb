import type { EntrySide, LineSide, Sides } from './both-sides.js';
import { alike, type Words } from './payee.js';

// Which pairs may be accepted without a look. Equal wages every week are the trap: where one entry is
// missing, its neighbour looks like the only one, and is wrong.

/** Lines and entries of the same amount and payee are told apart only when further away than this. */
const APART = 12;
/** How many days after its entry a line is certain: with nothing near it, and with others about. */
const BOOKED_LATE = 7;
const BOOKED_SOON = 3;

/** The same signed pence are given. */
export type IsCertain = (line: LineSide, entry: EntrySide) => boolean;

/** Somebody else's words, or none at all: it might be the same payee. */
const mightBe = (payee: Words | undefined, text: Words): boolean =>
  payee === undefined || text.all.length === 0 || alike(payee, text);

/**
 * The payee is alike in every word, the line comes 0 to 7 days after the entry, and no other entry
 * or line of that amount and payee lies within 12 days, settled ones included; or, where there are
 * such, the line comes 0 to 3 days after the entry, and in those days there is no other.
 */
export function certainByPayee({ lines, entries }: Sides): IsCertain {
  return (line, entry) => {
    const days = line.day - entry.day;
    if (days < 0 || days > BOOKED_LATE) return false;
    if (!entry.payee || !alike(entry.payee, line.words)) return false;
    const others = entries.around(entry.pence, entry.day, APART, APART + days);
    const otherLines = lines.around(line.pence, line.day, APART + days, APART);
    if (!others.isAll || !otherLines.isAll) return false;
    const rivals = others.found.filter((it) => it !== entry && mightBe(it.payee, line.words));
    const rivalLines = otherLines.found.filter(
      (it) => it !== line && mightBe(entry.payee, it.words),
    );
    if (rivals.length === 0 && rivalLines.length === 0) return true;
    const isSoon = (after: number) => after >= 0 && after <= BOOKED_SOON;
    return (
      isSoon(days) &&
      !rivals.some((it) => isSoon(line.day - it.day)) &&
      !rivalLines.some((it) => isSoon(it.day - entry.day))
    );
  };
}
