import { closedTo } from '../../test/support/closed-periods.js';
import { rulesOf } from '../../test/support/given.js';
import type { LocalDate } from '../kernel/dates.js';
import { NOTHING, pence } from '../kernel/money.js';
import { account } from './account.js';
import type {
  AccountCommand,
  ApproveReserve,
  RecordCommitment,
  SettleCommitment,
} from './account.commands.js';
import type { AccountEvent, CommitmentRecorded, ReserveApproved } from './account.events.js';

const given = rulesOf(account);
const givenMayClosed = rulesOf({ ...account, initial: closedTo('2027-05-31') });

const now = {
  today: '2027-06-10',
  policyVersion: 1,
  evidenceDueDays: 28,
  opensOn: '2027-04-05',
  openingId: 'opening',
  openingBalancePence: NOTHING,
} as const;

const invoice: CommitmentRecorded = {
  type: 'CommitmentRecorded',
  on: '2027-05-20',
  commitmentId: 'c-1',
  kind: 'invoice',
  amountPence: pence(120_00),
  dueOn: '2027-06-04',
};
const wages: CommitmentRecorded = { ...invoice, kind: 'wages', repeatsWeeks: 4 };
const cancelled: AccountEvent = {
  type: 'CommitmentCancelled',
  on: '2027-06-10',
  commitmentId: 'c-1',
};
const settled = (occurrence: LocalDate = '2027-06-04'): AccountEvent => ({
  type: 'CommitmentSettled',
  on: '2027-06-05',
  commitmentId: 'c-1',
  occurrence,
});

describe('Recording a commitment', () => {
  const commit = (asked: Partial<RecordCommitment> = {}): AccountCommand => ({
    ...now,
    type: 'RecordCommitment',
    commitmentId: 'c-1',
    kind: 'invoice',
    amountPence: pence(120_00),
    dueOn: '2027-06-04',
    on: '2027-05-20',
    ...asked,
  });

  it('records what is owed, and when', () => given().when(commit()).thenRecorded(invoice));

  it('records how often it is due again', () =>
    given()
      .when(commit({ kind: 'wages', repeatsWeeks: 4 }))
      .thenRecorded(wages));

  it('records what is overdue', () =>
    given()
      .when(commit({ dueOn: '2027-03-01' }))
      .thenRecorded({ ...invoice, dueOn: '2027-03-01' }));

  it('records nothing when it is there already', () => given(invoice).when(commit()).thenNothing());

  it('refuses a day before the account opens', () =>
    given()
      .when(commit({ on: '2027-04-04' }))
      .thenRefused('before-opening'));

  it('refuses a day that is closed', () =>
    givenMayClosed().when(commit()).thenRefused('in-closed-period'));

  it('refuses to owe nothing', () =>
    given()
      .when(commit({ amountPence: pence(0) }))
      .thenRefused('invalid'));
});

describe('Settling a commitment', () => {
  const settle = (asked: Partial<SettleCommitment> = {}): AccountCommand => ({
    ...now,
    type: 'SettleCommitment',
    commitmentId: 'c-1',
    on: '2027-06-05',
    ...asked,
  });
  const spent: AccountEvent = {
    type: 'ExpenseRecorded',
    on: '2027-06-05',
    entryId: 'x-1',
    amountPence: pence(120_00),
    category: 'agency',
    byHolderSide: false,
    wordsHash: 'h',
  };

  it('records which day is settled, and moves no money', () =>
    given(invoice).when(settle()).thenRecorded(settled()));

  it('names the spending that settled it', () =>
    given(invoice, spent)
      .when(settle({ entryId: 'x-1' }))
      .thenRecorded({
        type: 'CommitmentSettled',
        on: '2027-06-05',
        commitmentId: 'c-1',
        occurrence: '2027-06-04',
        entryId: 'x-1',
      }));

  it('settles the oldest open day of one that repeats', () =>
    given(wages, settled()).when(settle()).thenRecorded(settled('2027-07-02')));

  it('settles one that repeats for ever, ahead too', () =>
    given(wages, settled(), settled('2027-07-02'))
      .when(settle())
      .thenRecorded(settled('2027-07-30')));

  it('refuses one nobody knows', () => given().when(settle()).thenRefused('not-found'));

  it('refuses one that is settled', () =>
    given(invoice, settled()).when(settle()).thenRefused('already-settled'));

  it('refuses one that was cancelled', () =>
    given(wages, cancelled).when(settle()).thenRefused('already-cancelled'));

  it('refuses an entry that is not of this account', () =>
    given(invoice)
      .when(settle({ entryId: 'x-1' }))
      .thenRefused('not-found'));

  it('refuses a day before it was owed', () =>
    given(invoice)
      .when(settle({ on: '2027-05-19' }))
      .thenRefused('invalid'));

  it('refuses a day that is closed', () =>
    givenMayClosed(invoice)
      .when(settle({ on: '2027-05-31' }))
      .thenRefused('in-closed-period'));
});

describe('Cancelling a commitment', () => {
  const cancel: AccountCommand = { ...now, type: 'CancelCommitment', commitmentId: 'c-1' };

  it('ends it today', () => given(invoice).when(cancel).thenRecorded(cancelled));

  it('ends one that repeats, whatever of it is settled', () =>
    given(wages, settled()).when(cancel).thenRecorded(cancelled));

  it('refuses one nobody knows', () => given().when(cancel).thenRefused('not-found'));

  it('refuses one that is settled', () =>
    given(invoice, settled()).when(cancel).thenRefused('already-settled'));

  it('refuses one that was cancelled', () =>
    given(invoice, cancelled).when(cancel).thenRefused('already-cancelled'));
});

const reserve: ReserveApproved = {
  type: 'ReserveApproved',
  on: '2027-05-20',
  reserveId: 'v-1',
  kind: 'redundancy',
  amountPence: pence(600_00),
};
const released: AccountEvent = { type: 'ReserveReleased', on: '2027-06-10', reserveId: 'v-1' };

describe('Approving a reserve', () => {
  const approve = (asked: Partial<ApproveReserve> = {}): AccountCommand => ({
    ...now,
    type: 'ApproveReserve',
    reserveId: 'v-1',
    kind: 'redundancy',
    amountPence: pence(600_00),
    on: '2027-05-20',
    ...asked,
  });

  it('records what is kept, and for what', () => given().when(approve()).thenRecorded(reserve));

  it('records its last day', () =>
    given()
      .when(approve({ until: '2027-05-20' }))
      .thenRecorded({ ...reserve, until: '2027-05-20' }));

  it('records nothing when it is there already', () =>
    given(reserve).when(approve()).thenNothing());

  it('refuses a last day before its first', () =>
    given()
      .when(approve({ until: '2027-05-19' }))
      .thenRefused('invalid'));

  it('refuses a day before the account opens', () =>
    given()
      .when(approve({ on: '2027-04-04' }))
      .thenRefused('before-opening'));

  it('refuses a day that is closed', () =>
    givenMayClosed().when(approve()).thenRefused('in-closed-period'));
});

describe('Releasing a reserve', () => {
  const release: AccountCommand = { ...now, type: 'ReleaseReserve', reserveId: 'v-1' };

  it('ends it today', () => given(reserve).when(release).thenRecorded(released));

  it('refuses one nobody knows', () => given().when(release).thenRefused('not-found'));

  it('refuses one that was released', () =>
    given(reserve, released).when(release).thenRefused('already-released'));
});
