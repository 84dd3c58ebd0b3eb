import type { LocalDate } from '../kernel/dates.js';
import { NOTHING, pence, sumOf } from '../kernel/money.js';
import type { AccountEvent, CommitmentRecorded, ReserveApproved } from './account.events.js';
import {
  booksAfter,
  committedOn,
  emptyBooks,
  nextToSettle,
  openOccurrences,
  postingsOf,
  reserveCountsOn,
  undoingPostingsOf,
} from './account.facts.js';

const booksOf = (...events: AccountEvent[]) => events.reduce(booksAfter, emptyBooks);

const paid: AccountEvent = {
  type: 'PaymentMade',
  on: '2027-05-03',
  entryId: 'p-1',
  amountPence: pence(960_00),
};
const contributed: AccountEvent = {
  type: 'ContributionReceived',
  on: '2027-05-04',
  entryId: 'm-1',
  amountPence: pence(48_00),
};
const refunded: AccountEvent = {
  type: 'OtherMoneyReceived',
  on: '2027-05-05',
  entryId: 'm-2',
  kind: 'refund',
  amountPence: pence(10_00),
};
const spent: AccountEvent = {
  type: 'ExpenseRecorded',
  on: '2027-05-10',
  entryId: 'x-1',
  amountPence: pence(80_00),
  category: 'activities',
  byHolderSide: true,
  wordsHash: 'h',
};
const returned: AccountEvent = {
  type: 'MoneyReturned',
  on: '2027-05-12',
  entryId: 't-1',
  cause: 'surplus',
  amountPence: pence(100_00),
};
describe('An entry', () => {
  it('says how it was undone, and from which day on', () => {
    const bounced: AccountEvent = {
      type: 'PaymentReturned',
      on: '2027-05-05',
      entryId: 'b-1',
      paymentId: 'p-1',
      amountPence: pence(960_00),
    };
    const reversed: AccountEvent = {
      type: 'EntryReversed',
      on: '2027-06-01',
      entryId: 'r-1',
      reversedId: 'x-1',
      kind: 'expense',
      amountPence: pence(80_00),
      reason: 'recorded-twice',
    };
    const { entries } = booksOf(paid, spent, bounced, reversed);
    expect(entries.get('p-1')?.undone).toEqual({ how: 'bounced', on: '2027-05-05' });
    expect(entries.get('x-1')?.undone).toEqual({ how: 'reversed', on: '2027-06-01' });
  });

  it('keeps no hash of words, and no talk about it', () =>
    expect(
      booksOf(spent, {
        type: 'ExpenseQueried',
        on: '2027-06-01',
        entryId: 'x-1',
        wordsHash: 'q',
      }).entries.get('x-1'),
    ).toEqual({
      entryId: 'x-1',
      kind: 'expense',
      on: '2027-05-10',
      amountPence: 80_00,
      category: 'activities',
      byHolderSide: true,
    }));
});

describe('Postings', () => {
  const entries = [...booksOf(paid, contributed, refunded, spent, returned).entries.values()];

  it.each(entries)('of a $kind sum to nothing', (entry) =>
    expect(sumOf(postingsOf(entry), (it) => it.amountPence)).toBe(NOTHING),
  );

  it.each(entries)('of a $kind are undone to the penny, account by account', (entry) => {
    const undone = undoingPostingsOf(entry);
    expect(sumOf(undone, (it) => it.amountPence)).toBe(NOTHING);
    expect(undone.map((it) => [it.account, it.amountPence])).toEqual(
      postingsOf(entry).map((it) => [it.account, -it.amountPence]),
    );
  });

  it('into the bank are the balance', () =>
    expect(sumOf(entries, (it) => postingsOf(it)[0].amountPence)).toBe(838_00));

  it.each([
    [paid, 960_00, 'income:council', -960_00],
    [contributed, 48_00, 'income:contribution', -48_00],
    [refunded, 10_00, 'income:refund', -10_00],
    [spent, -80_00, 'expenses:activities', 80_00],
    [returned, -100_00, 'sent-back', 100_00],
  ] as const)(
    'of $0.type say where the money came from or went',
    (event, bank, account, amount) => {
      const [entry] = booksOf(event).entries.values();
      expect(postingsOf(entry!)).toEqual([
        { account: 'bank', amountPence: bank },
        { account, amountPence: amount },
      ]);
    },
  );
});

