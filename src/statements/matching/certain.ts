import type { EntrySide, LineSide, Sides } from './both-sides.js';
import type { KnownPayees } from './known-payees.js';
import { alike } from './payee.js';

// Which pairs may be accepted without a look. Equal wages every week are the trap: where one entry is
// missing, its neighbour looks like the only one, and is wrong.

/** Lines and entries of one amount and payee this many days apart are not mistaken for one another. */
const APART = 12;
/** How many days after its entry a line may be certain: with nothing near it, and with others about. */
const BOOKED_LATE = 7;
const BOOKED_SOON = 3;
/** How far apart a line and its entry may be where others are about: written late, booked late. */
const [WRITTEN_LATE, BOOKED_WITHIN] = [3, 6];

/** Line and entry have the same signed pence. */
export type IsCertain = (line: LineSide, entry: EntrySide) => boolean;

/**
 * The payee is alike in every word, the line comes 0 to 7 days after the entry, and no other entry
 * or line of that amount and payee lies within 12 days, settled ones included; or, where there are
 * such, the line comes 0 to 3 days after the entry, and neither could as well belong to another of
 * them: two payments in a week, one booked late and one soon, would cross. Words that are gone or
 * name nobody known might be anybody's.
 */
export function certainByPayee({ lines, entries }: Sides, known: KnownPayees): IsCertain {
  const mightPay = (entry: EntrySide, line: LineSide) =>
    entry.payee === undefined ||
    alike(entry.payee, line.words) ||
    known.namedIn(line.words) === undefined;
  return (line, entry) => {
    const days = line.day - entry.day;
    if (days < 0 || days > BOOKED_LATE) return false;
    if (!entry.payee || !alike(entry.payee, line.words)) return false;
    const around = entries.around(entry.pence, entry.day, APART, APART + days);
    const aroundLines = lines.around(line.pence, line.day, APART + days, APART);
    if (!around.isAll || !aroundLines.isAll) return false;
    const rivals = around.found.filter((it) => it !== entry && mightPay(it, line));
    const rivalLines = aroundLines.found.filter((it) => it !== line && mightPay(entry, it));
    if (rivals.length === 0 && rivalLines.length === 0) return true;
    return (
      days <= BOOKED_SOON &&
      !rivals.some((it) => mightBeOf(line, it)) &&
      !rivalLines.some((it) => mightBeOf(it, entry) && !isOfAnother(it, entry, rivals))
    );
  };
}

const mightBeOf = (line: LineSide, entry: EntrySide): boolean =>
  isWithin(line.day - entry.day, -WRITTEN_LATE, BOOKED_WITHIN);

/** Last week's line, booked late, comes just before this week's entry: it has its own. */
const isOfAnother = (line: LineSide, entry: EntrySide, others: readonly EntrySide[]): boolean =>
  line.day < entry.day && others.some((it) => isWithin(line.day - it.day, 0, BOOKED_WITHIN));

const isWithin = (days: number, least: number, most: number): boolean =>
  days >= least && days <= most;
