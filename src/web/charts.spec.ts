import { pence } from '../kernel/money.js';
import { barChart, stepChart } from './charts.js';

const bars = {
  id: 'money',
  title: 'You spent £20.00 less than came in',
  description: 'Money in and money out for two months.',
  groups: ['Apr 26', 'May 26'],
  series: [
    { name: 'Money in', pence: [pence(120_00), pence(0)] },
    { name: 'Money <out>', pence: [pence(60_00), pence(40_00)] },
  ],
};
const heights = (svg: string) =>
  [...svg.matchAll(/height="([\d.]+)"><title>/g)].map(([, it]) => Number(it));

describe('A picture', () => {
  it('says in words what it shows', () => {
    const svg = barChart(bars);
    expect(svg).toMatch(
      /role="img" aria-labelledby="money-title money-desc"><title id="money-title">/,
    );
    expect(svg).toContain('>You spent £20.00 less than came in</title>');
    expect(svg).toContain('<title>Money in, Apr 26: £120.00</title>');
  });

  it('takes nothing for markup that was meant as text', () =>
    expect(barChart(bars)).toContain('Money &#60;out&#62;'));

  it('needs no styles, which pages forbid', () =>
    expect(barChart(bars) + stepChart(steps)).not.toMatch(/style=|<style|<script/));

  it('draws bars as high as their sums', () => {
    const [in1, in2, out1, out2] = heights(barChart(bars)) as [number, number, number, number];
    expect(in2).toBe(0);
    expect(in1 / out1).toBeCloseTo(2, 1);
    expect(out1 / out2).toBeCloseTo(1.5, 1);
  });
});

const steps = {
  id: 'budget',
  title: 'Your budget went up',
  description: 'What the budget gave a week.',
  from: '2026-04-06',
  to: '2026-10-06',
  steps: [
    { on: '2026-04-06', amountPence: pence(100_00) },
    { on: '2026-07-06', amountPence: pence(150_00) },
  ],
} as const;

describe('A line of steps', () => {
  it('marks each change with its number, where it happened', () => {
    const marks = [...stepChart(steps).matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)];
    const [[x1, y1], [x2, y2]] = marks.map(([, x, y]) => [Number(x), Number(y)]) as [
      [number, number],
      [number, number],
    ];
    expect(x1).toBe(84);
    expect((x2 - 84) / (640 - 16 - 84)).toBeCloseTo(91 / 183, 2);
    expect(y2).toBeLessThan(y1);
  });

  it('is empty where nothing was in force', () =>
    expect(stepChart({ ...steps, steps: [] })).toContain('<path d=""'));
});
