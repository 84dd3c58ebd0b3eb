import type { EntryKind } from '../../accounts/account.events.js';
import type { LocalDate } from '../../kernel/dates.js';
import { pence } from '../../kernel/money.js';
import { offersFor } from './matching.js';
import type { EntryToMatch, LineToMatch, Offer, ToMatch } from './to-match.js';

// Anna buys care, Bilal employs assistants, Carys has both. Money out is below 0.

const line = (
  lineId: string,
  on: LocalDate,
  pounds: number,
  text: string,
  state: LineToMatch['state'] = 'open',
): LineToMatch => ({ lineId, on, amountPence: pence(pounds * 100), text, state });

type More = Partial<Pick<EntryToMatch, 'kind' | 'category' | 'reference' | 'isMatched'>>;

const entry = (
  entryId: string,
  on: LocalDate,
  pounds: number,
  payee?: string,
  more: More = {},
): EntryToMatch => ({
  entryId,
  kind: 'expense',
  on,
  amountPence: pence(pounds * 100),
  ...(payee && { payee }),
  isMatched: false,
  ...more,
});

const payment = (entryId: string, on: LocalDate, pounds: number, more: More = {}): EntryToMatch =>
  entry(entryId, on, pounds, undefined, { kind: 'payment', ...more });

type Given = Partial<ToMatch>;
const offers = (given: Given): ReadonlyMap<string, Offer> =>
  offersFor({ lines: [], entries: [], rules: [], expected: [], ...given });

const firstOf = (given: Given, lineId: string) => offers(given).get(lineId)!.suggestions[0];
/** "l1 = e1!" for each first suggestion; ! is certain; "l1 = ?" has none. */
const inShort = (given: Given): string[] =>
  [...offers(given)].map(
    ([
      lineId,
      {
        suggestions: [it],
      },
    ]) => (it ? `${lineId} = ${it.entryIds.join(' + ')}${it.certain ? '!' : ''}` : `${lineId} = ?`),
  );

describe('A line that names its payee', () => {
  const invoice = entry('care', '2027-05-03', -96, 'Sunrise Care');
  const paidOn = (on: LocalDate, text = 'SUNRISE CARE') => ({
    lines: [line('l', on, -96, text)],
    entries: [invoice],
  });

  it('is certain on the same day, with the reasons in words', () =>
    expect(offers(paidOn('2027-05-03')).get('l')).toEqual({
      suggestions: [
        {
          entryIds: ['care'],
          score: 99,
          certain: true,
          reasons: [
            'same amount',
            'same day',
            "name like 'Sunrise Care'",
            'no other of this amount within 10 days',
          ],
        },
      ],
    }));

  it('is certain up to 7 days later, for banks book late', () => {
    expect(inShort(paidOn('2027-05-10'))).toEqual(['l = care!']);
    expect(inShort(paidOn('2027-05-11'))).toEqual(['l = care']);
    expect(firstOf(paidOn('2027-05-04'), 'l')!.reasons).toContain('1 day later');
  });

  it('is suggested when the bank had it before it was written down', () => {
    expect(inShort(paidOn('2027-05-02'))).toEqual(['l = care']);
    expect(firstOf(paidOn('2027-04-30'), 'l')!.reasons).toContain('3 days earlier');
  });

  it('is certain where the bank writes initials, or cuts the name off', () => {
    const tom = entry('tom', '2027-05-07', -208, 'Tom Tanner');
    const bank = (text: string) => ({
      lines: [line('l', '2027-05-07', -208, text)],
      entries: [tom],
    });
    expect(inShort(bank('FPO T TANNER WAGES'))).toEqual(['l = tom!']);
    const long = entry('long', '2027-05-07', -80, 'Evergreen Domiciliary Care Services');
    const cut = {
      lines: [line('l', '2027-05-07', -80, 'EVERGREEN DOMICILI REF 4')],
      entries: [long],
    };
    expect(inShort(cut)).toEqual(['l = long!']);
  });

  it('is only suggested where a word of the name is missing', () => {
    const given = paidOn('2027-05-03', 'SUNRISE TRAVEL');
    expect(inShort(given)).toEqual(['l = care']);
    expect(firstOf(given, 'l')!.reasons).toContain("name partly like 'Sunrise Care'");
  });

  it('is nothing without the very same pence, and the same direction', () => {
    const pennyMore = { lines: [line('l', '2027-05-03', -96.01, 'SUNRISE CARE')] };
    expect(inShort({ ...pennyMore, entries: [invoice] })).toEqual(['l = ?']);
    const moneyBack = { lines: [line('l', '2027-05-03', 96, 'SUNRISE CARE')] };
    expect(inShort({ ...moneyBack, entries: [invoice] })).toEqual(['l = ?']);
  });
});

