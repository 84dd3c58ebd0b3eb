import { rulesOf } from '../../test/support/given.js';
import type { LocalDate } from '../kernel/dates.js';
import { pence, type Pence } from '../kernel/money.js';
import { account } from './account.js';
import { untouched } from './account-state.js';
import type { AccountCommand, CloseStatement } from './account.commands.js';
import type {
  AccountEvent,
  FileRemark,
  PaymentMade,
  PeriodClosed,
  PeriodReopened,
  StatementImported,
  TypedBalance,
} from './account.events.js';
import { hasLine } from './lines.facts.js';
import { periodToClose } from './period.facts.js';

const given = rulesOf(account);

const now = {
  today: '2027-07-10',
  policyVersion: 1,
  evidenceDueDays: 28,
  opensOn: '2027-04-05',
  openingId: 'opening',
  openingBalancePence: pence(100_00),
} as const;
const on = now.today;

const pounds = (amount: number) => pence(amount * 100);

/** With one line, of the fifth day of the month, which is ignored. */
const statement = (
  month: '05' | '06',
  more: Partial<StatementImported> & { line?: number; day?: string; open?: true } = {},
): AccountEvent[] => {
  const { line = 20, day = '05', open, ...said } = more;
  const statementId = said.statementId ?? `s-${month}`;
  const lineId = `l-${statementId}`;
  const booked = `2027-${month}-${day}` as LocalDate;
  const read = { lineId, on: booked, amountPence: pounds(line), textHash: 't' };
  const ignored = { type: 'LineIgnored', on, statementId, lineId, wordsHash: 'h' } as const;
  return [
    { type: 'LinesRead', on, statementId, lines: [read] },
    {
      type: 'StatementImported',
      on,
      format: 'csv',
      source: 'csv-lloyds',
      from: '2027-04-05',
      to: month === '05' ? '2027-05-31' : '2027-06-30',
      firstOn: booked,
      lastOn: booked,
      lines: 1,
      duplicates: 0,
      linesDigest: 'd',
      ...(month === '05'
        ? { openingPence: pounds(100), closingPence: pounds(120) }
        : { openingPence: pounds(120), closingPence: pounds(140) }),
      problems: [],
      notes: [],
      ...said,
      statementId,
    },
    ...(open ? [] : [ignored]),
  ];
};

const close = (asked: Partial<CloseStatement> = {}): AccountCommand => ({
  ...now,
  type: 'CloseStatement',
  statementId: 's-05',
  userId: 'olu',
  ...asked,
});

const closed: PeriodClosed = {
  type: 'PeriodClosed',
  on,
  statementId: 's-05',
  from: '2027-04-05',
  to: '2027-05-31',
  openingPence: pounds(100),
  closingPence: pounds(120),
  by: 'olu',
};
const closedInJune: PeriodClosed = {
  ...closed,
  statementId: 's-06',
  from: '2027-06-01',
  to: '2027-06-30',
  openingPence: pounds(120),
  closingPence: pounds(140),
};

/** What is missing, in pounds, as the bank sees it. */
const missing = (command: AccountCommand, ...history: AccountEvent[]) => {
  const run = () => account.decide(command, history.reduce(account.evolve, untouched));
  return (differencePence: Pence) =>
    expect(run).toThrow(
      expect.objectContaining({ code: 'does-not-add-up', details: { differencePence } }),
    );
};

