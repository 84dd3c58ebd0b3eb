import { Injectable } from '@nestjs/common';
import type { EntryKind } from '../accounts/account.events.js';
import { closedTo } from '../accounts/lines.facts.js';
import { present } from '../kernel/canonical.js';
import type { Owner } from '../sign-in/access.js';
import type { AskingFor } from '../web/asking.js';
import { invalid } from '../web/problem.js';
import { Requests } from '../web/requests.js';
import { StatementWriting } from './statement-writing.api.js';
import { StatementsQueries } from './statements.queries.js';

/** What a line is to become; what is left out of an expense is taken from its proposal. */
export interface ToRecord {
  readonly kind: EntryKind;
  readonly payee?: string;
  readonly category?: string;
  readonly outcome?: string;
  readonly note?: string;
}

/** Makes entries of lines. */
@Injectable()
export class LineRecording {
  constructor(
    private readonly writing: StatementWriting,
    private readonly queries: StatementsQueries,
    private readonly requests: Requests,
  ) {}

  async record(asking: AskingFor, statementId: string, lineId: string, sent: ToRecord) {
    const entryId = asking.idOf('entry');
    const { kind, payee, category, outcome, note } =
      sent.kind === 'expense' ? await this.completed(asking, lineId, sent) : sent;
    // A payment's words are its reference; of other money in and out there are none.
    const words = kind === 'expense' ? { payee, note } : { reference: payee, note };
    const speaks = kind === 'expense' || kind === 'payment';
    const { asked, wordsHash } = speaks
      ? await this.requests.maybeSpoken(asking, words)
      : { asked: asking.asked() };
    const what = { type: 'RecordLine', statementId, lineId, entryId, kind } as const;
    const optional = present({ category, outcome, wordsHash });
    return this.writing.ask(asking, asked, { ...what, ...optional }, { entryId });
  }

  /** 400 where neither the caller nor the proposal says who was paid and what for. */
  private async completed(asking: AskingFor, lineId: string, sent: ToRecord): Promise<ToRecord> {
    if (sent.payee !== undefined && sent.category !== undefined) return sent;
    const offers = await this.queries.offers(asking.reach as Required<Owner>);
    const proposal = offers.get(lineId)?.proposal;
    const proposed = present({ payee: proposal?.payee, category: proposal?.category });
    const full: ToRecord = { ...proposed, ...present({ ...sent }) };
    const missing = (['payee', 'category'] as const).filter((it) => full[it] === undefined);
    if (missing.length > 0 && (await this.couldBeAnExpense(asking.reach.budgetId!, lineId)))
      throw invalid(
        ...missing.map((field) => ({ field, message: 'Say it: nothing is proposed for it.' })),
      );
    return full;
  }

  /** Else the account says what is wrong, or answers what it recorded before. */
  private async couldBeAnExpense(budgetId: string, lineId: string): Promise<boolean> {
    const { statements } = await this.queries.account(budgetId);
    const line = statements.lines.get(lineId);
    const closed = closedTo(statements) ?? '';
    const isToSettle =
      line?.state === 'open' || (line?.state === 'set-aside' && line.countsOn <= closed);
    return isToSettle && line.amountPence < 0;
  }
}
