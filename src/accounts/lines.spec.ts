import { rulesOf } from '../../test/support/given.js';
import type { LocalDate } from '../kernel/dates.js';
import { NOTHING, pence } from '../kernel/money.js';
import { account } from './account.js';
import { untouched } from './account-state.js';
import type { AccountCommand, ImportStatement, MatchLine } from './account.commands.js';
import type {
  AccountEvent,
  ExpenseRecorded,
  LineMatched,
  LineRecorded,
  LineSetAside,
  PaymentMade,
  PeriodClosed,
  ReadLine,
  StatementImported,
} from './account.events.js';
import { statementOf } from './lines.facts.js';

const given = rulesOf(account);

const now = {
  today: '2027-06-10',
  policyVersion: 1,
  evidenceDueDays: 28,
  opensOn: '2027-04-05',
  openingId: 'opening',
  openingBalancePence: NOTHING,
} as const;
const on = now.today;
const statementId = 's-1';
const textHash = 't';

const read = (lineId: string, day: LocalDate, pounds: number): ReadLine => ({
  lineId,
  on: day,
  amountPence: pence(pounds * 100),
  textHash,
});
const paidIn = read('l-1', '2027-05-04', 960);
const wages = read('l-2', '2027-05-08', -96);
const again = read('l-3', '2027-05-08', -96);
const linesRead = (...lines: ReadLine[]) => ({
  type: 'LinesRead' as const,
  on,
  statementId,
  lines,
});

const imported: StatementImported = {
  type: 'StatementImported',
  on,
  statementId,
  format: 'csv',
  source: 'csv-lloyds',
  from: '2027-04-05',
  to: '2027-05-31',
  firstOn: '2027-05-04',
  lastOn: '2027-05-08',
  lines: 3,
  duplicates: 0,
  linesDigest: 'ff5a2fcbcdfdcd93b66c8e5d39f28d7c8ab2c9a8f0e2c11c86a2f5f3d9a7d2c6',
  openingPence: NOTHING,
  closingPence: pence(768_00),
  problems: [],
  notes: [],
};
const taken = [linesRead(paidIn, wages, again), imported] as const;

const paid: PaymentMade = {
  type: 'PaymentMade',
  on: '2027-05-03',
  entryId: 'p-1',
  amountPence: pence(960_00),
};
const spent = (entryId: string, pounds: number): ExpenseRecorded => ({
  type: 'ExpenseRecorded',
  on: '2027-05-07',
  entryId,
  amountPence: pence(pounds * 100),
  category: 'personal-assistant',
  byHolderSide: false,
  wordsHash: 'h',
});
const matched: LineMatched = {
  type: 'LineMatched',
  on,
  statementId,
  matchId: 'm-1',
  lineIds: ['l-1'],
  entryIds: ['p-1'],
  how: 'chosen',
};
const aside: LineSetAside = {
  type: 'LineSetAside',
  on,
  statementId,
  lineId: 'l-2',
  asks: true,
  wordsHash: 'h',
};
const closed: PeriodClosed = {
  type: 'PeriodClosed',
  on,
  statementId,
  from: '2027-04-05',
  to: '2027-05-31',
  openingPence: NOTHING,
  closingPence: pence(768_00),
  by: 'olu',
};

const after = (...history: AccountEvent[]) => history.reduce(account.evolve, untouched);

const record = (lineId = 'l-2', kind: 'expense' | 'refund' = 'expense'): AccountCommand => ({
  ...now,
  type: 'RecordLine',
  statementId,
  lineId,
  entryId: 'x-9',
  kind,
  ...(kind === 'expense' && { category: 'agency', wordsHash: 'h' }),
});
const made: ExpenseRecorded = {
  ...spent('x-9', 96),
  on: '2027-05-08',
  category: 'agency',
};
const recorded: LineRecorded = {
  type: 'LineRecorded',
  on,
  statementId,
  lineId: 'l-2',
  entryId: 'x-9',
};

/** What puts that entry right, and what is then recorded, its line aside. */
const reverse = {
  ...now,
  type: 'ReverseEntry',
  entryId: 'r-1',
  reversedId: 'x-9',
  reason: 'wrong-category',
  byHolderSide: false,
} as const;
const reversed = {
  type: 'EntryReversed',
  on: '2027-05-08',
  entryId: 'r-1',
  reversedId: 'x-9',
  kind: 'expense',
  amountPence: pence(96_00),
  reason: 'wrong-category',
} as const;