describe('Equal wages every week', () => {
  const fridays = ['2027-05-07', '2027-05-14', '2027-05-21', '2027-05-28'] as const;
  const wages = fridays.map((on, n) => entry(`e${n}`, on, -208, 'Amira Aslan'));
  const booked = fridays.map((on, n) => line(`l${n}`, on, -208, 'A ASLAN WAGES'));

  it('are certain while each line comes within 3 days of its entry', () =>
    expect(inShort({ lines: booked, entries: wages })).toEqual([
      'l0 = e0!',
      'l1 = e1!',
      'l2 = e2!',
      'l3 = e3!',
    ]));

  it('of which one entry is missing: its line is not given to the neighbour', () => {
    const entries = wages.filter((it) => it.entryId !== 'e1');
    expect(inShort({ lines: booked, entries })).toEqual([
      'l0 = e0!',
      'l1 = ?',
      'l2 = e2!',
      'l3 = e3!',
    ]);
  });

  it('of which the last line stands alone: the entry of the week before is not certain', () => {
    const settled = booked.slice(0, 2).map((it) => ({ ...it, state: 'matched' as const }));
    const matched = wages.slice(0, 2).map((it) => ({ ...it, isMatched: true }));
    const given = { lines: [...settled, booked[3]!], entries: [...matched, wages[2]!] };
    expect(inShort(given)).toEqual(['l3 = e2']);
  });

  it('are certain after a line that the bank booked late', () => {
    const late = line('l0', '2027-05-11', -208, 'A ASLAN WAGES');
    const given = { lines: [late, ...booked.slice(1)], entries: wages };
    expect(inShort(given)).toEqual(['l0 = e0', 'l1 = e1!', 'l2 = e2!', 'l3 = e3!']);
  });

  it('beside a line of the same amount that names nobody known are not certain', () => {
    const stranger = line('cash', '2027-05-14', -208, 'NOTEMACHINE CASH');
    const given = { lines: [...booked, stranger], entries: wages };
    expect(inShort(given)).toContain('l1 = e1');
    expect(inShort(given)).toContain('l2 = e2!');
  });

  it('offer to a line that names nobody no entry that is certain elsewhere', () => {
    const lines = [booked[0]!, booked[1]!, { ...booked[2]!, text: 'NOTEMACHINE' }, booked[3]!];
    const { suggestions } = offers({ lines, entries: wages }).get('l2')!;
    expect(suggestions.map((it) => it.entryIds)).toEqual([['e2']]);
  });

  it('are told apart when two assistants get the same', () => {
    const tom = fridays.map((on, n) => entry(`t${n}`, on, -208, 'Tom Tanner'));
    const toms = fridays.map((on, n) => line(`m${n}`, on, -208, 'T TANNER WAGES'));
    const given = { lines: [...booked, ...toms], entries: [...wages, ...tom.slice(1)] };
    expect(inShort(given).filter((it) => it.startsWith('m'))).toEqual([
      'm0 = ?',
      'm1 = t1!',
      'm2 = t2!',
      'm3 = t3!',
    ]);
  });

  it('are told apart from money that comes before its own entry was written', () => {
    const lines = [line('early', '2027-05-07', -10, 'PEAK TAXIS'), line('next', '2027-05-12', -10, 'PEAK TAXIS')]; // prettier-ignore
    const entries = [entry('late', '2027-05-10', -10, 'Peak Taxis')];
    expect(inShort({ lines, entries }).join()).not.toContain('!');
  });
});

describe('Equal payments four days apart', () => {
  it('are not certain: one may be booked late where the other was not written down', () => {
    const lines = [line('a', '2027-05-10', -10, 'METRO BUS'), line('b', '2027-05-14', -10, 'METRO BUS')]; // prettier-ignore
    const entries = [
      entry('first', '2027-05-10', -10, 'Metro Bus'),
      entry('second', '2027-05-14', -10, 'Metro Bus'),
    ];
    expect(inShort({ lines, entries })).toEqual(['a = first', 'b = second']);
  });
});