describe('Closing a period', () => {
  it('closes every day to the end of the statement, with what the bank had', () =>
    given(...statement('05'))
      .when(close())
      .thenRecorded(closed));

  it('goes on from the last closing', () =>
    given(...statement('05'), closed, ...statement('06', { from: '2027-06-01' }))
      .when(close({ statementId: 's-06' }))
      .thenRecorded(closedInJune));

  it('refuses one that is closed', () =>
    given(...statement('05'), closed)
      .when(close())
      .thenRefused('already-closed'));

  it('refuses it while a line is open', () =>
    given(...statement('05', { open: true }))
      .when(close())
      .thenRefused('open-lines'));

  it('lets a line stand that was set aside', () =>
    given(...statement('05', { open: true }), {
      type: 'LineSetAside',
      on,
      statementId: 's-05',
      lineId: 'l-s-05',
      asks: false,
      wordsHash: 'h',
    })
      .when(close())
      .thenRecorded(closed));

  it('refuses to close June before May', () =>
    given(...statement('05'), ...statement('06'))
      .when(close({ statementId: 's-06' }))
      .thenRefused('earlier-period-open'));

  it('refuses an opening that is not the account’s, and says what is missing', () =>
    missing(
      close(),
      ...statement('05', { openingPence: pounds(90), closingPence: pounds(110) }),
    )(pounds(-10)));

  it('refuses an opening that is not the last closing', () =>
    missing(
      close({ statementId: 's-06' }),
      ...statement('05'),
      closed,
      ...statement('06', { openingPence: pounds(121), closingPence: pounds(141) }),
    )(pounds(1)));

  it('refuses a sum that is a penny out', () =>
    missing(close(), ...statement('05', { closingPence: pence(120_01) }))(pence(1)));

  it('refuses what a file contradicts itself in, though it adds up', () =>
    given(...statement('05', { problems: [{ line: 4, code: 'no-such-day' }] }))
      .when(close())
      .thenRefused('does-not-add-up'));

  describe('whose file named no balance', () => {
    const bare = (): AccountEvent[] =>
      statement('05').map((it): AccountEvent => {
        if (it.type !== 'StatementImported') return it;
        const { openingPence: _, closingPence: __, ...unsaid } = it;
        return unsaid;
      });

    it('takes what is typed for the end, and begins with what was there', () =>
      given(...bare())
        .when(close({ closingPence: pounds(120) }))
        .thenRecorded(closed));

    it('refuses it while nobody says', () =>
      given(...bare())
        .when(close())
        .thenRefused('does-not-add-up'));

    it('takes what is typed anew for what was typed before', () => {
      const problems = [{ line: 0, code: 'typed-does-not-add-up' }];
      const typed = { closingPence: pounds(999), typed: ['closing'] as const, problems };
      missing(close(), ...statement('05', typed))(pounds(879));
      given(...statement('05', typed))
        .when(close({ closingPence: pounds(120) }))
        .thenRecorded(closed);
    });
  });

  it('goes on from the last closing, whatever was assumed when it came in', () => {
    const assumed = statement('06', {
      from: '2027-06-01',
      openingPence: pounds(100),
      typed: ['assumed'],
      problems: [{ line: 0, code: 'typed-does-not-add-up' }],
    });
    given(...statement('05'), closed, ...assumed)
      .when(close({ statementId: 's-06' }))
      .thenRecorded(closedInJune);
  });

  it('refuses what is typed where the file says something else', () =>
    missing(close({ closingPence: pounds(121) }), ...statement('05'))(pounds(1)));

  it('knows entries that the bank had before the first statement began', () => {
    const early: PaymentMade = {
      type: 'PaymentMade',
      on: '2027-04-12',
      entryId: 'p-1',
      amountPence: pounds(50),
    };
    const balances = { openingPence: pounds(150), closingPence: pounds(170) };
    given(early, ...statement('05', balances))
      .when(close())
      .thenRecorded({ ...closed, ...balances, openedWith: ['p-1'] });
    const opened = { ...closed, ...balances, openedWith: ['p-1'] };
    const after = [early, ...statement('05', balances), opened].reduce(account.evolve, untouched);
    expect(hasLine(after.statements, 'p-1')).toBe(true);
    missing(
      close(),
      early,
      ...statement('05', { ...balances, openingPence: pounds(140) }),
    )(pounds(-10));
    given(early, ...statement('05'))
      .when(close())
      .thenRecorded(closed);
  });
});

