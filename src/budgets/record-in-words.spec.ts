import { pence } from '../kernel/money.js';
import { linesAgreed, linesAsked } from './record-in-words.js';

const typed = (purpose: string, pounds: number) => ({
  purpose,
  fundingStream: 'health',
  weeklyPence: pence(pounds * 100),
});

describe('The parts of a budget that are asked for', () => {
  it('are those in force and one more, and one more each time it is wanted', () => {
    expect(linesAsked(0, {})).toBe(1);
    expect(linesAsked(2, {})).toBe(3);
    expect(linesAsked(2, { lines: '3', step: 'more' })).toBe(4);
    expect(linesAsked(2, { lines: '4' })).toBe(4);
  });

  it('are never more than an allocation may have', () => {
    expect(linesAsked(2, { lines: '50', step: 'more' })).toBe(50);
    expect(linesAsked(2, { lines: '1e9' })).toBe(3);
  });
});

describe('The parts of a budget that are agreed', () => {
  it('are those that were filled in', () =>
    expect(
      linesAgreed({ reason: 'uplift', line1: typed('respite', 10), line2: undefined, lines: 3 }),
    ).toEqual([typed('respite', 10)]));

  it('go on to reach what they were to reach, and keep their minutes with their amount', () => {
    const before = [
      { ...typed('respite', 10), outcome: 'rested', minutesPerWeek: 60 },
      { ...typed('transport', 20), outcome: 'out-and-about', minutesPerWeek: 30 },
    ];
    const values = { line1: typed('respite', 12), line2: typed('transport', 20) };
    expect(linesAgreed(values, before)).toEqual([
      { ...typed('respite', 12), outcome: 'rested' },
      { ...typed('transport', 20), outcome: 'out-and-about', minutesPerWeek: 30 },
    ]);
  });
});