describe('Two real equal payments on one day', () => {
  const lines = [
    line('a', '2027-05-12', -12.5, 'PEAK TAXIS'),
    line('b', '2027-05-12', -12.5, 'PEAK TAXIS'),
  ];
  const rides = [
    entry('there', '2027-05-12', -12.5, 'Peak Taxis'),
    entry('back', '2027-05-12', -12.5, 'Peak Taxis'),
  ];

  it('are both kept, one entry each, and neither is certain', () =>
    expect(inShort({ lines, entries: rides })).toEqual(['a = back', 'b = there']));

  it('of which one entry is missing: one line has it, the other is to be recorded', () => {
    const given = { lines, entries: rides.slice(0, 1) };
    expect(inShort(given)).toEqual(['a = there', 'b = ?']);
    expect(offers(given).get('b')!.proposal).toEqual({
      kind: 'expense',
      payee: 'Peak Taxis',
      reasons: ["name like 'Peak Taxis'", 'an entry of this amount fits another line better'],
      category: 'travel',
    });
  });
});

describe('An entry', () => {
  it('is certain of one line at most', () => {
    const lines = [
      line('a', '2027-05-12', -40, 'LAMPLIGHT CARE'),
      line('b', '2027-05-13', -40, 'LAMPLIGHT CARE'),
    ];
    const entries = [entry('e', '2027-05-12', -40, 'Lamplight Care')];
    expect(inShort({ lines, entries })).toEqual(['a = e', 'b = ?']);
  });

  it('that has a line already is offered to no other', () => {
    const lines = [line('l', '2027-05-12', -40, 'LAMPLIGHT CARE')];
    const entries = [entry('e', '2027-05-12', -40, 'Lamplight Care', { isMatched: true })];
    expect(inShort({ lines, entries })).toEqual(['l = ?']);
  });

  it('of long ago is not swallowed by a loose match', () => {
    const entries = [entry('old', '2027-02-12', -40, 'Lamplight Care')];
    for (const text of ['LAMPLIGHT CARE', 'CASH'])
      expect(inShort({ lines: [line('l', '2027-05-12', -40, text)], entries })).toEqual(['l = ?']);
  });

  it('of somebody else is not offered to a line that names one who is known', () => {
    const entries = [
      entry('cafe', '2027-05-12', -20, 'Corner Café'),
      entry('ride', '2027-04-02', -31, 'Peak Taxis', { isMatched: true }),
    ];
    const lines = [line('l', '2027-05-12', -20, 'PEAK TAXIS')];
    expect(inShort({ lines, entries })).toEqual(['l = ?']);
  });

  it('is found by the day the bank booked it, up to 10 days from its own', () => {
    const entries = [entry('e', '2027-05-01', -45, 'Open College')];
    const other = (on: LocalDate) => ({ lines: [line('l', on, -45, 'ZETTLE OC')], entries });
    expect(firstOf(other('2027-05-11'), 'l')!.reasons).toContain(
      'no other of this amount within 10 days',
    );
    expect(inShort(other('2027-05-11'))).toEqual(['l = e']);
    expect(inShort(other('2027-05-12'))).toEqual(['l = ?']);
  });
});

describe('A reference', () => {
  const paid = payment('p', '2027-05-03', 960, { reference: 'DP-2027/05' });

  it('that stands in the text as a whole is certain', () => {
    const given = {
      lines: [line('l', '2027-05-14', 960, 'ANYSHIRE DP-2027/05 BGC')],
      entries: [paid],
    };
    expect(inShort(given)).toEqual(['l = p!']);
    expect(firstOf(given, 'l')!.reasons).toEqual([
      'same amount',
      '11 days later',
      "reference 'DP-2027/05'",
    ]);
  });

  it('that is a part of a longer one is none', () => {
    const given = {
      lines: [line('l', '2027-05-14', 960, 'ANYSHIRE DP-2027/051')],
      entries: [paid],
    };
    expect(inShort(given)).toEqual(['l = ?']);
  });

  it('with another amount is none', () => {
    const given = { lines: [line('l', '2027-05-04', 961, 'DP-2027/05')], entries: [paid] };
    expect(inShort(given)).toEqual(['l = ?']);
  });

  it('that two entries have in the same days is not certain', () => {
    const twice = [paid, { ...paid, entryId: 'again' }];
    const given = { lines: [line('l', '2027-05-04', 960, 'DP-2027/05')], entries: twice };
    expect(inShort(given)).toEqual(['l = again']);
  });

  it('that another entry has is not certain beyond a week, nor beside it', () => {
    const reference = 'DP-2027/05';
    const later = (on: LocalDate) => [paid, payment('later', on, 960, { reference })];
    const booked = (on: LocalDate) => [line('l', on, 960, 'DP-2027/05')];
    expect(inShort({ lines: booked('2027-05-14'), entries: later('2027-06-28') })).toEqual([
      'l = p',
    ]);
    expect(inShort({ lines: booked('2027-05-04'), entries: later('2027-05-10') })).toEqual([
      'l = p',
    ]);
  });

  it('that a council uses every four weeks is certain within a week, never for a neighbour', () => {
    const monthly = ['2027-05-03', '2027-05-31', '2027-06-28'] as const;
    const entries = monthly.map((on, n) => payment(`p${n}`, on, 960, { reference: 'DP10442' }));
    const lines = monthly.map((on, n) => line(`l${n}`, on, 960, 'ANYSHIRE CC DP10442'));
    expect(inShort({ lines, entries })).toEqual(['l0 = p0!', 'l1 = p1!', 'l2 = p2!']);
    const missing = entries.filter((it) => it.entryId !== 'p1');
    expect(inShort({ lines, entries: missing })).toEqual(['l0 = p0!', 'l1 = ?', 'l2 = p2!']);
  });
});

