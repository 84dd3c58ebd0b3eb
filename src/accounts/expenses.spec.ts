import { closedTo } from '../../test/support/closed-periods.js';
import { rulesOf } from '../../test/support/given.js';
import type { LocalDate } from '../kernel/dates.js';
import { NOTHING, pence } from '../kernel/money.js';
import { account } from './account.js';
import type { AccountCommand, RecordExpense } from './account.commands.js';
import type { AccountEvent, ExpenseRecorded, PaymentMade } from './account.events.js';

const given = rulesOf(account);

const asOf = (today: LocalDate) =>
  ({
    today,
    policyVersion: 1,
    evidenceDueDays: 28,
    opensOn: '2027-04-05',
    openingId: 'opening',
    openingBalancePence: NOTHING,
  }) as const;

const spent: ExpenseRecorded = {
  type: 'ExpenseRecorded',
  on: '2027-05-10',
  entryId: 'x-1',
  amountPence: pence(80_00),
  category: 'activities',
  byHolderSide: true,
  wordsHash: 'what-it-was',
};
const paid: PaymentMade = {
  type: 'PaymentMade',
  on: '2027-05-03',
  entryId: 'p-1',
  amountPence: pence(960_00),
};
const reversed: AccountEvent = {
  type: 'EntryReversed',
  on: '2027-05-10',
  entryId: 'r-1',
  reversedId: 'x-1',
  kind: 'expense',
  amountPence: pence(80_00),
  reason: 'recorded-twice',
};
const queriedOn = (on: LocalDate): AccountEvent => ({
  type: 'ExpenseQueried',
  on,
  entryId: 'x-1',
  wordsHash: 'question',
});
const queried = queriedOn('2027-06-01');
const explained: AccountEvent = {
  type: 'ExpenseExplained',
  on: '2027-06-03',
  entryId: 'x-1',
  wordsHash: 'answer',
};
const afterwards: AccountEvent = { ...explained, afterwards: true };
const accepted: AccountEvent = { type: 'ExpenseAccepted', on: '2027-06-04', entryId: 'x-1' };
const disallowed: AccountEvent = {
  type: 'ExpenseDisallowed',
  on: '2027-06-04',
  entryId: 'x-1',
  policyVersion: 1,
  wordsHash: 'reason',
};

describe('Recording an expense', () => {
  const spend = (asked: Partial<RecordExpense> = {}): AccountCommand => ({
    ...asOf('2027-05-12'),
    type: 'RecordExpense',
    entryId: 'x-1',
    amountPence: pence(80_00),
    on: '2027-05-10',
    category: 'activities',
    byHolderSide: true,
    wordsHash: 'what-it-was',
    ...asked,
  });

  it('records what it was for and whose side said so, though the account holds less', () =>
    given().when(spend()).thenRecorded(spent));

  it('records the outcome and the way it was paid where they are given', () =>
    given()
      .when(spend({ outcome: 'getting-out', method: 'card' }))
      .thenRecorded({ ...spent, outcome: 'getting-out', method: 'card' }));

  it('records two that are alike: equal wages are no duplicates', () =>
    given(spent)
      .when(spend({ entryId: 'x-2' }))
      .thenRecorded({ ...spent, entryId: 'x-2' }));

  it('records nothing when it is there already', () => given(spent).when(spend()).thenNothing());

  it('refuses a day before the account opens', () =>
    given()
      .when(spend({ on: '2027-04-04' }))
      .thenRefused('before-opening'));

  it('refuses a day that is closed', () =>
    rulesOf({ ...account, initial: closedTo('2027-05-31') })()
      .when(spend())
      .thenRefused('in-closed-period'));

  it('refuses an expense of nothing', () =>
    given()
      .when(spend({ amountPence: pence(0) }))
      .thenRefused('invalid'));
});

describe('Asking about an expense', () => {
  const query = (entryId = 'x-1'): AccountCommand => ({
    ...asOf('2027-06-01'),
    type: 'QueryExpense',
    entryId,
    wordsHash: 'question',
  });

  it('records the day, from which there is time to explain', () =>
    given(spent).when(query()).thenRecorded(queried));

  it('may be done again', () =>
    given(spent, queried, explained).when(query()).thenRecorded(queried));

  it('refuses an expense nobody knows', () => given().when(query()).thenRefused('not-found'));

  it('refuses what is no expense', () => given(paid).when(query('p-1')).thenRefused('not-found'));

  it('refuses one that was reversed', () =>
    given(spent, reversed).when(query()).thenRefused('already-reversed'));

  it.each([accepted, disallowed])('refuses one that is decided: $type', (decided) =>
    given(spent, queried, explained, decided).when(query()).thenRefused('already-decided'),
  );
});

