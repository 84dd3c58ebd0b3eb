import type { Recorded } from '../event-log/event-log.js';
import type { Instant, LocalDate } from '../kernel/dates.js';
import type { KnownEvents } from '../read-models/known-events.js';
import type { Owner } from '../sign-in/access.js';
import { FILE_FORMATS } from '../web/file-format.js';
import type { Moments } from '../web/moments.js';
import { paged, type Page } from '../web/paging.js';
import type { FileOf, FileStore } from '../words/files.js';
import type { AccountEvent, ReceiptSent } from './account.events.js';

/** That something was sent. What it shows is in the file alone. */
export interface Receipt {
  readonly receiptId: string;
  readonly eventId: string;
  readonly entryId: string;
  readonly on: LocalDate;
  readonly recordedAt: Instant;
  /** As its bytes say: `image/jpeg`. */
  readonly type: string;
  readonly bytes: number;
}

/** A file under a name of ours. */
export interface ReceiptFile {
  readonly name: string;
  readonly bytes: Buffer;
}

interface Paged {
  readonly page?: number;
  readonly pageSize?: number;
}

/** Where the files of an account are kept. */
export const ownerOfFiles = ({ personId, budgetId }: Partial<Owner>): FileOf => ({
  personId: personId!,
  stream: `account-${budgetId}`,
});

/** What was sent for an expense. */
export class ReceiptsQueries {
  constructor(
    private readonly known: KnownEvents,
    private readonly moments: Moments,
    private readonly files: FileStore,
  ) {}

  /** As they were sent, the first one first. */
  async list({ budgetId }: Partial<Owner>, entryId: string, asked: Paged): Promise<Page<Receipt>> {
    return paged((await this.sentFor(budgetId!, entryId)).map(receiptFrom), asked);
  }

  /** `undefined`: nothing of this id was sent for the expense, or it was erased. */
  async file(
    owner: Partial<Owner>,
    entryId: string,
    receiptId: string,
  ): Promise<ReceiptFile | undefined> {
    const sent = await this.sentFor(owner.budgetId!, entryId);
    const event = sent.find((it) => it.event.receiptId === receiptId)?.event;
    const bytes = event && (await this.files.find(ownerOfFiles(owner), event.fileHash));
    return bytes && { name: nameOf(event), bytes };
  }

  private async sentFor(budgetId: string, entryId: string): Promise<Recorded<ReceiptSent>[]> {
    const { knownAt } = await this.moments.of({});
    const events = await this.known.of<AccountEvent>(budgetId, knownAt);
    return events.filter(
      (it): it is Recorded<ReceiptSent> =>
        it.event.type === 'ReceiptSent' && it.event.entryId === entryId,
    );
  }
}

function receiptFrom({ event, eventId, recordedAt }: Recorded<ReceiptSent>): Receipt {
  const { receiptId, entryId, on, format, bytes } = event;
  const type = FILE_FORMATS[format].mediaType;
  return { receiptId, eventId, entryId, on, recordedAt, type, bytes };
}

/** "receipt-2026-05-20-2ed6657d.jpg": the sender's own name for it was never kept. */
const nameOf = ({ on, receiptId, format }: ReceiptSent): string =>
  `receipt-${on}-${receiptId.slice(0, 8)}.${FILE_FORMATS[format].extension}`;
