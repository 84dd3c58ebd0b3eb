import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { present } from '../kernel/canonical.js';
import type { JournalFormat, JournalQueries } from './journal.queries.js';

const MEDIA: Readonly<Record<JournalFormat, readonly [type: string, ending: string]>> = {
  hledger: ['text/plain; charset=utf-8', 'journal'],
  ledger: ['text/plain; charset=utf-8', 'ledger'],
  csv: ['text/csv; charset=utf-8', 'csv'],
};

/** As a file to keep, piece by piece; stops when whoever asked has gone. */
export async function sendJournal(
  reply: FastifyReply,
  journal: JournalQueries,
  { format, budgetId }: { readonly format: JournalFormat; readonly budgetId?: string | undefined },
): Promise<void> {
  const left = new AbortController();
  reply.raw.once('close', () => left.abort());
  const asked = present({ format, budgetId, signal: left.signal });
  const [type, ending] = MEDIA[format];
  const name = budgetId === undefined ? 'journal' : `budget-${budgetId}`;
  await reply
    .type(type)
    .header('content-disposition', `attachment; filename="${name}.${ending}"`)
    .send(Readable.from(journal.textOf(asked)));
}
