import { NOTHING } from '../kernel/money.js';
import { rulesOf } from '../../test/support/given.js';
import type { LocalDate } from '../kernel/dates.js';
import { account } from './account.js';
import type { AccountCommand } from './account.commands.js';
import type { DisagreementAnswered, DisagreementRaised } from './account.events.js';
import { referenceOf } from './disagreement.facts.js';

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

const raised: DisagreementRaised = {
  type: 'DisagreementRaised',
  on: '2027-06-01',
  disagreementId: 'g-1',
  aboutFigure: 'balance',
  acknowledgeBy: '2027-06-04',
  wordsHash: 'why',
};
const answered: DisagreementAnswered = {
  type: 'DisagreementAnswered',
  on: '2027-06-03',
  disagreementId: 'g-1',
  outcome: 'put-right',
  wordsHash: 'answer',
};

describe('Saying that this is wrong', () => {
  const raise = (today: LocalDate = '2027-06-01', about: object = { aboutFigure: 'balance' }) =>
    ({
      ...asOf(today),
      type: 'RaiseDisagreement',
      disagreementId: 'g-1',
      ...about,
      wordsHash: 'why',
    }) as AccountCommand;

  it('records which figure is meant, and the day by which it is to be acknowledged', () =>
    given().when(raise()).thenRecorded(raised));

  it('records which event is meant', () => {
    const { aboutFigure: _, ...of } = raised;
    given()
      .when(raise('2027-06-01', { aboutEventId: 'e-1' }))
      .thenRecorded({ ...of, aboutEventId: 'e-1' });
  });

  it.each<[string, LocalDate, LocalDate]>([
    ['a Tuesday', '2027-06-01', '2027-06-04'],
    ['a Thursday', '2027-06-03', '2027-06-08'],
    ['a Saturday', '2027-06-05', '2027-06-09'],
    ['the Thursday before a bank holiday', '2027-05-27', '2027-06-02'],
  ])('is to be acknowledged within 3 working days: said on %s', (_, today, acknowledgeBy) =>
    given()
      .when(raise(today))
      .thenRecorded({ ...raised, on: today, acknowledgeBy }),
  );

  it('does nothing the second time', () => given(raised).when(raise()).thenNothing());

  it('is possible again, once it is answered', () =>
    given({ ...raised, disagreementId: 'g-0' }, { ...answered, disagreementId: 'g-0' })
      .when(raise())
      .thenRecorded(raised));
});

describe('Answering it', () => {
  const answer = (outcome: 'put-right' | 'explained' = 'put-right'): AccountCommand => ({
    ...asOf('2027-06-03'),
    type: 'AnswerDisagreement',
    disagreementId: 'g-1',
    outcome,
    wordsHash: 'answer',
  });

  it('records how it ended', () => given(raised).when(answer()).thenRecorded(answered));

  it('may be to explain that it is right', () =>
    given(raised)
      .when(answer('explained'))
      .thenRecorded({ ...answered, outcome: 'explained' }));

  it('refuses a second answer', () =>
    given(raised, answered).when(answer('explained')).thenRefused('already-answered'));

  it('refuses one that nobody raised', () =>
    given({ ...raised, disagreementId: 'g-9' })
      .when(answer())
      .thenRefused('not-found'));
});

describe('Its reference', () => {
  it('is the same each time, of eight letters that nobody mistakes', () => {
    expect(referenceOf('g-1')).toBe(referenceOf('g-1'));
    const all = Array.from({ length: 1_000 }, (_, i) => referenceOf(`g-${i}`));
    expect(new Set(all).size).toBe(1_000);
    const group = '[2-9BCDFGHJKMNPQRTVWXY]{4}';
    for (const it of all) expect(it).toMatch(new RegExp(`^DP-${group}-${group}$`));
  });

  it('was once given out, and stays', () => expect(referenceOf('g-1')).toBe('DP-M2DF-G8PK'));
});
