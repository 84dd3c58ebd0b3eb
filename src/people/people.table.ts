import type { Kysely } from 'kysely';
import type { Clock } from '../event-log/clock.js';
import { present } from '../kernel/canonical.js';
import type { Instant, LocalDate } from '../kernel/dates.js';
import { forShare, textOf } from '../read-models/database.js';
import { migrate, type Step } from '../read-models/migrations.js';
import { Circle, type Appointment } from '../sign-in/access.js';
import type { Relation, User } from '../sign-in/user.js';
import type { ErasableDatabase } from '../words/erasable-database.js';

export const REPRESENTATIVE_KINDS = ['nominee', 'authorised-person', 'supporter'] as const;
export type RepresentativeKind = (typeof REPRESENTATIVE_KINDS)[number];

export interface PersonRow {
  person_id: string;
  /** Null in every field: erased. */
  full_name: string | null;
  date_of_birth: string | null;
  address: string | null;
  email: string | null;
  phone: string | null;
  preferred_format: string | null;
  user_id: string | null;
  erased_at: Instant | null;
}

/** Somebody from a person's circle, from day to day, both included. */
export interface RepresentativeRow {
  representative_id: string;
  /** For whom. */
  person_id: string;
  kind: RepresentativeKind;
  as_person_id: string | null;
  full_name: string | null;
  user_id: string | null;
  from_day: LocalDate;
  to_day: LocalDate | null;
  /** Ended by hand: from that instant nothing is seen. */
  ended_at: Instant | null;
}

interface ErasureRow {
  person_id: string;
  erased_by: string;
  at: Instant;
  reason: string;
}

/** Somebody of the council, by the name that their sign-in gave last. */
interface UserRow {
  user_id: string;
  full_name: string;
}

export interface PeopleTables {
  people: PersonRow;
  representatives: RepresentativeRow;
  erasures: ErasureRow;
  users: UserRow;
}

/** Those that hold what is erased. */
export const PEOPLE_TABLES = ['people', 'representatives'] as const;
/** With what is remembered of an erasure; a table stands behind those it refers to. */
export const ALL_PEOPLE_TABLES = [...PEOPLE_TABLES, 'erasures', 'users'] as const;

/** Beyond so many, reading all names is cheaper than naming each. */
const FEW = 500;

// Where they are there already, they are from before steps were counted.
const STEPS: readonly Step[] = [
  async (db) => {
    await db.schema
      .createTable('people')
      .ifNotExists()
      .addColumn('person_id', textOf(db), (it) => it.primaryKey())
      .addColumn('full_name', textOf(db))
      .addColumn('date_of_birth', textOf(db))
      .addColumn('address', textOf(db))
      .addColumn('email', textOf(db))
      .addColumn('phone', textOf(db))
      .addColumn('preferred_format', textOf(db))
      .addColumn('user_id', textOf(db))
      .addColumn('erased_at', textOf(db))
      .execute();
    await db.schema
      .createTable('representatives')
      .ifNotExists()
      .addColumn('representative_id', textOf(db), (it) => it.primaryKey())
      .addColumn('person_id', textOf(db), (it) => it.notNull().references('people.person_id'))
      .addColumn('kind', textOf(db), (it) => it.notNull())
      .addColumn('as_person_id', textOf(db))
      .addColumn('full_name', textOf(db))
      .addColumn('user_id', textOf(db))
      .addColumn('from_day', textOf(db), (it) => it.notNull())
      .addColumn('to_day', textOf(db))
      .addColumn('ended_at', textOf(db))
      .execute();
    await db.schema
      .createTable('erasures')
      .ifNotExists()
      .addColumn('person_id', textOf(db), (it) => it.primaryKey())
      .addColumn('erased_by', textOf(db), (it) => it.notNull())
      .addColumn('at', textOf(db), (it) => it.notNull())
      .addColumn('reason', textOf(db), (it) => it.notNull())
      .execute();
    for (const [table, column] of [
      ['people', 'user_id'],
      ['representatives', 'person_id'],
      ['representatives', 'user_id'],
    ] as const)
      await db.schema
        .createIndex(`${table}_${column}`)
        .ifNotExists()
        .on(table)
        .column(column)
        .execute();
  },
  (db) =>
    db.schema
      .createTable('users')
      .addColumn('user_id', textOf(db), (it) => it.primaryKey())
      .addColumn('full_name', textOf(db), (it) => it.notNull())
      .execute(),
];