describe('Taking in a statement', () => {
  const take = (asked: Partial<ImportStatement> = {}): AccountCommand => ({
    ...now,
    type: 'ImportStatement',
    statementId,
    lines: [paidIn, wages, again],
    format: 'csv',
    source: 'csv-lloyds',
    to: '2027-05-31',
    firstOn: '2027-05-04',
    lastOn: '2027-05-08',
    rows: [paidIn, wages, again],
    openingPence: NOTHING,
    closingPence: pence(768_00),
    problems: [],
    notes: [],
    acceptOverlap: false,
    ...asked,
  });
  const taking = (command: AccountCommand, ...history: AccountEvent[]) =>
    account.decide(command, after(...history));

  it('keeps its lines, two equal ones on a day both', () =>
    expect(taking(take())).toEqual([
      linesRead(paidIn, wages, again),
      { ...imported, linesDigest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]));

  it('writes nothing where every row is known', () =>
    given(...taken)
      .when(take({ statementId: 's-2' }))
      .thenNothing());

  it('keeps of one that overlaps another only what is new', () => {
    const more = read('l-4', '2027-05-28', -40);
    const command = take({
      statementId: 's-2',
      lines: [wages, again, more],
      rows: [wages, again, more],
    });
    expect(taking(command, ...taken)).toMatchObject([
      { type: 'LinesRead', statementId: 's-2', lines: [more] },
      { type: 'StatementImported', lines: 1, duplicates: 2 },
    ]);
  });

  it('begins with what was there before its first new line, whatever came in meanwhile', () => {
    const more = read('l-4', '2027-05-28', -40);
    const openingPence = pence(960_00);
    const rows = [wages, again, more];
    const command = take({ statementId: 's-2', lines: rows, rows, openingPence });
    expect(taking(command)[1]).toMatchObject({ openingPence: 960_00 });
    expect(taking(command, ...taken)[1]).toMatchObject({ openingPence: 768_00 });
  });

  it('counts lines that came in parts only once it is whole', () => {
    const parts = after(linesRead(paidIn));
    expect(statementOf(parts.statements, statementId)).toBeUndefined();
    expect(parts.statements.lines.get('l-1')).toBeUndefined();
    expect(account.decide(take({ lines: [wages, again] }), parts)).toMatchObject([
      { type: 'LinesRead', lines: [wages, again] },
      { type: 'StatementImported', lines: 3, duplicates: 0 },
    ]);
    const repeated = account.decide(take({ lines: [paidIn, wages, again] }), parts);
    expect(repeated.at(-1)).toMatchObject({ type: 'StatementImported', lines: 3 });
  });

  it('gives a line that two files brought at once to the first that was whole', () => {
    const second = { ...linesRead(paidIn), statementId: 's-2' };
    const { statements } = after(linesRead(paidIn), second, { ...imported, statementId: 's-2' });
    expect(statements.lines.get('l-1')?.statementId).toBe('s-2');
  });

  it('refuses the same days from another source, whose rows it could not recognise', () => {
    const ofx = take({
      statementId: 's-2',
      source: 'ofx',
      lines: [read('o-1', '2027-05-04', 960)],
    });
    given(...taken)
      .when(ofx)
      .thenRefused('overlaps-other-source');
    expect(taking({ ...ofx, acceptOverlap: true } as AccountCommand, ...taken)).toHaveLength(2);
  });

  it('takes in a quiet month, once', () => {
    const quiet = { lines: [], rows: [], firstOn: '2027-06-01', to: '2027-06-09' } as const;
    const june = take({ ...quiet, statementId: 's-2', lastOn: '2027-06-09' });
    const [event] = taking(june, ...taken);
    expect(event).toMatchObject({ type: 'StatementImported', lines: 0 });
    expect(taking({ ...june, statementId: 's-3' } as AccountCommand, ...taken, event!)).toEqual([]);
  });

  it('splits what is too long for an event', () => {
    const lines = Array.from({ length: 501 }, (_, i) => read(`n-${i}`, '2027-05-04', 1));
    const sizes = taking(take({ lines, rows: lines })).map((it) =>
      it.type === 'LinesRead' ? it.lines.length : it.type,
    );
    expect(sizes).toEqual([250, 250, 1, 'StatementImported']);
  });
});

describe('Taking a statement back', () => {
  const withdraw: AccountCommand = {
    ...now,
    type: 'WithdrawStatement',
    statementId,
    wordsHash: 'h',
  };
  const withdrawn = { type: 'StatementWithdrawn', on, statementId, wordsHash: 'h' } as const;

  it('is there for a file of somebody else, and its lines may come again', () => {
    given(...taken)
      .when(withdraw)
      .thenRecorded(withdrawn);
    const { statements } = [...taken, withdrawn].reduce(account.evolve, untouched);
    expect([statements.all, statements.lines.get('l-1')]).toEqual([[], undefined]);
    const again = [
      ...taken,
      withdrawn,
      { ...linesRead(paidIn), statementId: 's-2' },
      {
        ...imported,
        statementId: 's-2',
      },
    ].reduce(account.evolve, untouched);
    expect(again.statements.lines.get('l-1')?.statementId).toBe('s-2');
  });

  it('is refused once something came of its lines, and once it is closed', () => {
    given(...taken, paid, matched)
      .when(withdraw)
      .thenRefused('settled-lines');
    given(...taken, closed)
      .when(withdraw)
      .thenRefused('already-closed');
  });
});

describe('Matching a line', () => {
  const match = (asked: Partial<MatchLine> = {}): AccountCommand => ({
    ...now,
    type: 'MatchLine',
    statementId,
    matchId: 'm-1',
    lineIds: ['l-1'],
    entryIds: ['p-1'],
    ...asked,
  });

  it('links it to its entry', () =>
    given(...taken, paid)
      .when(match())
      .thenRecorded(matched));

  it('links it to several entries that come to the same', () =>
    given(...taken, spent('x-1', 60), spent('x-2', 36))
      .when(match({ lineIds: ['l-2'], entryIds: ['x-1', 'x-2'] }))
      .thenRecorded({ ...matched, lineIds: ['l-2'], entryIds: ['x-1', 'x-2'] }));

  it('links several lines to the entry that they make', () =>
    given(...taken, spent('x-1', 192))
      .when(match({ lineIds: ['l-2', 'l-3'], entryIds: ['x-1'] }))
      .thenRecorded({ ...matched, lineIds: ['l-2', 'l-3'], entryIds: ['x-1'] }));

  it('refuses several lines for several entries', () =>
    given(...taken, spent('x-1', 100), spent('x-2', 92))
      .when(match({ lineIds: ['l-2', 'l-3'], entryIds: ['x-1', 'x-2'] }))
      .thenRefused('invalid'));

  it('refuses a penny of difference', () =>
    given(...taken, { ...paid, amountPence: pence(960_01) })
      .when(match())
      .thenRefused('amounts-differ'));

  it('refuses money out for money in', () =>
    given(...taken, spent('x-1', 960))
      .when(match({ entryIds: ['x-1'] }))
      .thenRefused('amounts-differ'));

  it('refuses an entry that has a line', () =>
    given(...taken, spent('x-1', 96), { ...matched, lineIds: ['l-2'], entryIds: ['x-1'] })
      .when(match({ lineIds: ['l-3'], entryIds: ['x-1'] }))
      .thenRefused('already-matched'));

  it('refuses a line that is settled', () =>
    given(...taken, paid, matched, { ...paid, entryId: 'p-2' })
      .when(match({ entryIds: ['p-2'] }))
      .thenRefused('line-not-open'));

  it('refuses an entry that was put right', () =>
    given(...taken, paid, {
      type: 'EntryReversed',
      on: '2027-05-03',
      entryId: 'r-1',
      reversedId: 'p-1',
      kind: 'payment',
      amountPence: pence(960_00),
      reason: 'recorded-twice',
    })
      .when(match())
      .thenRefused('entry-reversed'));

  it('refuses a line of another statement', () =>
    given(...taken, paid)
      .when(match({ statementId: 's-2' }))
      .thenRefused('not-found'));

  it('passes over, in one go, what somebody else matched meanwhile', () =>
    given(...taken, paid, spent('x-1', 96), matched)
      .when({
        ...now,
        type: 'AcceptMatches',
        statementId,
        matches: [
          { matchId: 'm-1', lineIds: ['l-1'], entryIds: ['p-1'] },
          { matchId: 'm-2', lineIds: ['l-2'], entryIds: ['x-1'] },
          { matchId: 'm-3', lineIds: ['l-3'], entryIds: ['x-1'] },
        ],
      })
      .thenRecorded({
        ...matched,
        matchId: 'm-2',
        lineIds: ['l-2'],
        entryIds: ['x-1'],
        how: 'certain',
      }));
});

describe('Undoing a match', () => {
  const undo = (lineId: string): AccountCommand => ({
    ...now,
    type: 'UndoMatch',
    statementId,
    lineId,
  });
  const both = { ...matched, lineIds: ['l-2', 'l-3'], entryIds: ['x-1'] };

  it('frees every line of it, and the entry', () => {
    given(...taken, spent('x-1', 192), both)
      .when(undo('l-3'))
      .thenRecorded({
        type: 'MatchUndone',
        on,
        statementId,
        matchId: 'm-1',
        lineIds: ['l-2', 'l-3'],
      });
    given(...taken, spent('x-1', 192), both, {
      type: 'MatchUndone',
      on,
      statementId,
      matchId: 'm-1',
      lineIds: ['l-2', 'l-3'],
    })
      .when({ ...now, ...both, type: 'MatchLine', matchId: 'm-2' } as AccountCommand)
      .thenRecorded({ ...both, matchId: 'm-2' });
  });

  it('refuses a line that is matched with nothing', () =>
    given(...taken)
      .when(undo('l-1'))
      .thenRefused('not-matched'));

  it('refuses one of a closed period', () =>
    given(...taken, paid, matched, closed)
      .when(undo('l-1'))
      .thenRefused('in-closed-period'));

  it('refuses where it would free a line of a closed period with one that is open', () => {
    const later = read('l-4', '2027-06-02', -96);
    const second = { ...imported, statementId: 's-2', to: '2027-06-02', lines: 2 } as const;
    const brought = { ...linesRead(wages, later), statementId: 's-2' };
    const match = { ...both, statementId: 's-2', lineIds: ['l-2', 'l-4'] };
    given(brought, second, spent('x-1', 192), match, ...taken, closed)
      .when({ ...undo('l-4'), statementId: 's-2' } as AccountCommand)
      .thenRefused('in-closed-period');
  });
});

describe('Making an entry of a line', () => {
  it('takes its day and its amount', () =>
    given(...taken)
      .when(record())
      .thenRecorded(made, recorded));

  it('refuses money in for a line of money out', () =>
    given(...taken)
      .when(record('l-2', 'refund'))
      .thenRefused('wrong-direction'));

  it('dates one of a closed day on the first open one, and names its own', () =>
    given(...taken, aside, closed)
      .when(record())
      .thenRecorded(
        { ...made, on: '2027-06-01', lateFor: '2027-05-08' },
        { ...recorded, was: 'set-aside' },
      ));

  it('leaves the line open again when the entry is put right', () => {
    const freed = { ...reversed, line: { statementId, lineId: 'l-2' } };
    given(...taken, made, recorded)
      .when(reverse)
      .thenRecorded(freed);
    given(...taken, made, recorded, freed)
      .when({ ...record(), entryId: 'x-10' } as AccountCommand)
      .thenRecorded({ ...made, entryId: 'x-10' }, { ...recorded, entryId: 'x-10' });
  });

  it('keeps it in a closed period', () =>
    given(...taken, made, recorded, closed)
      .when({ ...reverse, on: '2027-06-01' })
      .thenRefused('in-closed-period'));
});

describe('What was explained after its period had closed', () => {
  const late = [
    { ...made, on: '2027-06-01', lateFor: '2027-05-08' },
    { ...recorded, was: 'set-aside' },
  ] as const;
  const reversedLate = { ...reversed, on: '2027-06-01' } as const;

  it('is put right without reopening it: the line is set aside again, and may be explained anew', () => {
    const line = { statementId, lineId: 'l-2', becomes: 'set-aside' } as const;
    given(...taken, aside, closed, ...late)
      .when(reverse)
      .thenRecorded({ ...reversedLate, line });
    const again = after(...taken, aside, closed, ...late, { ...reversedLate, line });
    expect(again.statements.lines.get('l-2')).toMatchObject({ state: 'set-aside', entryIds: [] });
    given(...taken, aside, closed, ...late, { ...reversedLate, line })
      .when({ ...record(), entryId: 'x-10' } as AccountCommand)
      .thenRecorded({ ...late[0], entryId: 'x-10' }, { ...late[1], entryId: 'x-10' });
  });

  it('is open again where the period was reopened meanwhile', () => {
    const reopened = { type: 'PeriodReopened', on, statementId, wordsHash: 'h' } as const;
    const freed = { ...reversedLate, line: { statementId, lineId: 'l-2' } };
    given(...taken, aside, closed, ...late, reopened)
      .when(reverse)
      .thenRecorded(freed);
    const anew = [{ ...made, entryId: 'x-10' }, { ...recorded, entryId: 'x-10' }, closed] as const;
    given(...taken, aside, closed, ...late, reopened, freed, ...anew)
      .when({ ...reverse, entryId: 'r-2', reversedId: 'x-10', on: '2027-06-01' })
      .thenRefused('in-closed-period');
  });

  it('is undone where it was a match', () => {
    const match = { ...matched, lineIds: ['l-2'], entryIds: ['x-9'] };
    const undo: AccountCommand = { ...now, type: 'UndoMatch', statementId, lineId: 'l-2' };
    const undone = { type: 'MatchUndone', on, statementId, matchId: match.matchId } as const;
    given(spent('x-9', 96), ...taken, aside, closed, { ...match, was: 'set-aside' })
      .when(undo)
      .thenRecorded({ ...undone, lineIds: ['l-2'], becomes: 'set-aside' });
    given(spent('x-9', 96), ...taken, match, closed)
      .when(undo)
      .thenRefused('in-closed-period');
  });
});

describe('A line that nobody can explain', () => {
  const words = { statementId, lineId: 'l-2', wordsHash: 'h' } as const;
  const setAside = (asks = true): AccountCommand => ({
    ...now,
    type: 'SetLineAside',
    ...words,
    asks,
  });
  const restored = { type: 'LineRestored', on, ...words, was: 'set-aside' } as const;

  it('is set aside, in the open', () =>
    given(...taken)
      .when(setAside())
      .thenRecorded(aside));

  it('asks its holder once, and may be set aside again without', () => {
    given(...taken, aside, restored)
      .when(setAside())
      .thenRefused('already-asked');
    given(...taken, aside, restored)
      .when(setAside(false))
      .thenRecorded({ ...aside, asks: false });
  });

  it('is explained where somebody asked', () => {
    const explain: AccountCommand = { ...now, type: 'ExplainLine', ...words };
    given(...taken, aside)
      .when(explain)
      .thenRecorded({ type: 'LineExplained', on, ...words });
    given(...taken)
      .when(explain)
      .thenRefused('not-asked');
  });

  it('is restored, and so is an ignored one; no other is', () => {
    const restore: AccountCommand = { ...now, type: 'RestoreLine', ...words };
    given(...taken, aside)
      .when(restore)
      .thenRecorded(restored);
    given(...taken, { type: 'LineIgnored', on, ...words })
      .when(restore)
      .thenRecorded({ ...restored, was: 'ignored' });
    given(...taken)
      .when(restore)
      .thenRefused('line-not-open');
    given(...taken, aside, closed)
      .when(restore)
      .thenRefused('in-closed-period');
  });

  it('is not ignored twice', () =>
    given(...taken, { type: 'LineIgnored', on, ...words })
      .when({ ...now, type: 'IgnoreLine', ...words })
      .thenRefused('line-not-open'));
});

describe('An entry that has a line', () => {
  it('is not put right before the match is undone', () =>
    given(...taken, paid, matched)
      .when({
        ...now,
        type: 'ReverseEntry',
        entryId: 'r-1',
        reversedId: 'p-1',
        reason: 'recorded-twice',
        byHolderSide: false,
      })
      .thenRefused('entry-matched'));

  it('did not bounce: the bank has it', () =>
    given(...taken, paid, matched)
      .when({ ...now, type: 'BouncePayment', entryId: 'b-1', paymentId: 'p-1', on })
      .thenRefused('entry-matched'));
});
