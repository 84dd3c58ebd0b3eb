import { Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Circle, type Owner, type Reach } from '../sign-in/access.js';
import { May, Reached } from '../sign-in/access.guard.js';
import { shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { notFound } from '../web/problem.js';
import { ERASED } from '../words/words.js';
import { sendJournal } from './journal-sending.api.js';
import { JOURNAL_FORMATS, JournalQueries } from './journal.queries.js';

const FORMATS = [
  { format: 'hledger', text: 'For hledger', what: 'A journal with every account declared' },
  { format: 'ledger', text: 'For ledger', what: 'The same, as ledger reads it' },
  { format: 'csv', text: 'For a spreadsheet (CSV)', what: 'A row for each side of each movement' },
] as const;

type Sent = Readonly<Record<string, unknown>>;

/** The books to take away, of the whole council or of one account: for auditors. */
@Pages('audit/export')
export class JournalPages {
  constructor(
    private readonly journal: JournalQueries,
    private readonly circle: Circle,
  ) {}

  @Get()
  @May('auditor')
  all() {
    return shown('journal/export', {
      title: 'Export',
      downloads: downloadsAt('/audit/export/journal'),
    });
  }

  @Get('journal')
  @May('auditor')
  async download(@Query() sent: Sent, @Res() reply: FastifyReply): Promise<void> {
    await sendJournal(reply, this.journal, { format: formatIn(sent) });
  }

  @Get(':budgetId')
  @May('auditor')
  async ofAccount(@Reached() reach: Reach) {
    const { budgetId, personId } = reach as Required<Owner>;
    const name = (await this.circle.namesOf([personId])).get(personId) ?? ERASED;
    return shown('journal/export', {
      title: 'Export of one account',
      section: name,
      breadcrumbs: [
        { href: '/audit', text: 'Find an account' },
        { href: `/accounts/${budgetId}`, text: name },
      ],
      account: { budgetId, name },
      downloads: downloadsAt(`/audit/export/${budgetId}/journal`),
    });
  }

  @Get(':budgetId/journal')
  @May('auditor')
  async downloadOfAccount(
    @Query() sent: Sent,
    @Reached() { budgetId }: Reach,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendJournal(reply, this.journal, { format: formatIn(sent), budgetId });
  }
}

const downloadsAt = (address: string) =>
  FORMATS.map(({ format, ...it }) => ({ ...it, href: `${address}?format=${format}` }));

function formatIn({ format }: Sent) {
  const known = JOURNAL_FORMATS.find((it) => it === format);
  if (!known) throw notFound();
  return known;
}
