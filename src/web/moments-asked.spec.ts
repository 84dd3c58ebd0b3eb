import type { LocalDate } from '../kernel/dates.js';
import { MomentsAsked } from './moments-asked.js';
import { SeeOther } from './see-other.js';

const TODAY = '2026-05-20' as LocalDate;
const asked = (query: Record<string, string | string[]>) => MomentsAsked.from(query, TODAY);

describe('The two moments of a page', () => {
  it('are today and now, where nothing is asked', () => {
    const { asAt, knownAt, day, knownDay, isNow, errors } = asked({});
    expect({ asAt, knownAt, day, knownDay, isNow, errors }).toEqual({
      day: '2026-05-20',
      isNow: true,
      errors: [],
    });
  });

  it('are ends of days in London', () => {
    const summer = asked({ asAt: '2026-05-01', knownAt: '2026-05-19' });
    expect([summer.asAt, summer.knownAt]).toEqual(['2026-05-01', '2026-05-19T22:59:59.999999Z']);
    expect(asked({ knownAt: '2026-01-31' }).knownAt).toBe('2026-01-31T23:59:59.999999Z');
  });

  it('are as known now on the day that has not ended', () => {
    const moments = asked({ knownAt: '2026-05-20' });
    expect([moments.knownAt, moments.knownDay]).toEqual([undefined, '2026-05-20']);
  });

  it('show the day of what was known, where no other is asked for', () =>
    expect(asked({ knownAt: '2026-05-01' }).day).toBe('2026-05-01'));

  it('may lie ahead as a day, and never as knowledge', () => {
    expect(asked({ asAt: '2026-12-31' }).asAt).toBe('2026-12-31');
    expect(asked({ knownAt: '2026-05-21' }).errors).toEqual([
      {
        field: 'knownAt',
        id: 'knownAt-day',
        message: 'The day of what was known must be today or in the past',
        parts: ['day', 'month', 'year'],
      },
    ]);
  });

  it('are kept by links, beside what these say themselves', () => {
    const moments = asked({ asAt: '2026-05-01', knownAt: '2026-05-19', kind: 'expense' });
    expect(moments.keptIn('/my/1/history?kind=payment')).toBe(
      '/my/1/history?kind=payment&asAt=2026-05-01&knownAt=2026-05-19',
    );
    expect(asked({}).keptIn('/my/1')).toBe('/my/1');
    expect(asked({}).keptIn('/my/1?page=2')).toBe('/my/1?page=2');
    expect(moments.nowHref).toBe('?kind=expense');
  });

  it('sent as forms send them lead to their address, with the filters that were there', () => {
    const three = { 'asAt-day': '1', 'asAt-month': '5', 'asAt-year': '2026', 'knownAt-day': '' };
    const go = () => asked({ ...three, kind: ['a', 'b'] });
    expect(go).toThrow(SeeOther);
    expect(go).toThrow(expect.objectContaining({ href: '?kind=a&kind=b&asAt=2026-05-01' }));
    expect(() => asked({ 'asAt-day': '', 'asAt-month': '', 'asAt-year': '' })).toThrow(
      expect.objectContaining({ href: '?' }),
    );
  });

  it('that are wrong are shown as they were typed, and the page as at today', () => {
    const moments = asked({ 'asAt-day': '30', 'asAt-month': '2', 'asAt-year': '2026' });
    expect(moments.errors.map((it) => it.message)).toEqual([
      'The day to look at must be a real date',
    ]);
    expect(moments.typed.asAt).toEqual({ day: '30', month: '2', year: '2026' });
    expect([moments.day, moments.isNow]).toEqual([TODAY, true]);
  });
});
