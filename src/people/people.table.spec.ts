import { anna, Erasable } from '../../test/support/erasable.js';
import { microsOf, type Instant, type LocalDate } from '../kernel/dates.js';
import { wipeDeleted } from '../read-models/database.js';
import type { User } from '../sign-in/user.js';
import { PEOPLE_TABLES, type PersonRow, type RepresentativeRow } from './people.table.js';

const user = (userId: string): User => ({ userId, role: 'holder' });
const nell = user('nell');

const person = (
  person_id: string,
  full_name: string,
  user_id: string | null = null,
): PersonRow => ({
  ...anna,
  person_id,
  full_name,
  address: null,
  user_id,
});

const nominee: RepresentativeRow = {
  representative_id: 'r-1',
  person_id: 'anna',
  kind: 'nominee',
  as_person_id: null,
  full_name: 'Nell North',
  user_id: 'nell',
  from_day: '2026-03-02',
  to_day: '2026-03-31',
  ended_at: null,
};

describe('People', () => {
  let erasable: Erasable;
  beforeEach(async () => {
    erasable = await Erasable.open();
    await erasable.people.add(erasable.db, anna);
    await erasable.people.add(erasable.db, person('bilal', 'Bilal Bashir'));
    at('2026-03-16T12:00:00Z');
  });
  afterEach(() => erasable.close());

  const at = (instant: string) => {
    erasable.clock.at = microsOf(instant.replace('Z', '.000000Z') as Instant);
  };
  const appoint = (more: Partial<RepresentativeRow> = {}) =>
    erasable.people.addRepresentative(erasable.db, { ...nominee, ...more });
  const relation = (who: User, personId = 'anna') => erasable.people.relationOf(who, personId);

  it('are known, and named, by their ids', async () => {
    const { people } = erasable;
    expect([await people.knows('anna'), await people.knows('carys')]).toEqual([true, false]);
    expect(await people.namesOf(['anna', 'carys'])).toEqual(new Map([['anna', 'Anna Archer']]));
    expect(await people.namesOf([])).toEqual(new Map());
  });

  it('are named alike when many are asked for', async () => {
    const many = Array.from({ length: 600 }, (_, i) => `nobody-${i}`);
    const names = await erasable.people.namesOf([...many, 'anna']);
    expect(names.get('anna')).toBe('Anna Archer');
    expect(names.get('nobody-1')).toBeUndefined();
  });

  it('are themselves when they sign in, and nothing to others', async () => {
    expect(await relation(user('demo-holder'))).toBe('self');
    expect(await relation(user('demo-holder'), 'bilal')).toBeUndefined();
    expect(await relation(user('somebody'))).toBeUndefined();
    expect(await erasable.people.peopleOf(user('demo-holder'))).toEqual(['anna']);
  });

  describe('are acted for', () => {
    it.each<[string, string | undefined]>([
      ['2026-03-01T23:59:59Z', undefined],
      ['2026-03-02T00:00:00Z', 'nominee'],
      ['2026-03-31T22:59:59Z', 'nominee'], // the last second of the day in London
      ['2026-03-31T23:00:00Z', undefined],
    ])('from the first day to the last, in London: at %s by %p', async (instant, expected) => {
      await appoint();
      at(instant);
      expect(await relation(nell)).toBe(expected);
      expect(await erasable.people.peopleOf(nell)).toEqual(expected ? ['anna'] : []);
    });

    it('for as long as nobody says otherwise', async () => {
      await appoint({ to_day: null });
      at('2060-01-01T12:00:00Z');
      expect(await relation(nell)).toBe('nominee');
    });

    it('until the appointment is ended: from that instant on not', async () => {
      await appoint({ to_day: null });
      expect(await erasable.people.endRepresentative('anna', 'r-1')).toBe(true);
      expect(await relation(nell)).toBeUndefined();
      expect(await erasable.people.representativesOf('anna')).toMatchObject([
        { to_day: '2026-03-16', ended_at: '2026-03-16T12:00:00.000000Z', full_name: 'Nell North' },
      ]);
    });

    it('no longer than when it was first ended', async () => {
      await appoint({ to_day: null });
      await erasable.people.endRepresentative('anna', 'r-1');
      at('2026-03-17T12:00:00Z');
      expect(await erasable.people.endRepresentative('anna', 'r-1')).toBe(true);
      const [ended] = await erasable.people.representativesOf('anna');
      expect(ended).toMatchObject({ to_day: '2026-03-16' });
    });

    it('by nobody who is ended for somebody else, or is not there', async () => {
      await appoint();
      expect(await erasable.people.endRepresentative('bilal', 'r-1')).toBe(false);
      expect(await erasable.people.endRepresentative('anna', 'r-9')).toBe(false);
      expect(await relation(nell)).toBe('nominee');
    });

    it('by a person who is known here, whoever signs in as that one', async () => {
      await erasable.people.add(erasable.db, person('carys', 'Carys Cole', 'carys-user'));
      await appoint({ user_id: null, full_name: null, as_person_id: 'carys' });
      expect(await relation(user('carys-user'))).toBe('nominee');
      expect(await relation(nell)).toBeUndefined();
      const peopleOf = await erasable.people.peopleOf(user('carys-user'));
      expect(peopleOf.toSorted()).toEqual(['anna', 'carys']);
    });

    it('in the closest way, where there are several', async () => {
      await appoint({ representative_id: 'r-1', kind: 'supporter' });
      expect(await relation(nell)).toBe('supporter');
      await appoint({ representative_id: 'r-2', kind: 'nominee' });
      expect(await relation(nell)).toBe('nominee');
      await appoint({ representative_id: 'r-3', kind: 'authorised-person' });
      expect(await relation(nell)).toBe('authorised-person');
      expect(await erasable.people.peopleOf(nell)).toEqual(['anna']);
    });

    it('also by who acts for others, and only then for those', async () => {
      await appoint({ representative_id: 'r-1' });
      await appoint({
        representative_id: 'r-2',
        person_id: 'bilal',
        from_day: '2026-04-01',
        to_day: null,
      });
      expect(await erasable.people.peopleOf(nell)).toEqual(['anna']);
      at('2026-04-01T12:00:00Z');
      expect(await erasable.people.peopleOf(nell)).toEqual(['bilal']);
    });
  });

  describe('are erased', () => {
    const when = '2026-03-16T12:00:00.000000Z' as Instant;
    const erase = (personId = 'anna') => erasable.people.erase(erasable.db, personId, when);

    it('in every field, and nobody signs in as them', async () => {
      await erase();
      const { erased_at, person_id, ...fields } = (await erasable.people.find('anna'))!;
      expect([person_id, erased_at]).toEqual(['anna', when]);
      expect(new Set(Object.values(fields))).toEqual(new Set([null]));
      expect(await relation(user('demo-holder'))).toBeUndefined();
      expect(await erasable.people.namesOf(['anna', 'bilal'])).toEqual(
        new Map([['bilal', 'Bilal Bashir']]),
      );
      expect(await erasable.people.notErased()).toEqual(['bilal']);
    });

    it('with the names of who acted for them, and where they acted for others', async () => {
      await appoint();
      await appoint({ representative_id: 'r-2', person_id: 'bilal', as_person_id: 'anna' });
      await erase();
      expect(await relation(nell)).toBeUndefined();
      for (const id of ['anna', 'bilal'])
        expect(await erasable.people.representativesOf(id)).toMatchObject([
          { full_name: null, user_id: null, from_day: '2026-03-02' as LocalDate },
        ]);
    });

    it('once: a second time keeps the first instant', async () => {
      await erase();
      await erasable.people.erase(erasable.db, 'anna', '2027-01-01T00:00:00.000000Z' as Instant);
      expect((await erasable.people.find('anna'))?.erased_at).toBe(when);
    });

    it('from the files, too', async () => {
      expect(await erasable.bytes()).toContain('Anna Archer');
      await erase();
      await wipeDeleted(erasable.db, PEOPLE_TABLES);
      const bytes = await erasable.bytes();
      const kept = ['Anna Archer', '1 Elm Row', 'Bilal Bashir'].filter((it) => bytes.includes(it));
      expect(kept).toEqual(['Bilal Bashir']);
    });

    it('by somebody and for a reason, which are kept', async () => {
      await erasable.people.keepErasure('anna', 'sam', 'Asked for');
      await erasable.people.keepErasure('anna', 'mia', 'Again');
      const kept = await erasable.db
        .selectFrom('erasures' as 'person_keys')
        .selectAll()
        .execute();
      expect(kept).toEqual([
        { person_id: 'anna', erased_by: 'sam', at: when, reason: 'Asked for' },
      ]);
    });
  });
});
