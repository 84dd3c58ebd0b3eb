import { closedTo } from '../../test/support/closed-periods.js';
import { rulesOf } from '../../test/support/given.js';
import type { LocalDate } from '../kernel/dates.js';
import { NOTHING, pence } from '../kernel/money.js';
import { account } from './account.js';
import { untouched } from './account-state.js';
import type {
  AccountCommand,
  BouncePayment,
  ReceiveMoney,
  RecordPayment,
  ReturnMoney,
  ReverseEntry,
} from './account.commands.js';
import type {
  AccountEvent,
  EntryKind,
  EntryReversed,
  ExpenseRecorded,
  PaymentMade,
  PaymentReturned,
} from './account.events.js';

const given = rulesOf(account);
/** Nothing may be dated on 31 May or before any more. */
const givenMayClosed = rulesOf({ ...account, initial: closedTo('2027-05-31') });

const now = {
  today: '2027-06-10',
  policyVersion: 1,
  evidenceDueDays: 28,
  opensOn: '2027-04-05',
  openingId: 'opening',
  openingBalancePence: NOTHING,
} as const;

const paid: PaymentMade = {
  type: 'PaymentMade',
  on: '2027-05-03',
  entryId: 'p-1',
  amountPence: pence(960_00),
};
const bounced: PaymentReturned = {
  type: 'PaymentReturned',
  on: '2027-05-05',
  entryId: 'b-1',
  paymentId: 'p-1',
  amountPence: pence(960_00),
};
const spent: ExpenseRecorded = {
  type: 'ExpenseRecorded',
  on: '2027-05-10',
  entryId: 'x-1',
  amountPence: pence(80_00),
  category: 'personal-assistant',
  byHolderSide: true,
  wordsHash: 'h',
};
const reversed: EntryReversed = {
  type: 'EntryReversed',
  on: '2027-05-10',
  entryId: 'r-1',
  reversedId: 'x-1',
  kind: 'expense',
  amountPence: pence(80_00),
  reason: 'recorded-twice',
};

describe('An entry that the bank had before the first statement', () => {
  it('can be put right on an open day', () => {
    const closing = closedTo('2027-05-31', '2027-04-05');
    const [statement] = closing.statements.all;
    const known = {
      ...closing.statements,
      all: [{ ...statement!, closing: { ...statement!.closing!, openedWith: ['x-1'] } }],
    };
    const initial = account.evolve({ ...closing, statements: known }, spent);
    rulesOf({ ...account, initial })()
      .when({
        ...now,
        type: 'ReverseEntry',
        entryId: 'r-1',
        reversedId: 'x-1',
        reason: 'recorded-twice',
        byHolderSide: false,
        on: '2027-06-01',
      })
      .thenRecorded({ ...reversed, on: '2027-06-01' });
  });
});

describe('Recording a payment', () => {
  const pay = (asked: Partial<RecordPayment> = {}): AccountCommand => ({
    ...now,
    type: 'RecordPayment',
    entryId: 'p-1',
    amountPence: pence(960_00),
    on: '2027-05-03',
    ...asked,
  });

  it('records the amount and the day', () => given().when(pay()).thenRecorded(paid));

  it('records the days it is for, its stream and its words where they are given', () => {
    const more = {
      period: { from: '2027-05-03', to: '2027-05-30' },
      fundingStream: 'health',
      wordsHash: 'h',
    } as const;
    given()
      .when(pay(more))
      .thenRecorded({ ...paid, ...more });
  });

  it('records a second one for the same days: it may be a difference', () => {
    const period = { from: '2027-05-03', to: '2027-05-30' } as const;
    given({ ...paid, period })
      .when(pay({ entryId: 'p-2', period }))
      .thenRecorded({ ...paid, entryId: 'p-2', period });
  });

  it('records one dated ahead, as a payment run does', () =>
    given()
      .when(pay({ on: '2027-07-01' }))
      .thenRecorded({ ...paid, on: '2027-07-01' }));

  it('records nothing when it is there already', () => given(paid).when(pay()).thenNothing());

  it('refuses a day before the account opens', () =>
    given()
      .when(pay({ on: '2027-04-04' }))
      .thenRefused('before-opening'));

  it('refuses a day that is closed', () =>
    givenMayClosed().when(pay()).thenRefused('in-closed-period'));

  it('refuses the very last closed day', () =>
    givenMayClosed()
      .when(pay({ on: '2027-05-31' }))
      .thenRefused('in-closed-period'));

  it('records the first open day', () =>
    givenMayClosed()
      .when(pay({ on: '2027-06-01' }))
      .thenRecorded({ ...paid, on: '2027-06-01' }));

  it.each([0, -1])('refuses %p pence', (amount) =>
    given()
      .when(pay({ amountPence: pence(amount) }))
      .thenRefused('invalid'),
  );

  it('says which days are closed', () =>
    expect(() => account.decide(pay(), closedTo('2027-05-31'))).toThrow(
      expect.objectContaining({ details: { closedTo: '2027-05-31' } }),
    ));
});

