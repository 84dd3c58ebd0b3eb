import { anna, Erasable } from '../../test/support/erasable.js';
import { databaseFor, postgres } from '../../test/support/databases.js';
import type { Instant } from '../kernel/dates.js';

const when = '2026-03-16T12:00:00.000000Z' as Instant;
const nominee = {
  representative_id: 'r-1',
  person_id: 'anna',
  kind: 'nominee',
  as_person_id: null,
  full_name: 'Nell North',
  user_id: 'nell',
  from_day: '2026-03-02',
  to_day: null,
  ended_at: null,
} as const;

it('Who is appointed while the person is being erased is erased with them', async () => {
  const erasable = await Erasable.open();
  const { db, people } = erasable;
  await people.add(db, anna);
  let erasing: Promise<void> | undefined;
  await db.transaction().execute(async (rows) => {
    expect(await people.isErased(rows, 'anna')).toBe(false);
    erasing = people.erase(db, 'anna', when);
    // It waits for this one, or else has gone past it.
    await Promise.race([erasing, waiting(erasable)]);
    await people.addRepresentative(rows, nominee);
  });
  await erasing;
  expect(await people.representativesOf('anna')).toMatchObject([
    { full_name: null, user_id: null },
  ]);
  await erasable.close();
});

/** Until somebody waits for a lock that another has. */
async function waiting({ folder }: Erasable): Promise<void> {
  const address = await databaseFor(folder);
  const blocked = `select 1 from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await postgres().ask(blocked, address)).length === 0);
}
