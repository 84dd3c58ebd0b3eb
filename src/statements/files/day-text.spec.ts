import { dayOf, dayOrdersOf, writtenDay } from './day-text.js';

const day = (text: string, order: 'dmy' | 'mdy' | 'ymd' = 'dmy') => {
  const written = writtenDay(text);
  return written && dayOf(written, order);
};
const provenBy = (...texts: string[]) =>
  dayOrdersOf(texts.map((it) => writtenDay(it)!)).proven ?? 'nothing';

describe('A day as banks and spreadsheets write it', () => {
  it.each([
    '05/08/2026', '5/8/2026', '05-08-2026', '05.08.2026', '05/08/26', '05 08 2026', '05 Aug 2026',
    '5 August 2026', '05-Aug-26', '5th Aug 2026', 'Aug 5, 2026', 'Wed 5 Aug 2026',
    'Wednesday, 5 August 2026', '2026-08-05', '2026/08/05', '20260805', '05/08/2026 12:30',
    '05/08/2026 12:30:59', '2026-08-05T12:30:00Z', '2026-08-05 12:30:00 +0000', "'05/08/2026",
    '="05/08/2026"', ' 05/08/2026 ', '05\u00a0Aug\u00a02026', '5 Sept 2026'.replace('Sept', 'AUG'),
  ])('%p is 5 August 2026', (text) => expect(day(text)).toBe('2026-08-05')); // prettier-ignore

  it.each(['31/06/2026', '29/02/2026', '00/08/2026', '05/13/2026', '05/08/202', '31 Jun 2026'])(
    '%p looks like a day and is none',
    (text) => {
      expect(writtenDay(text)).toBeDefined();
      expect(day(text)).toBeUndefined();
    },
  );

  it.each([
    '',
    'Total',
    '12.49',
    '46235',
    '05/08',
    '1/2/3/4',
    'TESCO 5/8',
    '18220394',
    '9'.repeat(99),
  ])('%p is not even a wrong one', (text) => expect(writtenDay(text)).toBeUndefined());

  it('may have its month or its year first, where that is known', () => {
    expect(day('08/05/2026', 'mdy')).toBe('2026-08-05');
    expect(day('26/08/05', 'ymd')).toBe('2026-08-05');
  });

  it('shows the order by a number over 12, a name or the year in front; else it is not known', () => {
    expect(provenBy('05/08/2026', '13/08/2026')).toBe('dmy');
    expect(provenBy('05/08/2026', '08/13/2026')).toBe('mdy');
    expect(provenBy('05/08/2026', '06/08/2026')).toBe('nothing');
    expect(provenBy('13/08/2026', '08/13/2026')).toBe('nothing');
    expect(provenBy('5 Aug 2026', '2026-08-05')).toBe('dmy');
    expect(provenBy('13/08/2026', '31/06/2026', '45/45/2026')).toBe('dmy');
    expect(provenBy('26-08-05', '26-08-06', '26-08-07')).toBe('nothing');
    expect(provenBy('13-08-25', '13-08-26')).toBe('dmy');
  });
});