describe('A bounce', () => {
  const bounce = (asked: Partial<BouncePayment> = {}): AccountCommand => ({
    ...now,
    type: 'BouncePayment',
    entryId: 'b-1',
    paymentId: 'p-1',
    on: '2027-05-05',
    ...asked,
  });

  it('takes back the whole payment', () => given(paid).when(bounce()).thenRecorded(bounced));

  it('keeps a hash of why', () =>
    given(paid)
      .when(bounce({ wordsHash: 'h' }))
      .thenRecorded({ ...bounced, wordsHash: 'h' }));

  it('is recorded on the day of the payment too', () =>
    given(paid)
      .when(bounce({ on: '2027-05-03' }))
      .thenRecorded({ ...bounced, on: '2027-05-03' }));

  it('records nothing when it is there already', () =>
    given(paid, bounced).when(bounce()).thenNothing());

  it('refuses a payment nobody knows', () => given().when(bounce()).thenRefused('not-found'));

  it('refuses what is no payment', () =>
    given(spent)
      .when(bounce({ paymentId: 'x-1' }))
      .thenRefused('not-found'));

  it('refuses a payment that bounced before', () =>
    given(paid, bounced)
      .when(bounce({ entryId: 'b-2' }))
      .thenRefused('already-bounced'));

  it('refuses a payment that was reversed', () =>
    given(paid, { ...reversed, reversedId: 'p-1' })
      .when(bounce())
      .thenRefused('already-reversed'));

  it('refuses a day before the payment', () =>
    given(paid)
      .when(bounce({ on: '2027-05-02' }))
      .thenRefused('invalid'));

  it('refuses a day that is closed', () =>
    givenMayClosed(paid).when(bounce()).thenRefused('in-closed-period'));
});

describe('Money received', () => {
  const receive = (asked: Partial<ReceiveMoney> = {}): AccountCommand => ({
    ...now,
    type: 'ReceiveMoney',
    entryId: 'm-1',
    kind: 'contribution',
    amountPence: pence(48_00),
    on: '2027-05-04',
    ...asked,
  });
  const contributed: AccountEvent = {
    type: 'ContributionReceived',
    on: '2027-05-04',
    entryId: 'm-1',
    amountPence: pence(48_00),
  };

  it('is the contribution', () => given().when(receive()).thenRecorded(contributed));

  it.each(['top-up', 'refund', 'interest'] as const)('or a %s', (kind) =>
    given()
      .when(receive({ kind }))
      .thenRecorded({
        type: 'OtherMoneyReceived',
        on: '2027-05-04',
        entryId: 'm-1',
        kind,
        amountPence: pence(48_00),
      }),
  );

  it('is recorded once', () => given(contributed).when(receive()).thenNothing());

  it('is not dated before the account opens', () =>
    given()
      .when(receive({ on: '2027-04-04' }))
      .thenRefused('before-opening'));

  it('is not dated on a closed day', () =>
    givenMayClosed().when(receive()).thenRefused('in-closed-period'));
});

describe('Returning money', () => {
  const sendBack = (asked: Partial<ReturnMoney> = {}): AccountCommand => ({
    ...now,
    type: 'ReturnMoney',
    entryId: 't-1',
    amountPence: pence(400_00),
    on: '2027-06-01',
    cause: 'surplus',
    ...asked,
  });
  const returned: AccountEvent = {
    type: 'MoneyReturned',
    on: '2027-06-01',
    entryId: 't-1',
    amountPence: pence(400_00),
    cause: 'surplus',
  };

  it('records what it is for, though the account holds less', () =>
    given().when(sendBack()).thenRecorded(returned));

  it('names the recovery that it belongs to', () =>
    given()
      .when(sendBack({ cause: 'overpayment', recoveryId: 'y-1' }))
      .thenRecorded({ ...returned, cause: 'overpayment', recoveryId: 'y-1' }));

  it('records nothing when it is there already', () =>
    given(returned).when(sendBack()).thenNothing());

  it('refuses a day before the account opens', () =>
    given()
      .when(sendBack({ on: '2027-04-04' }))
      .thenRefused('before-opening'));

  it('refuses a day that is closed', () =>
    givenMayClosed()
      .when(sendBack({ on: '2027-05-31' }))
      .thenRefused('in-closed-period'));
});