describe('Explaining an expense', () => {
  const explain = (entryId = 'x-1'): AccountCommand => ({
    ...asOf('2027-06-03'),
    type: 'ExplainExpense',
    entryId,
    wordsHash: 'answer',
  });

  it('records that there is an answer', () =>
    given(spent, queried).when(explain()).thenRecorded(explained));

  it('is possible before anybody asks', () => given(spent).when(explain()).thenRecorded(explained));

  it('is possible after the decision, and says that it came then', () => {
    given(spent, queried, explained, disallowed).when(explain()).thenRecorded(afterwards);
    given(spent, accepted).when(explain()).thenRecorded(afterwards);
  });

  it('is possible once the expense was put right, and says that it came then', () =>
    given(spent, queried, reversed).when(explain()).thenRecorded(afterwards));

  it('refuses an expense nobody knows', () => given().when(explain()).thenRefused('not-found'));

  it('refuses what is no expense', () => given(paid).when(explain('p-1')).thenRefused('not-found'));
});

describe('Accepting an expense', () => {
  const accept = (entryId = 'x-1'): AccountCommand => ({
    ...asOf('2027-06-04'),
    type: 'AcceptExpense',
    entryId,
  });

  it('needs no question', () => given(spent).when(accept()).thenRecorded(accepted));

  it('does not wait for an answer', () =>
    given(spent, queried).when(accept()).thenRecorded(accepted));

  it('refuses an expense nobody knows', () => given().when(accept()).thenRefused('not-found'));

  it('refuses what is no expense', () => given(paid).when(accept('p-1')).thenRefused('not-found'));

  it('refuses one that was reversed', () =>
    given(spent, reversed).when(accept()).thenRefused('already-reversed'));

  it.each([accepted, disallowed])('refuses one that is decided: $type', (decided) =>
    given(spent, queried, explained, decided).when(accept()).thenRefused('already-decided'),
  );
});

describe('Disallowing an expense', () => {
  const disallow = (today: LocalDate = '2027-06-04', entryId = 'x-1'): AccountCommand => ({
    ...asOf(today),
    type: 'DisallowExpense',
    entryId,
    wordsHash: 'reason',
  });

  it('comes after a question and its answer', () =>
    given(spent, queried, explained).when(disallow()).thenRecorded(disallowed));

  it('comes without an answer once 28 days have passed', () =>
    given(spent, queried)
      .when(disallow('2027-06-29'))
      .thenRecorded({ ...disallowed, on: '2027-06-29' }));

  it('refuses while there is time to answer', () =>
    given(spent, queried).when(disallow('2027-06-28')).thenRefused('not-yet-explained'));

  it('refuses where nobody asked', () => given(spent).when(disallow()).thenRefused('not-queried'));

  it('refuses where it was explained, but nobody asked', () =>
    given(spent, explained).when(disallow()).thenRefused('not-queried'));

  it('refuses on an answer from before the question', () =>
    given(spent, explained, queried).when(disallow()).thenRefused('not-yet-explained'));

  it('refuses on the answer to an earlier question', () =>
    given(spent, queried, explained, queriedOn('2027-06-04'))
      .when(disallow())
      .thenRefused('not-yet-explained'));

  it('refuses an expense nobody knows', () => given().when(disallow()).thenRefused('not-found'));

  it('refuses what is no expense', () =>
    given(paid).when(disallow('2027-06-04', 'p-1')).thenRefused('not-found'));

  it('refuses one that was reversed', () =>
    given(spent, queried, explained, reversed).when(disallow()).thenRefused('already-reversed'));

  it.each([accepted, disallowed])('refuses one that is decided: $type', (decided) =>
    given(spent, queried, explained, decided).when(disallow()).thenRefused('already-decided'),
  );
});

describe('Sending a receipt for an expense', () => {
  const send = (entryId = 'x-1', byHolderSide = true): AccountCommand => ({
    ...asOf('2027-06-03'),
    type: 'SendReceipt',
    receiptId: 'f-1',
    entryId,
    format: 'jpeg',
    bytes: 48_213,
    fileHash: 'what-it-shows',
    byHolderSide,
  });
  const sent: AccountEvent = {
    type: 'ReceiptSent',
    on: '2027-06-03',
    receiptId: 'f-1',
    entryId: 'x-1',
    format: 'jpeg',
    bytes: 48_213,
    fileHash: 'what-it-shows',
    byHolderSide: true,
  };

  it('records its kind, its size and its hash, asked for or not', () =>
    given(spent).when(send()).thenRecorded(sent));

  it('records whose side sent it', () =>
    given(spent)
      .when(send('x-1', false))
      .thenRecorded({ ...sent, byHolderSide: false }));

  it.each([queried, explained, accepted, disallowed, reversed])(
    'is possible whatever happened to the expense: $type',
    (happened) => given(spent, queried, happened).when(send()).thenRecorded(sent),
  );

  it('is no explanation: a disallowance still waits for one', () =>
    given(spent, queried, sent)
      .when({
        ...asOf('2027-06-04'),
        type: 'DisallowExpense',
        entryId: 'x-1',
        wordsHash: 'reason',
      })
      .thenRefused('not-yet-explained'));

  it('does nothing the second time', () => given(spent, sent).when(send()).thenNothing());

  it('may be done with several', () =>
    given(spent, { ...sent, receiptId: 'f-0' })
      .when(send())
      .thenRecorded(sent));

  it('refuses an expense nobody knows', () => given().when(send()).thenRefused('not-found'));

  it('refuses what is no expense', () => given(paid).when(send('p-1')).thenRefused('not-found'));
});