describe('Amounts that go together', () => {
  it('are offered as one line for several entries of one payee', () => {
    const entries = [
      entry('w1', '2027-05-07', -80, 'Tom Tanner'),
      entry('w2', '2027-05-14', -96, 'Tom Tanner'),
      entry('other', '2027-05-14', -16, 'Peak Taxis'),
    ];
    const given = { lines: [line('l', '2027-05-15', -176, 'T TANNER')], entries };
    expect(firstOf(given, 'l')).toEqual({
      entryIds: ['w2', 'w1'],
      score: 75,
      certain: false,
      reasons: ['2 entries make this amount', "name like 'Tom Tanner'"],
    });
  });

  it('are offered as wages of all assistants where the bank says wages', () => {
    const wages = { category: 'personal-assistant' };
    const entries = [
      entry('amira', '2027-05-07', -208, 'Amira Aslan', wages),
      entry('tom', '2027-05-07', -143, 'Tom Tanner', wages),
    ];
    const bulk = line('l', '2027-05-08', -351, 'BULK PAYMENT WAGES');
    expect(inShort({ lines: [bulk], entries })).toEqual(['l = amira + tom']);
    expect(inShort({ lines: [{ ...bulk, text: 'ARGOS' }], entries })).toEqual(['l = ?']);
  });

  it('are offered as several lines for one entry, to each of them', () => {
    const entries = [entry('invoice', '2027-05-10', -300, 'Calder Nursing')];
    const lines = [
      line('first', '2027-05-10', -120, 'CALDER NURSING'),
      line('rest', '2027-05-12', -180, 'CALDER NURSING'),
    ];
    expect(firstOf({ lines, entries }, 'first')).toEqual({
      entryIds: ['invoice'],
      withLineIds: ['rest'],
      score: 70,
      certain: false,
      reasons: ['2 lines make this amount', "name like 'Calder Nursing'"],
    });
    expect(firstOf({ lines, entries }, 'rest')!.withLineIds).toEqual(['first']);
  });

  it('are five at most, and to the penny', () => {
    const days = ['2027-05-03', '2027-05-04', '2027-05-05', '2027-05-06', '2027-05-07', '2027-05-08'] as const; // prettier-ignore
    const entries = days.map((on, n) => entry(`e${n}`, on, -10, 'Metro Bus'));
    const paidAtOnce = (pounds: number) => ({
      lines: [line('l', '2027-05-09', pounds, 'METRO BUS')],
      entries,
    });
    expect(firstOf(paidAtOnce(-50), 'l')!.entryIds).toHaveLength(5);
    expect(inShort(paidAtOnce(-60))).toEqual(['l = ?']);
    expect(inShort(paidAtOnce(-49.99))).toEqual(['l = ?']);
  });
});