describe('A reversal', () => {
  const reverse = (asked: Partial<ReverseEntry> = {}): AccountCommand => ({
    ...now,
    type: 'ReverseEntry',
    entryId: 'r-1',
    reversedId: 'x-1',
    reason: 'recorded-twice',
    byHolderSide: false,
    ...asked,
  });

  it('counts from the day of the entry, as if that had never been', () =>
    given(spent).when(reverse()).thenRecorded(reversed));

  it('counts from a later day where one is named', () =>
    given(spent)
      .when(reverse({ on: '2027-06-01' }))
      .thenRecorded({ ...reversed, on: '2027-06-01' }));

  it.each<[EntryKind, LocalDate, AccountEvent]>([
    ['payment', '2027-05-03', paid],
    [
      'contribution',
      '2027-05-04',
      {
        type: 'ContributionReceived',
        on: '2027-05-04',
        entryId: 'm-1',
        amountPence: pence(5),
      },
    ],
    [
      'refund',
      '2027-05-04',
      {
        type: 'OtherMoneyReceived',
        on: '2027-05-04',
        entryId: 'm-2',
        kind: 'refund',
        amountPence: pence(5),
      },
    ],
    [
      'return',
      '2027-05-04',
      {
        type: 'MoneyReturned',
        on: '2027-05-04',
        entryId: 't-1',
        cause: 'other',
        amountPence: pence(5),
      },
    ],
  ])('puts right a %s too', (kind, on, entry) => {
    const { entryId: reversedId, amountPence } = entry as PaymentMade;
    given(entry)
      .when(reverse({ reversedId }))
      .thenRecorded({ ...reversed, on, reversedId, kind, amountPence });
  });

  it('is made by the holder of an expense that their side recorded', () =>
    given(spent)
      .when(reverse({ byHolderSide: true }))
      .thenRecorded(reversed));

  it('records nothing when it is there already', () =>
    given(spent, reversed).when(reverse()).thenNothing());

  it('refuses an entry nobody knows', () => given().when(reverse()).thenRefused('not-found'));

  it('refuses an entry that was reversed before', () =>
    given(spent, reversed)
      .when(reverse({ entryId: 'r-2' }))
      .thenRefused('already-reversed'));

  it('refuses a payment that bounced', () =>
    given(paid, bounced)
      .when(reverse({ reversedId: 'p-1' }))
      .thenRefused('already-bounced'));

  it('refuses a reversal', () =>
    given(spent, reversed)
      .when(reverse({ entryId: 'r-2', reversedId: 'r-1' }))
      .thenRefused('not-reversible'));

  it('refuses a bounce', () =>
    given(paid, bounced)
      .when(reverse({ reversedId: 'b-1' }))
      .thenRefused('not-reversible'));

  it('refuses the opening balance', () =>
    given()
      .when(reverse({ reversedId: 'opening' }))
      .thenRefused('not-reversible'));

  it('refuses the holder an expense that an officer recorded', () =>
    given({ ...spent, byHolderSide: false })
      .when(reverse({ byHolderSide: true }))
      .thenRefused('not-allowed'));

  it('refuses the holder a payment', () =>
    given(paid)
      .when(reverse({ reversedId: 'p-1', byHolderSide: true }))
      .thenRefused('not-allowed'));

  it('refuses a day before the entry', () =>
    given(spent)
      .when(reverse({ on: '2027-05-09' }))
      .thenRefused('invalid'));

  it('says in which field that day is', () =>
    expect(() =>
      account.decide(reverse({ on: '2027-05-09' }), account.evolve(untouched, spent)),
    ).toThrow(
      expect.objectContaining({
        details: { errors: [{ field: 'effectiveOn', message: expect.any(String) }] },
      }),
    ));

  it('refuses the day of an entry that is closed by now', () =>
    givenMayClosed(spent).when(reverse()).thenRefused('in-closed-period'));

  it('is made of an entry on a closed day from an open day on', () =>
    givenMayClosed(spent)
      .when(reverse({ on: '2027-06-01' }))
      .thenRecorded({ ...reversed, on: '2027-06-01' }));
});
