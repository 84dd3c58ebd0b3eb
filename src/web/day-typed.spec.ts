import { dayTyped, readDay } from './day-typed.js';

const typed = (day: string, month: string, year: string) => readDay({ day, month, year });

describe('A day in three fields', () => {
  it.each([
    ['20', '5', '2026'],
    ['20', '05', '2026'],
    [' 20 ', 'May', '2026'],
    ['20', 'may', ' 2026 '],
  ])('is read as people write it: %p %p %p', (...three) =>
    expect(typed(...three)).toEqual({ day: '2026-05-20' }),
  );

  it('knows months by their first letters', () => {
    expect(typed('1', 'Jun', '2026')).toEqual({ day: '2026-06-01' });
    expect(typed('1', 'sept', '2026')).toEqual({ day: '2026-09-01' });
    expect(typed('1', 'Ju', '2026')).toMatchObject({ wrong: 'must be a real date' });
  });

  it('may be left blank', () => expect(typed('', ' ', '')).toEqual({ day: undefined }));

  it.each<[string, string, string, string, string[]]>([
    ['20', '', '2026', 'must include a month', ['month']],
    ['', '', '2026', 'must include a day and month', ['day', 'month']],
    ['20', '5', '26', 'must have a year of 4 numbers', ['year']],
    ['30', '2', '2026', 'must be a real date', ['day', 'month', 'year']],
    ['20', '13', '2026', 'must be a real date', ['day', 'month', 'year']],
    ['20', 'Mai', '2026', 'must be a real date', ['day', 'month', 'year']],
    ['-1', '5', '2026', 'must be a real date', ['day', 'month', 'year']],
    ['2.5', '5', '2026', 'must be a real date', ['day', 'month', 'year']],
  ])('says what is wrong, and where: %p %p %p', (day, month, year, wrong, parts) =>
    expect(typed(day, month, year)).toEqual({ wrong, parts }),
  );

  it('is put back into its fields', () => {
    expect(dayTyped('2026-05-02')).toEqual({ day: '2', month: '5', year: '2026' });
    expect(dayTyped(undefined)).toEqual({ day: '', month: '', year: '' });
  });
});
