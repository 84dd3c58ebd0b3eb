import type { LocalDate } from '../kernel/dates.js';
import type { SentFields } from './form-body.js';
import {
  choice,
  choices,
  day,
  file,
  money,
  optional,
  readFields,
  text,
  whole,
  type Field,
} from './form-fields.js';

/** The value, or the message of what is wrong. */
function read<T>(field: Field<T>, sent: SentFields | string): unknown {
  const fields = typeof sent === 'string' ? { it: sent } : sent;
  const { values, errors } = readFields({ it: field }, { fields });
  return errors ? errors[0]!.message : values.it;
}

describe('An amount', () => {
  const amount = money({ what: 'the amount' });

  it.each([
    ['1234.5', 123_450],
    ['£1,234.50', 123_450],
    [' £ 120 ', 12_000],
    ['0.01', 1],
    ['1,000,000', 100_000_000],
    ['12.00', 1_200],
  ])('%p is %p pence', (typed, pence) => expect(read(amount, typed)).toBe(pence));

  it.each(['ten', '1.234', '1,23', '12,34.00', '£', '-5', '1e3', '1 000', '.5', '12.', '٣'])(
    '%p is none',
    (typed) =>
      expect(read(amount, typed)).toBe('The amount must be an amount of money, like 120 or 120.50'),
  );

  it('is asked for, and has its limits', () => {
    expect(read(amount, ' ')).toBe('Enter the amount');
    expect(read(amount, '0')).toBe('The amount must be £0.01 or more');
    expect(read(amount, '10000000.01')).toBe('The amount must be £10,000,000.00 or less');
    expect(read(money({ what: 'the amount', min: 0 }), '0')).toBe(0);
  });
});

describe('Text', () => {
  const name = text({ what: 'who you paid', max: 10 });

  it('loses the blanks around it, and the line breaks of browsers', () =>
    expect(read(text({ what: 'why' }), ' one\r\ntwo ')).toBe('one\ntwo'));

  it('is asked for, and has its limits', () => {
    expect(read(name, '  ')).toBe('Enter who you paid');
    expect(read(name, {})).toBe('Enter who you paid');
    expect(read(name, 'Rosa Reed and others')).toBe('Who you paid must be 10 characters or less');
    expect(read(name, 'Ro\u0007sa')).toBe(
      'Who you paid must only include letters, numbers and signs',
    );
  });
});

describe('A day', () => {
  const paid = day({ what: 'the day you paid', to: '2026-05-20' as LocalDate });
  const typed = (day: string, month: string, year: string) => ({
    'it-day': day,
    'it-month': month,
    'it-year': year,
  });

  it('is read from its three fields', () =>
    expect(read(paid, typed('2', 'May', '2026'))).toBe('2026-05-02'));

  it('is asked for, and has its limits', () => {
    expect(read(paid, {})).toBe('Enter the day you paid');
    expect(read(paid, typed('21', '5', '2026'))).toBe(
      'The day you paid must be on or before 20 May 2026',
    );
    expect(read(paid, typed('31', '12', '1999'))).toBe(
      'The day you paid must be on or after 1 January 2000',
    );
  });

  it('leads to the first field that is to be put right', () => {
    const { errors } = readFields({ on: paid }, { fields: { 'on-day': '2', 'on-year': '2026' } });
    expect(errors).toEqual([
      {
        field: 'on',
        id: 'on-month',
        message: 'The day you paid must include a month',
        parts: ['month'],
      },
    ]);
  });
});

describe('A choice', () => {
  const format = choice({ what: 'a format', of: ['letter', 'email'] });
  const reasons = choices({ what: 'at least one reason', of: ['a', 'b', 'c'] });

  it('is one of those offered', () => {
    expect(read(format, 'email')).toBe('email');
    expect(read(format, 'fax')).toBe('Select a format');
    expect(read(format, {})).toBe('Select a format');
    expect(read(format, { it: ['email', 'letter'] })).toBe('Select a format');
  });

  it('of several is any of those offered', () => {
    expect(read(reasons, { it: ['c', 'a'] })).toEqual(['a', 'c']);
    expect(read(reasons, 'b')).toEqual(['b']);
    expect(read(reasons, {})).toBe('Select at least one reason');
    expect(read(reasons, { it: ['a', 'x'] })).toBe('Select at least one reason');
  });

  it('of a number is within its range', () => {
    const weeks = whole({ what: 'weeks', min: 1, max: 52 });
    expect([read(weeks, '8'), read(weeks, '53'), read(weeks, '1.5')]).toEqual([
      8,
      'Weeks must be a whole number from 1 to 52',
      'Weeks must be a whole number from 1 to 52',
    ]);
  });
});

describe('What may be left blank', () => {
  it('is missing then, and judged when it is not', () => {
    const note = optional(text({ what: 'a note', max: 5 }));
    const on = optional(day({ what: 'the day' }));
    expect(read(note, ' ')).toBeUndefined();
    expect(read(note, 'too long')).toBe('A note must be 5 characters or less');
    expect(read(on, {})).toBeUndefined();
    expect(read(on, { 'it-day': '2' })).toBe('The day must include a month and year');
    const sent = { fields: {}, file: undefined };
    expect(readFields({ it: optional(file({ what: 'a file' })) }, sent).values).toEqual({});
  });
});

describe('A form', () => {
  it('says everything that is wrong with it, in the order in which it asks', () => {
    const fields = { payee: text({ what: 'who you paid' }), amount: money({ what: 'the amount' }) };
    const { errors } = readFields(fields, { fields: { amount: 'x' } });
    expect(errors!.map((it) => it.id)).toEqual(['payee', 'amount']);
  });
});
