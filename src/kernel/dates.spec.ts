import {
  addDays,
  addMonths,
  addWorkingDays,
  daysBetween,
  dayInWords,
  instantInWords,
  instantOf,
  isLocalDate,
  isWorkingDay,
  londonDay,
  microsOf,
  writtenInstant,
  type Instant,
  type LocalDate,
} from './dates.js';

describe('A day', () => {
  it.each(['2026-02-28', '2028-02-29'])('%s exists', (day) => expect(isLocalDate(day)).toBe(true));
  it.each(['2026-02-30', '2026-2-3', '2026-13-01', '20260203', '2026-02-28T00:00', 7, null])(
    '%p does not',
    (day) => expect(isLocalDate(day)).toBe(false),
  );
});

describe('Counting days', () => {
  it('goes over the ends of months and years, and over the hour that summer takes', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2026-03-30', -2)).toBe('2026-03-28');
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2026-03-30', '2026-03-28')).toBe(-2);
  });
});

describe('Counting months', () => {
  it.each<[LocalDate, number, string]>([
    ['2025-08-31', 6, '2026-02-28'],
    ['2026-02-28', 6, '2026-08-31'], // from the end of a month to the end of a month
    ['2025-08-30', 6, '2026-02-28'],
    ['2025-08-15', 6, '2026-02-15'],
    ['2025-08-15', 12, '2026-08-15'],
    ['2028-02-29', 12, '2029-02-28'],
  ])('%s and %i months is %s', (day, months, then) => expect(addMonths(day, months)).toBe(then));
});

describe('Working days', () => {
  it.each(['2026-12-25', '2026-12-28', '2026-04-03', '2026-04-06', '2026-05-04', '2026-05-25'])(
    '%s is a bank holiday',
    (day) => expect(isWorkingDay(day as LocalDate)).toBe(false),
  );
  it('knows the holidays that were moved or proclaimed', () => {
    expect(isWorkingDay('2022-05-30')).toBe(true);
    expect(isWorkingDay('2022-06-03')).toBe(false);
    expect(isWorkingDay('2023-05-08')).toBe(false);
  });
  it('are counted over weekends and holidays', () =>
    expect(addWorkingDays('2026-12-23', 5)).toBe('2027-01-04'));
});

describe('An instant', () => {
  it('has six decimals and comes back as it was', () => {
    const instant = instantOf(1_780_000_000_123_456);
    expect(instant).toBe('2026-05-28T20:26:40.123456Z');
    expect(microsOf(instant)).toBe(1_780_000_000_123_456);
  });

  it.each<[string, LocalDate]>([
    ['2026-06-30T22:59:59.999999Z', '2026-06-30'],
    ['2026-06-30T23:00:00.000000Z', '2026-07-01'],
    ['2026-12-31T23:59:59.999999Z', '2026-12-31'],
  ])('%s is %s in London', (instant, day) => expect(londonDay(instant as Instant)).toBe(day));

  it.each([
    ['2026-06-01T12:00:00.123Z', '2026-06-01T12:00:00.123999Z'],
    ['2026-06-01T12:00:00Z', '2026-06-01T12:00:00.000000Z'],
    ['2026-06-01T12:00:00.123456Z', '2026-06-01T12:00:00.123456Z'],
    ['2026-06-01T12:00:00+01:00', '2026-06-01T11:00:00.000000Z'],
  ])('written %s, means all that was known by %s', (text, end) =>
    expect(writtenInstant(text)?.last).toBe(end),
  );

  it('written with fewer decimals, begins with nothing after them', () =>
    expect(writtenInstant('2026-06-01T12:00:00.1Z')?.first).toBe('2026-06-01T12:00:00.100000Z'));

  it.each(['2026-02-30T12:00:00Z', '2026-06-01', '2026-06-01T25:00:00Z', 'now'])(
    '%s is none',
    (text) => expect(writtenInstant(text)).toBeUndefined(),
  );
});

describe('In words', () => {
  it('days and instants are what people in London say', () => {
    expect(dayInWords('2026-05-20')).toBe('20 May 2026');
    expect(instantInWords('2026-05-20T23:05:00.000000Z' as Instant)).toBe('21 May 2026 at 12:05am');
    expect(instantInWords('2026-01-20T13:30:59.999999Z' as Instant)).toBe(
      '20 January 2026 at 1:30pm',
    );
  });
});
