import { rulesOf } from '../../test/support/given.js';
import type { ErasePerson } from './person.commands.js';
import type { PersonErased } from './person.events.js';
import { person } from './person.js';

const given = rulesOf(person);

const erased: PersonErased = { type: 'PersonErased', personId: 'anna' };
const erase: ErasePerson = {
  type: 'ErasePerson',
  personId: 'anna',
  today: '2033-10-01',
  closings: ['2026-09-30'],
  retentionYears: 7,
  override: false,
};

describe('Erasing a person', () => {
  it('is recorded once retention is over', () => given().when(erase).thenRecorded(erased));

  it('is recorded at once for who never had a budget', () =>
    given()
      .when({ ...erase, closings: [] })
      .thenRecorded(erased));

  it('is refused on the last day of retention', () =>
    given()
      .when({ ...erase, today: '2033-09-30' })
      .thenRefused('retention'));

  it('counts from the last of several closings', () =>
    given()
      .when({ ...erase, closings: ['2026-09-30', '2027-01-31', '2020-01-01'] })
      .thenRefused('retention'));

  it('is refused while a budget is open', () =>
    given()
      .when({ ...erase, closings: ['2020-09-30', null] })
      .thenRefused('retention'));

  it('is recorded earlier when a manager says why', () =>
    given()
      .when({ ...erase, closings: [null], override: true })
      .thenRecorded(erased));

  it('happens once', () => given(erased).when(erase).thenNothing());
});