describe('What whoever closes a period is asked for', () => {
  const asked = (...history: AccountEvent[]) => {
    const known = history.reduce(account.evolve, untouched);
    return periodToClose({ ...known, ...now }, known.statements.all.at(-1)!, {}).asks;
  };
  const says = (code: string, ...typed: TypedBalance[]): Partial<StatementImported> => ({
    typed,
    problems: [{ line: 0, code }],
  });
  const june = { from: '2027-06-01' } as const;

  it('is nothing where the file says both balances', () =>
    expect(asked(...statement('05'))).toEqual([]));

  it('is what was typed, and what contradicts its file', () => {
    expect(asked(...statement('05', { typed: ['opening'] }))).toEqual(['openingPence']);
    expect(asked(...statement('05', { typed: ['closing'] }))).toEqual(['closingPence']);
    expect(asked(...statement('05', says('opening-contradicts-file')))).toEqual(['openingPence']);
    expect(asked(...statement('05', says('closing-contradicts-file')))).toEqual(['closingPence']);
  });

  it('is no opening that the last closing says, but where another was typed', () => {
    const may = [...statement('05'), closed];
    const typed = (...it: [] | ['typed-does-not-add-up']) =>
      asked(...may, ...statement('06', { ...june, ...says(it[0] ?? 'no-such-day', 'opening') }));
    expect(typed()).toEqual([]);
    expect(typed('typed-does-not-add-up')).toEqual(['openingPence']);
  });
});

describe('A file that was made during its last day', () => {
  const cut = statement('05', { day: '31' });
  const rest = (line: number) =>
    statement('05', {
      statementId: 's-rest',
      day: '31',
      to: '2027-06-02',
      line,
      openingPence: pounds(120),
      closingPence: pounds(120 + line),
    });

  it('closes with what it has, where that adds up: the rest of the day goes on', () => {
    const goesOn = { ...closed, lastDayGoesOn: true } as const;
    given(...cut, ...rest(7))
      .when(close())
      .thenRecorded(goesOn);
    given(...cut, ...rest(7), goesOn)
      .when(close({ statementId: 's-rest' }))
      .thenRecorded({
        ...closed,
        statementId: 's-rest',
        from: '2027-06-01',
        to: '2027-06-02',
        openingPence: pounds(120),
        closingPence: pounds(127),
      });
  });

  it('closes with all of that day where that adds up', () =>
    given(...statement('05', { day: '31', closingPence: pounds(127) }), ...rest(7))
      .when(close())
      .thenRecorded({ ...closed, closingPence: pounds(127) }));
});

describe('A file with a week missing', () => {
  const gap: FileRemark = {
    line: 5,
    code: 'balance-does-not-run',
    missing: { from: '2027-05-05', to: '2027-05-20', amountPence: pounds(-7) },
  };
  const may = statement('05', { closingPence: pounds(113), problems: [gap] });
  const week = (amount: number) =>
    statement('05', {
      statementId: 's-week',
      day: '12',
      line: amount,
      openingPence: pounds(120),
      closingPence: pounds(113),
    });

  it('does not close', () => missing(close(), ...may)(pounds(-7)));

  it('closes once another file brings that week, which is closed with it', () => {
    const whole = { ...closed, closingPence: pounds(113) };
    given(...may, ...week(-7))
      .when(close())
      .thenRecorded(whole);
    given(...may, ...week(-7), whole)
      .when(close({ statementId: 's-week' }))
      .thenRefused('already-closed');
    given(...may, ...week(-7))
      .when(close({ statementId: 's-week' }))
      .thenRefused('earlier-period-open');
  });

  it('closes over a row that was left out, once that is brought, too', () => {
    const left: FileRemark = { line: 4, code: 'no-such-day', leftOut: true };
    const both = statement('05', { closingPence: pounds(113), problems: [left, gap] });
    given(...both, ...week(-7))
      .when(close())
      .thenRecorded({ ...closed, closingPence: pounds(113) });
    given(...statement('05', { problems: [left] }))
      .when(close())
      .thenRefused('does-not-add-up');
  });

  it('does not close where that week brings something else', () =>
    missing(close(), ...may, ...week(-8))(pounds(1)));
});

describe('A week in a file of its own, which closes first', () => {
  const both = (opening: number, closing: number): AccountEvent[] => [
    ...statement('05', { day: '04', openingPence: pounds(opening), closingPence: pounds(closing) }),
    ...statement('05', {
      statementId: 's-week',
      day: '12',
      to: '2027-05-14',
      line: -7,
      openingPence: pounds(opening + 20),
      closingPence: pounds(closing),
    }),
  ];
  const weekClosed = { ...closed, statementId: 's-week', to: '2027-05-14' } as const;
  const early: PaymentMade = {
    type: 'PaymentMade',
    on: '2027-04-12',
    entryId: 'p-1',
    amountPence: pounds(50),
  };

  it('leaves what the bank has not yet on its way', () =>
    given(early, ...both(100, 113))
      .when(close({ statementId: 's-week' }))
      .thenRecorded({ ...weekClosed, closingPence: pounds(113) }));

  it('begins with what the bank had before the first of all lines', () => {
    const balances = { openingPence: pounds(150), closingPence: pounds(163) };
    given(early, ...both(150, 163))
      .when(close({ statementId: 's-week' }))
      .thenRecorded({ ...weekClosed, ...balances, openedWith: ['p-1'] });
  });
});