describe('What would be certain', () => {
  const whole = line('whole', '2027-05-04', -400, 'SUNRISE CARE');
  const invoice = entry('invoice', '2027-05-03', -400, 'Sunrise Care');

  it('is not where other lines make the same entry: one of two equal invoices paid in parts', () => {
    const parts = [
      line('part-1', '2027-05-05', -160, 'SUNRISE CARE'),
      line('part-2', '2027-05-07', -240, 'SUNRISE CARE'),
    ];
    const given = { lines: [whole, ...parts], entries: [invoice] };
    expect(inShort(given)).toEqual(['whole = invoice', 'part-1 = invoice', 'part-2 = invoice']);
    expect(firstOf(given, 'whole')?.reasons).toContain('but others together make this amount, too');
    expect(firstOf(given, 'part-1')?.withLineIds).toEqual(['part-2']);
    const other = [{ ...parts[0]!, amountPence: pence(-161_00) }, parts[1]!];
    expect(inShort({ ...given, lines: [whole, ...other] })[0]).toBe('whole = invoice!');
  });

  it('is not where other entries make the same line: one of two equal invoices not yet paid', () => {
    const hours = [
      entry('hours-1', '2027-05-01', -160, 'Sunrise Care'),
      entry('hours-2', '2027-05-02', -240, 'Sunrise Care'),
    ];
    const given = { lines: [whole], entries: [invoice, ...hours] };
    expect(inShort(given)).toEqual(['whole = invoice']);
    expect(offers(given).get('whole')?.suggestions[1]?.entryIds).toEqual(['hours-2', 'hours-1']);
  });

  it('is offered beside four others at most', () => {
    const hours = [
      entry('hours-1', '2027-05-01', -160, 'Sunrise Care'),
      entry('hours-2', '2027-05-02', -240, 'Sunrise Care'),
    ];
    const days = ['04-25', '04-26', '05-09', '05-10', '05-11', '05-12'] as const;
    const nameless = days.map((it) => entry(`of-${it}`, `2027-${it}`, -400));
    const given = { lines: [whole], entries: [invoice, ...hours, ...nameless] };
    const all = offers(given)
      .get('whole')!
      .suggestions.map((it) => it.entryIds);
    expect([all.length, all[0], all[4]]).toEqual([5, ['invoice'], ['hours-2', 'hours-1']]);
  });

  it('is where a reference says so', () => {
    const entries = [{ ...invoice, reference: 'INV-20931' }];
    const lines = [
      { ...whole, text: 'SUNRISE CARE INV-20931' },
      line('part-1', '2027-05-05', -160, 'SUNRISE CARE'),
      line('part-2', '2027-05-07', -240, 'SUNRISE CARE'),
    ];
    expect(inShort({ lines, entries })[0]).toBe('whole = invoice!');
  });
});

