import { KeyReused, type Asked, type EventLog } from '../event-log/event-log.js';
import { addDays, londonDay } from '../kernel/dates.js';
import type { Clock } from '../event-log/clock.js';
import type { ErasableDatabase } from './erasable-database.js';

const KEPT_DAYS = 35;

/** Requests that write rows and no event: their answer is kept with the rows, in one transaction. */
export class RowRequests {
  constructor(
    private readonly db: ErasableDatabase,
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {}

  /** Does it once, and answers the same to whoever sends it again. Throws `KeyReused`. */
  async once<A extends object>(
    { requestId, requestHash }: Asked,
    write: (rows: ErasableDatabase) => Promise<A>,
  ): Promise<A> {
    await this.log.findRequest(requestId, requestHash);
    return this.db.transaction().execute(async (rows) => {
      const earlier = await this.find(rows, requestId, requestHash);
      if (earlier !== undefined) return JSON.parse(earlier) as A;
      const answer = await write(rows);
      const at = this.clock.now();
      await rows
        .insertInto('row_requests')
        .values({
          request_id: requestId,
          request_hash: requestHash,
          answer: JSON.stringify(answer),
          at,
        })
        .execute();
      const oldest = addDays(londonDay(at), -KEPT_DAYS);
      await rows.deleteFrom('row_requests').where('at', '<', oldest).execute();
      return answer;
    });
  }

  private async find(rows: ErasableDatabase, requestId: string, requestHash: string) {
    const row = await rows
      .selectFrom('row_requests')
      .select(['request_hash', 'answer'])
      .where('request_id', '=', requestId)
      .executeTakeFirst();
    if (row && row.request_hash !== requestHash) throw new KeyReused();
    return row?.answer;
  }
}