describe('Signing a period off', () => {
  const sign = (userId: string): AccountCommand => ({
    ...now,
    type: 'SignOffStatement',
    statementId: 's-05',
    userId,
  });
  const signing = (...history: AccountEvent[]) =>
    account.decide(sign('mia'), history.reduce(account.evolve, untouched));
  const signed = signing(...statement('05'), closed);

  it('is done by somebody else, over exactly what is shown', () => {
    expect(signed).toEqual([
      {
        type: 'PeriodSignedOff',
        on,
        statementId: 's-05',
        by: 'mia',
        signedHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
    const other = statement('05', { open: true });
    const aside = {
      type: 'LineSetAside',
      on,
      statementId: 's-05',
      lineId: 'l-s-05',
      asks: false,
      wordsHash: 'h',
    } as const;
    expect(signing(...other, aside, closed)).not.toEqual(signed);
  });

  it('is refused who closed it', () =>
    given(...statement('05'), closed)
      .when(sign('olu'))
      .thenRefused('signer-is-closer'));

  it('is refused before it is closed, and twice', () => {
    given(...statement('05'))
      .when(sign('mia'))
      .thenRefused('not-closed');
    given(...statement('05'), closed, ...signed)
      .when(sign('sam'))
      .thenRefused('already-signed');
  });
});

describe('Reopening a period', () => {
  const reopen = (statementId: string): AccountCommand => ({
    ...now,
    type: 'ReopenStatement',
    statementId,
    wordsHash: 'h',
  });
  const reopened: PeriodReopened = {
    type: 'PeriodReopened',
    on,
    statementId: 's-05',
    wordsHash: 'h',
  };

  it('takes back the last closing', () => {
    given(...statement('05'), closed)
      .when(reopen('s-05'))
      .thenRecorded(reopened);
    given(...statement('05'), closed, ...statement('06'), closedInJune)
      .when(reopen('s-06'))
      .thenRecorded({ ...reopened, statementId: 's-06', closedTo: '2027-05-31' });
  });

  it('is refused for an earlier one, and for one that is open', () => {
    given(...statement('05'), closed, ...statement('06'), closedInJune)
      .when(reopen('s-05'))
      .thenRefused('later-period-closed');
    given(...statement('05'))
      .when(reopen('s-05'))
      .thenRefused('not-closed');
  });

  it('lets it be closed anew, by whoever signs or not', () =>
    given(...statement('05'), closed, reopened)
      .when(close({ userId: 'mia' }))
      .thenRecorded({ ...closed, by: 'mia' }));

  it('lets a line that came in late count on its own day again', () => {
    const late = statement('05', { statementId: 's-late', day: '20', from: '2027-06-01', line: 5 });
    const { statements } = [...statement('05'), closed, ...late].reduce(account.evolve, untouched);
    expect(statements.lines.get('l-s-late')?.countsOn).toBe('2027-06-01');
    const after = [...statement('05'), closed, ...late, reopened].reduce(account.evolve, untouched);
    expect(after.statements.lines.get('l-s-late')?.countsOn).toBe('2027-05-20');
  });

  it('moves no line into the days that stay closed, and none out of them', () => {
    const late = statement('05', { statementId: 's-late', day: '20', from: '2027-06-01', line: 5 });
    const again: PeriodReopened = { ...reopened, statementId: 's-06', closedTo: '2027-05-31' };
    const { lines } = [
      ...statement('05'),
      closed,
      ...late,
      ...statement('06'),
      closedInJune,
      again,
    ].reduce(account.evolve, untouched).statements;
    expect(lines.get('l-s-late')?.countsOn).toBe('2027-06-01');
    expect(lines.get('l-s-05')?.countsOn).toBe('2027-05-05');
  });
});