describe('Suggestions', () => {
  it('are five at most, the best first, and never an entry that is certain elsewhere', () => {
    const entries = ['01', '02', '03', '04', '05', '06', '07', '08'].map((day) =>
      entry(`e${day}`, `2027-05-${day}` as LocalDate, -10, 'Metro Bus'),
    );
    const { suggestions } = offers({
      lines: [line('l', '2027-05-08', -10, 'METRO BUS')],
      entries: [...entries, entry('far', '2027-05-08', -25, 'Metro Bus')],
    }).get('l')!;
    expect(suggestions.map((it) => it.entryIds[0])).toEqual(['e08', 'e07', 'e06', 'e05', 'e04']);
    const scores = suggestions.map((it) => it.score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  it('are for open lines only', () => {
    const states = ['matched', 'recorded', 'set-aside', 'ignored'] as const;
    const lines = states.map((state) => line(state, '2027-05-08', -10, 'METRO BUS', state));
    expect(inShort({ lines, entries: [entry('e', '2027-05-08', -10, 'Metro Bus')] })).toEqual([]);
  });

  it('go by the line of the same words where it was learned who they are', () => {
    const rules = [{ ruleId: 'r', payeeKey: 'zettle rj', kind: 'expense', payee: 'Peak Taxis' }] as const; // prettier-ignore
    const entries = [entry('ride', '2027-05-08', -10, 'Peak Taxis')];
    const given = { lines: [line('l', '2027-05-08', -10, 'ZETTLE_*RJ')], entries, rules };
    expect(firstOf(given, 'l')).toMatchObject({ certain: false, entryIds: ['ride'] });
    expect(firstOf(given, 'l')!.reasons).toContain("these words were 'Peak Taxis' the last time");
  });
});

describe('A line whose words were erased', () => {
  it('is never certain, and makes its neighbours uncertain', () => {
    const entries = [entry('e', '2027-05-08', -10, 'Metro Bus')];
    const lines = [
      line('erased', '2027-05-08', -10, ''),
      line('l', '2027-05-09', -10, 'METRO BUS'),
    ];
    expect(inShort({ lines, entries }).join()).not.toContain('!');
  });
});

describe('What an entry made of a line would be', () => {
  const proposed = (on: LocalDate, pounds: number, text: string, given: Given = {}) => {
    const { proposal, suggestions } = offers({ ...given, lines: [line('l', on, pounds, text)] }).get('l')!; // prettier-ignore
    expect(suggestions).toEqual([]);
    return proposal!;
  };
  const rule = (kind: EntryKind) =>
    ({ ruleId: 'r', payeeKey: 'zettle holdings', kind, payee: 'Rosa Reed', category: 'agency' }) as const; // prettier-ignore

  it('is what was recorded the last time, and names the rule', () =>
    expect(proposed('2027-05-08', -35, 'ZETTLE_*HOLDINGS', { rules: [rule('expense')] })).toEqual({
      kind: 'expense',
      payee: 'Rosa Reed',
      category: 'agency',
      ruleId: 'r',
      reasons: ['as it was recorded the last time'],
    }));

  it('goes by no rule of the other direction', () =>
    expect(
      proposed('2027-05-08', 35, 'ZETTLE_*HOLDINGS', { rules: [rule('expense')] }).ruleId,
    ).toBeUndefined());

  it('is what was expected around its day, to the penny', () => {
    const expected = [{ kind: 'payment', on: '2027-05-31', amountPence: pence(960_00) }] as const;
    expect(proposed('2027-06-02', 960, 'BACS 4471', { expected })).toEqual({
      kind: 'payment',
      reasons: ['this amount was expected on 31 May 2027'],
    });
    expect(proposed('2027-06-02', 959, 'BACS 4471', { expected }).kind).toBe('contribution');
    expect(proposed('2027-06-09', 960, 'BACS 4471', { expected }).kind).toBe('contribution');
  });

  it('is the same whatever the order in which money is expected', () => {
    const due = { on: '2027-05-07', amountPence: pence(-208_00), kind: 'expense' } as const;
    const expected = [
      { ...due, payee: 'Tom Tanner' },
      { ...due, payee: 'Amira Aslan' },
    ];
    for (const given of [expected, expected.toReversed()])
      expect(proposed('2027-05-08', -208, '0044178', { expected: given }).payee).toBe(
        'Amira Aslan',
      );
  });

  it('is for the payee whom the line names, as the last time', () => {
    const entries = [
      entry('e', '2027-03-01', -44, 'Sunrise Care', { category: 'agency', isMatched: true }),
    ];
    expect(proposed('2027-05-08', -51, 'FPO SUNRISE CARE', { entries })).toMatchObject({
      kind: 'expense',
      payee: 'Sunrise Care',
      category: 'agency',
    });
    expect(proposed('2027-05-08', 51, 'SUNRISE CARE', { entries }).kind).toBe('refund');
  });

  it('is what came in with the same amount before', () => {
    const entries = [
      entry('c', '2027-04-01', 22.5, undefined, { kind: 'contribution', isMatched: true }),
    ];
    expect(proposed('2027-05-08', 22.5, 'B BEGUM', { entries })).toEqual({
      kind: 'contribution',
      reasons: ['the same amount as on 1 April 2027'],
    });
  });

  it.each([
    [-12, 'HM REVENUE & CUSTOMS 475PA', 'expense', 'HMRC', 'hmrc'],
    [-18, 'FPO TALLY PAYROLL INV 22', 'expense', 'Tally Payroll', 'payroll'],
    [-9, 'CARD PAYMENT TO CITY TAXIS 04MAY', 'expense', 'City Taxis', 'travel'],
    [-90, 'WILLOW HOMECARE LTD', 'expense', 'Willow Homecare', 'agency'],
    [-7, 'BLUE LAGOON SWIM', 'expense', 'Blue Lagoon Swim', 'activities'],
    [-5, '0044178', 'expense', undefined, 'other'],
    [-400, 'ANYSHIRE COUNCIL SURPLUS', 'return', undefined, undefined],
    [900, 'ANYSHIRE COUNTY COUNCIL', 'payment', undefined, undefined],
    [0.31, 'GROSS INTEREST', 'interest', undefined, undefined],
    [4, 'REFUND PARKING', 'refund', undefined, undefined],
    [25, 'C CLARKE', 'contribution', undefined, undefined],
  ] as const)('is guessed from %s "%s": %s', (pounds, text, kind, payee, category) => {
    const { reasons: _, ...rest } = proposed('2027-05-08', pounds, text);
    expect(rest).toEqual({ kind, ...(payee && { payee }), ...(category && { category }) });
  });
});