/** Plain rows that can be erased. People are never in the log. */
export class PeopleTable extends Circle {
  private readonly db: Kysely<PeopleTables>;
  /** As they were written last by this process. */
  private readonly seenAs = new Map<string, string>();

  constructor(
    erasable: ErasableDatabase,
    private readonly clock: Clock,
  ) {
    super();
    this.db = tablesOf(erasable);
  }

  /** Throws `DatabaseTooNew`. */
  create(): Promise<void> {
    return migrate(this.db, 'people', STEPS);
  }

  /** False: it is there. Its id comes from the request, which was sent again, its key forgotten. */
  async add(rows: ErasableDatabase, person: PersonRow): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await tablesOf(rows)
      .insertInto('people')
      .values(person)
      .onConflict((it) => it.column('person_id').doNothing())
      .executeTakeFirst();
    return (numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  async find(personId: string): Promise<PersonRow | undefined> {
    return this.db
      .selectFrom('people')
      .selectAll()
      .where('person_id', '=', personId)
      .executeTakeFirst();
  }

  /** Names by id; 5,000 are nothing. Erased ones are missing. */
  async namesOf(personIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const every = this.db.selectFrom('people').select(['person_id', 'full_name']);
    const some =
      personIds.length > FEW ? every : every.where('person_id', 'in', [...personIds, '']);
    const rows = await some.execute();
    return new Map(rows.flatMap((it) => (it.full_name ? [[it.person_id, it.full_name]] : [])));
  }

  async seen({ userId, role, name }: User): Promise<void> {
    // A holder's name is their person's, and goes with it.
    if (role === 'holder' || name === undefined || this.seenAs.get(userId) === name) return;
    await this.db
      .insertInto('users')
      .values({ user_id: userId, full_name: name })
      .onConflict((it) => it.column('user_id').doUpdateSet({ full_name: name }))
      .execute();
    this.seenAs.set(userId, name);
  }

  async namesOfUsers(userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>();
    for (const table of ['users', 'representatives', 'people'] as const) {
      const rows = await this.db
        .selectFrom(table)
        .select(['user_id', 'full_name'])
        .where('user_id', 'in', [...userIds, ''])
        .execute();
      for (const { user_id, full_name } of rows)
        if (user_id !== null && full_name !== null) names.set(user_id, full_name);
    }
    return names;
  }

  /** Until the transaction ends: who erases the person meanwhile waits for it. */
  async isErased(rows: ErasableDatabase, personId: string): Promise<boolean> {
    const erasedAt = tablesOf(rows)
      .selectFrom('people')
      .select('erased_at')
      .where('person_id', '=', personId);
    const row = await forShare(rows, erasedAt).executeTakeFirst();
    return row !== undefined && row.erased_at !== null;
  }

  async knows(personId: string): Promise<boolean> {
    return (await this.find(personId)) !== undefined;
  }

  /** Everybody whose rows and key are still here. */
  async notErased(): Promise<string[]> {
    const rows = await this.db
      .selectFrom('people')
      .select('person_id')
      .where('erased_at', 'is', null)
      .execute();
    return rows.map((it) => it.person_id);
  }

  /** The person's fields, their representatives' names, every link to a user. */
  async erase(rows: ErasableDatabase, personId: string, at: Instant): Promise<void> {
    const db = tablesOf(rows);
    const nothing = { full_name: null, user_id: null } as const;
    await db
      .updateTable('people')
      .set({
        ...nothing,
        date_of_birth: null,
        address: null,
        email: null,
        phone: null,
        preferred_format: null,
      })
      .set((it) => ({ erased_at: it.fn.coalesce('erased_at', it.val(at)) }))
      .where('person_id', '=', personId)
      .execute();
    await db
      .updateTable('representatives')
      .set(nothing)
      .where((it) => it.or([it('person_id', '=', personId), it('as_person_id', '=', personId)]))
      .execute();
  }

  /** Who asked for it, when and why: kept, since it names nobody who was erased. */
  async keepErasure(personId: string, erasedBy: string, reason: string): Promise<void> {
    await this.db
      .insertInto('erasures')
      .values({ person_id: personId, erased_by: erasedBy, at: this.clock.now(), reason })
      .onConflict((it) => it.column('person_id').doNothing())
      .execute();
  }

  async addRepresentative(rows: ErasableDatabase, row: RepresentativeRow): Promise<void> {
    await tablesOf(rows)
      .insertInto('representatives')
      .values(row)
      .onConflict((it) => it.column('representative_id').doNothing())
      .execute();
  }

  async representativesOf(personId: string): Promise<RepresentativeRow[]> {
    return this.db
      .selectFrom('representatives')
      .selectAll()
      .where('person_id', '=', personId)
      .orderBy('from_day')
      .orderBy('representative_id')
      .execute();
  }

  async circleOf(personId: string, day: LocalDate): Promise<Appointment[]> {
    const rows = (await this.representativesOf(personId)).filter(
      ({ from_day, to_day }) => from_day <= day && (to_day === null || day <= to_day),
    );
    const names = await this.namesOf(rows.flatMap((it) => it.as_person_id ?? []));
    return rows.map(({ kind, full_name, as_person_id, from_day, to_day }) =>
      present({
        relation: kind,
        fullName: full_name ?? names.get(as_person_id ?? ''),
        from: from_day,
        to: to_day ?? undefined,
      }),
    );
  }

  /** At once; the appointment stays in the history. False: the person has no such representative. */
  async endRepresentative(personId: string, representativeId: string): Promise<boolean> {
    const result = await this.db
      .updateTable('representatives')
      .set({ ended_at: this.clock.now(), to_day: this.clock.today() })
      .where('representative_id', '=', representativeId)
      .where('person_id', '=', personId)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (result.numUpdatedRows > 0n) return true;
    const known = await this.representativesOf(personId);
    return known.some((it) => it.representative_id === representativeId);
  }

  async relationOf(user: User, personId: string): Promise<Relation | undefined> {
    const person = await this.find(personId);
    if (person?.user_id === user.userId) return 'self';
    const kinds = (await this.appointmentsOf(user))
      .filter((it) => it.person_id === personId)
      .map((it) => it.kind);
    return (['authorised-person', 'nominee', 'supporter'] as const).find((it) =>
      kinds.includes(it),
    );
  }

  async peopleOf(user: User): Promise<readonly string[]> {
    const own = await this.db
      .selectFrom('people')
      .select('person_id')
      .where('user_id', '=', user.userId)
      .execute();
    const appointments = await this.appointmentsOf(user);
    return [...new Set([...own, ...appointments].map((it) => it.person_id))];
  }

  /** Those that hold today: a user is named by the appointment, or is the person it names. */
  private async appointmentsOf({ userId }: User) {
    const today = this.clock.today();
    return this.db
      .selectFrom('representatives')
      .select(['person_id', 'kind'])
      .where((it) =>
        it.or([
          it('user_id', '=', userId),
          it(
            'as_person_id',
            'in',
            it.selectFrom('people').select('person_id').where('user_id', '=', userId),
          ),
        ]),
      )
      .where('ended_at', 'is', null)
      .where('from_day', '<=', today)
      .where((it) => it.or([it('to_day', 'is', null), it('to_day', '>=', today)]))
      .execute();
  }
}

const tablesOf = (db: ErasableDatabase): Kysely<PeopleTables> =>
  db as unknown as Kysely<PeopleTables>;