describe('What is committed', () => {
  const invoice: CommitmentRecorded = {
    type: 'CommitmentRecorded',
    on: '2027-05-20',
    commitmentId: 'c-1',
    kind: 'invoice',
    amountPence: pence(120_00),
    dueOn: '2027-06-04',
  };
  const wages: CommitmentRecorded = { ...invoice, kind: 'wages', repeatsWeeks: 4 };
  const settledOn = (on: LocalDate, occurrence: LocalDate): AccountEvent => ({
    type: 'CommitmentSettled',
    on,
    commitmentId: 'c-1',
    occurrence,
  });
  const cancelledOn = (on: LocalDate): AccountEvent => ({
    type: 'CommitmentCancelled',
    on,
    commitmentId: 'c-1',
  });
  const commitment = (...events: AccountEvent[]) => booksOf(...events).commitments.get('c-1')!;
  const open = (day: LocalDate, ...events: AccountEvent[]) =>
    openOccurrences(commitment(...events), day);

  it('is nothing before its day', () => expect(open('2027-05-19', invoice)).toEqual([]));

  it('is owed from its day on, whenever it is due', () => {
    expect(open('2027-05-20', invoice)).toEqual(['2027-06-04']);
    expect(open('2028-01-01', invoice)).toEqual(['2027-06-04']);
    expect(committedOn(commitment(invoice), '2028-01-01')).toBe(120_00);
  });

  it('is nothing from the day it is settled', () => {
    const history = [invoice, settledOn('2027-06-05', '2027-06-04')];
    expect(open('2027-06-04', ...history)).toEqual(['2027-06-04']);
    expect(open('2027-06-05', ...history)).toEqual([]);
    expect(committedOn(commitment(...history), '2027-06-05')).toBe(NOTHING);
  });

  it('is nothing from the day it is cancelled', () => {
    const history = [wages, cancelledOn('2027-06-10')];
    expect(open('2027-06-09', ...history)).toEqual(['2027-06-04', '2027-07-02']);
    expect(open('2027-06-10', ...history)).toEqual([]);
  });

  it('of a repeating one is the next day, and each day that is due by then', () => {
    expect(open('2027-05-20', wages)).toEqual(['2027-06-04']);
    expect(open('2027-06-03', wages)).toEqual(['2027-06-04']);
    expect(open('2027-06-04', wages)).toEqual(['2027-06-04', '2027-07-02']);
    expect(open('2027-07-02', wages)).toEqual(['2027-06-04', '2027-07-02', '2027-07-30']);
    expect(committedOn(commitment(wages), '2027-07-02')).toBe(360_00);
  });

  it('of a repeating one that is settled late, falls on the day of settling', () => {
    const history = [wages, settledOn('2027-07-05', '2027-06-04')];
    expect(open('2027-07-04', ...history)).toEqual(['2027-06-04', '2027-07-02', '2027-07-30']);
    expect(open('2027-07-05', ...history)).toEqual(['2027-07-02', '2027-07-30']);
  });

  it('of a repeating one that is settled ahead, is the next day after that', () =>
    expect(open('2027-06-01', wages, settledOn('2027-06-01', '2027-06-04'))).toEqual([
      '2027-07-02',
    ]));

  it('is settled oldest first, in whatever order the days of settling were named', () => {
    expect(nextToSettle(commitment(wages))).toBe('2027-06-04');
    expect(nextToSettle(commitment(wages, settledOn('2027-07-05', '2027-06-04')))).toBe(
      '2027-07-02',
    );
    expect(
      nextToSettle(commitment(invoice, settledOn('2027-07-05', '2027-06-04'))),
    ).toBeUndefined();
  });
});

describe('What is reserved', () => {
  const approved: ReserveApproved = {
    type: 'ReserveApproved',
    on: '2027-05-20',
    reserveId: 'v-1',
    kind: 'redundancy',
    amountPence: pence(600_00),
    until: '2027-08-31',
  };
  const released: AccountEvent = { type: 'ReserveReleased', on: '2027-06-10', reserveId: 'v-1' };
  const counts = (day: LocalDate, ...events: AccountEvent[]) =>
    reserveCountsOn(booksOf(...events).reserves.get('v-1')!, day);

  it.each<[LocalDate, boolean]>([
    ['2027-05-19', false],
    ['2027-05-20', true],
    ['2027-08-31', true], // its last day
    ['2027-09-01', false],
  ])('on %s counts: %p', (day, expected) => expect(counts(day, approved)).toBe(expected));

  it('counts without end where it has none', () => {
    const { until: _, ...endless } = approved;
    expect(counts('2040-01-01', endless)).toBe(true);
  });

  it('counts to the day before its release', () => {
    expect(counts('2027-06-09', approved, released)).toBe(true);
    expect(counts('2027-06-10', approved, released)).toBe(false);
  });
});
