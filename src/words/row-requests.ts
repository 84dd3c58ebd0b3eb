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
      if (!(await this.take(rows, requestId, requestHash)))
        return JSON.parse(await this.answerTo(rows, requestId, requestHash)) as A;
      const answer = await write(rows);
      await rows
        .updateTable('row_requests')
        .set({ answer: JSON.stringify(answer) })
        .where('request_id', '=', requestId)
        .execute();
      const oldest = addDays(londonDay(this.clock.now()), -KEPT_DAYS);
      await rows.deleteFrom('row_requests').where('at', '<', oldest).execute();
      return answer;
    });
  }

  /** Before anything is written: whoever sends the same at this instant waits here for its end. */
  private async take(rows: ErasableDatabase, requestId: string, requestHash: string) {
    const { numInsertedOrUpdatedRows } = await rows
      .insertInto('row_requests')
      .values({
        request_id: requestId,
        request_hash: requestHash,
        answer: '',
        at: this.clock.now(),
      })
      .onConflict((it) => it.column('request_id').doNothing())
      .executeTakeFirst();
    return (numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  private async answerTo(rows: ErasableDatabase, requestId: string, requestHash: string) {
    const row = await rows
      .selectFrom('row_requests')
      .select(['request_hash', 'answer'])
      .where('request_id', '=', requestId)
      .executeTakeFirstOrThrow();
    if (row.request_hash !== requestHash) throw new KeyReused();
    return row.answer;
  }
}
