// The same balances kept by emmett's projector: its own consumer, a projection in SQL, and the
// events in its own tables.
import { rawSql } from '@event-driven-io/dumbo';
import {
  getPostgreSQLEventStore,
  postgreSQLRawSQLProjection,
  rebuildPostgreSQLProjections,
} from '@event-driven-io/emmett-postgresql';
import pg from 'pg';

/** Pence on the account: as the ledger's read model counts. */
const SIGNS = { PaymentMade: 1, ContributionReceived: 1, ExpenseRecorded: -1, EntryReversed: 1 };
const penceOf = ({ type, data }) =>
  type === 'BudgetOpened' ? data.openingBalancePence : SIGNS[type] * data.amountPence;

export const balances = postgreSQLRawSQLProjection({
  name: 'balances',
  canHandle: [...Object.keys(SIGNS), 'BudgetOpened'],
  init: () =>
    rawSql(`create table if not exists balances
      (budget_id text primary key, balance_pence bigint not null, entries bigint not null)`),
  evolve: (event) => {
    const budgetId = event.metadata.streamName.replace(/^\w+-/, '');
    return rawSql(`insert into balances values ('${budgetId}', ${penceOf(event)}, 1)
      on conflict (budget_id) do update set entries = balances.entries + excluded.entries,
        balance_pence = balances.balance_pence + excluded.balance_pence`);
  },
});

/** `events`: with their streams, in log order; an append takes all of a stream's next ones. */
export async function filledEmmett(address, events) {
  const store = getPostgreSQLEventStore(address);
  await store.schema.migrate();
  const streams = Map.groupBy(events, (it) => it.stream);
  for (const [stream, its] of streams)
    await store.appendToStream(
      stream,
      its.map(({ event: { type, ...data } }) => ({ type, data })),
      { expectedStreamVersion: 'STREAM_DOES_NOT_EXIST' },
    );
  await store.close();
}

let rebuilds = 0;

/** Made anew from the first event. `pulling`: as it comes, where it is left out. */
export async function rebuiltByEmmett(address, pulling) {
  const pool = new pg.Pool({ connectionString: address, max: 2 });
  await pool.query('drop table if exists balances');
  const consumer = rebuildPostgreSQLProjections({
    connectionString: address,
    // A processor of an earlier rebuild would go on from where that one ended.
    projections: [{ projection: balances, processorId: `rebuild-${rebuilds++}` }],
    pulling,
  });
  const begun = performance.now();
  await consumer.start();
  const seconds = (performance.now() - begun) / 1000;
  await consumer.close();
  const { rows } = await pool.query({
    text: 'select budget_id, balance_pence::int from balances order by budget_id collate "C"',
    rowMode: 'array',
  });
  await pool.end();
  return { seconds, balances: JSON.stringify(rows) };
}
