import { scaleBand, scaleLinear, scaleUtc } from 'd3-scale';
import { curveStepAfter, line } from 'd3-shape';
import type { LocalDate } from '../kernel/dates.js';
import { formatPence, pence, type Pence } from '../kernel/money.js';

// Pictures as SVG, made here so that they need no script. Each says in words what it shows, and
// stands beside a table with the same numbers; no part of it is told by its colour alone.

/** Side by side, at least 3:1 between neighbours. */
export const COLOURS = ['#12436D', '#28A197', '#801650', '#F46A25'] as const;

interface Titled {
  /** Of its own on the page. */
  readonly id: string;
  /** What it says, in a sentence: "You spent £120 less than came in". */
  readonly title: string;
  /** What can be seen, for who does not see it. */
  readonly description: string;
}

export interface BarsShown extends Titled {
  /** One group of bars each, from left to right. */
  readonly groups: readonly string[];
  /** At most four; one value a group, none below 0. */
  readonly series: readonly { readonly name: string; readonly pence: readonly Pence[] }[];
}

export interface StepsShown extends Titled {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** From each day on, so much; numbered in the picture, in this order. */
  readonly steps: readonly { readonly on: LocalDate; readonly amountPence: Pence }[];
}

const SIZE = { width: 640, height: 320 };
const EDGE = { left: 84, right: 16, top: 44, bottom: 40 };
const TEXT = 'font-family="arial, sans-serif" font-size="16" fill="#0b0c0c"';

const escaped = (text: string): string => text.replace(/[&<>"]/g, (it) => `&#${it.charCodeAt(0)};`);

function svg({ id, title, description }: Titled, body: string): string {
  return (
    `<svg class="app-chart" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" ` +
    `aria-labelledby="${id}-title ${id}-desc">` +
    `<title id="${id}-title">${escaped(title)}</title>` +
    `<desc id="${id}-desc">${escaped(description)}</desc>${body}</svg>`
  );
}

/** To a tenth of a unit of the picture. */
const px = (n: number): number => Math.round(n * 10) / 10;

/** "£1,200": whole pounds, for an axis. */
const pounds = (amount: number): string => formatPence(pence(Math.round(amount))).slice(0, -3);

function amounts(highest: number) {
  const bottom = SIZE.height - EDGE.bottom;
  return scaleLinear([0, Math.max(highest, 100)], [bottom, EDGE.top]).nice(4);
}

function axis(y: ReturnType<typeof amounts>): string {
  const right = SIZE.width - EDGE.right;
  return y
    .ticks(4)
    .map(
      (it) =>
        `<line x1="${EDGE.left}" x2="${right}" y1="${y(it)}" y2="${y(it)}" stroke="#b1b4b6"/>` +
        `<text x="${EDGE.left - 8}" y="${y(it) + 5}" text-anchor="end" ${TEXT}>${pounds(it)}</text>`,
    )
    .join('');
}

/** Groups of bars, one for each month as a rule. */
export function barChart(chart: BarsShown): string {
  const { groups, series } = chart;
  const x = scaleBand(groups, [EDGE.left, SIZE.width - EDGE.right]).padding(0.25);
  const inGroup = scaleBand(
    series.map((it) => it.name),
    [0, x.bandwidth()],
  ).paddingInner(0.1);
  const y = amounts(Math.max(0, ...series.flatMap((it) => it.pence)));
  const bars = series.flatMap(({ name, pence: values }, n) =>
    values.map((amount, i) => {
      const left = x(groups[i]!)! + inGroup(name)!;
      const height = y(0) - y(amount);
      const words = `${name}, ${groups[i]}: ${formatPence(amount)}`;
      return (
        `<rect x="${px(left)}" y="${px(y(amount))}" fill="${COLOURS[n]}" ` +
        `width="${px(inGroup.bandwidth())}" height="${px(height)}">` +
        `<title>${escaped(words)}</title></rect>`
      );
    }),
  );
  const every = Math.ceil(groups.length / 6);
  const labels = groups.map((it, i) =>
    i % every === 0
      ? `<text x="${px(x(it)! + x.bandwidth() / 2)}" y="${SIZE.height - 14}" ` +
        `text-anchor="middle" ${TEXT}>${escaped(it)}</text>`
      : '',
  );
  return svg(chart, axis(y) + bars.join('') + labels.join('') + legend(series));
}

const legend = (series: BarsShown['series']): string =>
  series
    .map(({ name }, n) => {
      const left = EDGE.left + n * 200;
      return (
        `<rect x="${left}" y="10" width="16" height="16" fill="${COLOURS[n]}"/>` +
        `<text x="${left + 24}" y="24" ${TEXT}>${escaped(name)}</text>`
      );
    })
    .join('');

/** What was in force from day to day, each change marked with its number. */
export function stepChart(chart: StepsShown): string {
  const { from, to, steps } = chart;
  const at = (day: LocalDate) => new Date(`${day}T00:00:00Z`);
  const x = scaleUtc([at(from), at(to)], [EDGE.left, SIZE.width - EDGE.right]);
  const y = amounts(Math.max(0, ...steps.map((it) => it.amountPence)));
  const last = steps.at(-1);
  const points = last ? [...steps, { ...last, on: to }] : [];
  const path = line<(typeof points)[number]>(
    (it) => x(at(it.on)),
    (it) => y(it.amountPence),
  ).curve(curveStepAfter)(points);
  const marks = steps.map(
    ({ on, amountPence }, i) =>
      `<circle cx="${px(x(at(on)))}" cy="${px(y(amountPence))}" r="12" ` +
      `fill="#ffffff" stroke="${COLOURS[0]}" stroke-width="2"/>` +
      `<text x="${px(x(at(on)))}" y="${px(y(amountPence) + 5)}" ` +
      `text-anchor="middle" ${TEXT}>${i + 1}</text>`,
  );
  const ends = [from, to].map(
    (day, i) =>
      `<text x="${px(x(at(day)))}" y="${SIZE.height - 14}" ` +
      `text-anchor="${i === 0 ? 'start' : 'end'}" ${TEXT}>${monthOf(day)}</text>`,
  );
  const drawn = `<path d="${path ?? ''}" fill="none" stroke="${COLOURS[0]}" stroke-width="4"/>`;
  return svg(chart, axis(y) + drawn + marks.join('') + ends.join(''));
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "May 26" */
export const monthOf = (day: LocalDate): string =>
  `${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(2, 4)}`;
