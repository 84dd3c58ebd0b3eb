import type { Pence } from '../../kernel/money.js';
import { pence } from '../../kernel/money.js';
import type { RawLine } from './raw-line.js';

/** Lines in the order in which the bank booked them, and what their balances say. */
export interface Run {
  readonly oldestFirst: readonly RawLine[];
  /** Numbers of the lines after which the balance is not what it must be. */
  readonly breaks: readonly number[];
  /** Balances that stand next to one another and agree: how much was proven. */
  readonly links: number;
  /** The balance runs from day to day: an order against the days would prove nothing. */
  readonly isByDay: boolean;
  readonly openingPence?: Pence;
  readonly closingPence?: Pence;
}

/**
 * Files begin with the oldest or with the newest line, and some turn the lines of a day round. The
 * order is the one in which the running balance runs best; where there is none, the days tell, and
 * where they do not either, what is known of the bank.
 */
export function runOf(lines: readonly RawLine[], newestFirst: boolean): Run {
  const byDays = orderedByDays(lines, newestFirst);
  const best = lines.some((it) => it.balancePence !== undefined)
    ? bestOf([byDays, lines, lines.toReversed(), sorted(lines), sorted(lines.toReversed())])
    : { order: byDays, breaks: [], links: 0 };
  const { openingPence, closingPence } = endsOf(best.order);
  const oldestFirst = sorted(best.order);
  return {
    oldestFirst,
    isByDay: best.order.every((it, i) => it === oldestFirst[i]),
    breaks: best.breaks,
    links: best.links,
    ...(openingPence !== undefined && { openingPence }),
    ...(closingPence !== undefined && { closingPence }),
  };
}

interface Tried {
  readonly order: readonly RawLine[];
  readonly breaks: readonly number[];
  readonly links: number;
}

function bestOf(orders: readonly (readonly RawLine[])[]): Tried {
  let best: Tried | undefined;
  for (const order of orders) {
    const tried = { order, ...followed(order) };
    if (!best || tried.breaks.length < best.breaks.length) best = tried;
    if (best.breaks.length === 0) break;
  }
  return best!;
}

/**
 * Where the balance breaks. A balance that is wrong by itself breaks once: what comes next may run
 * on from what it should have been.
 */
function followed(order: readonly RawLine[]): Omit<Tried, 'order'> {
  const breaks: number[] = [];
  let links = 0;
  let before: number | undefined;
  let should: number | undefined;
  let moved: number | undefined = 0;
  for (const { line, amountPence, balancePence, note } of order) {
    if (note !== undefined && note !== 'no-money') continue;
    moved = amountPence === undefined || moved === undefined ? undefined : moved + amountPence;
    if (balancePence === undefined) continue;
    const runs: boolean =
      moved === undefined ||
      before === undefined ||
      before + moved === balancePence ||
      (should !== undefined && should + moved === balancePence);
    if (moved !== undefined && before !== undefined && runs) links++;
    if (!runs) breaks.push(line);
    should = runs ? undefined : before! + moved!;
    before = balancePence;
    moved = 0;
  }
  return { breaks, links };
}

/** The first balance less what led to it, and the last one. */
function endsOf(order: readonly RawLine[]): { openingPence?: Pence; closingPence?: Pence } {
  const counted = order.filter((it) => it.note === undefined || it.note === 'no-money');
  const first = counted.findIndex((it) => it.balancePence !== undefined);
  if (first === -1) return {};
  const led = counted.slice(0, first + 1).map((it) => it.amountPence);
  const closingPence = counted.at(-1)!.balancePence;
  return {
    ...(led.every((it) => it !== undefined) && {
      openingPence: pence(counted[first]!.balancePence! - led.reduce<number>((a, b) => a + b, 0)),
    }),
    ...(closingPence !== undefined && { closingPence }),
  };
}

function orderedByDays(lines: readonly RawLine[], newestFirst: boolean): readonly RawLine[] {
  let up = 0;
  let down = 0;
  let last: string | undefined;
  for (const { on } of lines) {
    if (on === undefined) continue;
    if (last !== undefined && on > last) up++;
    if (last !== undefined && on < last) down++;
    last = on;
  }
  const turned = up === down ? newestFirst : down > up;
  return sorted(turned ? lines.toReversed() : lines);
}

/** By day, lines of one day as they stand; a line without a day stays behind its neighbour. */
function sorted(lines: readonly RawLine[]): readonly RawLine[] {
  let last = '';
  const days = lines.map(({ on }) => (last = on ?? last));
  return lines
    .map((line, i) => ({ line, day: days[i]! }))
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
    .map(({ line }) => line);
}
