import type { LocalDate } from '../kernel/dates.js';
import { Register } from '../kernel/register.js';
import type { AccountCommand } from './account.commands.js';
import type { AccountEvent } from './account.events.js';
import { booksAfter, emptyBooks, type Books } from './account.facts.js';
import { noStatements, statementsAfter, type Statements } from './lines.facts.js';

// ── What we remember: only what a decision needs ─────────────────────────────

/** What was asked and said about one expense. */
export interface Inquiry {
  /** The last time; a new question is a new chance to explain. */
  readonly queriedOn?: LocalDate;
  readonly explained: boolean;
  readonly decided: boolean;
}

export interface Account {
  readonly books: Books;
  /** By the expense they are about. */
  readonly inquiries: Register<Inquiry>;
  /** Bounces and reversals, by their own ids. */
  readonly undoings: Register<'bounce' | 'reversal'>;
  /** Those that were sent, by their own ids. */
  readonly receipts: Register<'sent'>;
  /** By their own ids. */
  readonly disagreements: Register<'open' | 'answered'>;
  readonly statements: Statements;
}

export const untouched: Account = {
  books: emptyBooks,
  inquiries: Register.empty(),
  undoings: Register.empty(),
  receipts: Register.empty(),
  disagreements: Register.empty(),
  statements: noStatements,
};

const NO_INQUIRY: Inquiry = { explained: false, decided: false };

export const inquiryInto = ({ inquiries }: Account, entryId: string): Inquiry =>
  inquiries.get(entryId) ?? NO_INQUIRY;

export function remember(account: Account, event: AccountEvent): Account {
  switch (event.type) {
    case 'ExpenseQueried':
      return learnt(account, event.entryId, { queriedOn: event.on, explained: false });
    case 'ExpenseExplained':
      return learnt(account, event.entryId, { explained: true });
    case 'ExpenseAccepted':
    case 'ExpenseDisallowed':
      return learnt(account, event.entryId, { decided: true });
    case 'ReceiptSent':
      return { ...account, receipts: account.receipts.with(event.receiptId, 'sent') };
    case 'DisagreementRaised':
      return withDisagreement(account, event.disagreementId, 'open');
    case 'DisagreementAnswered':
      return withDisagreement(account, event.disagreementId, 'answered');
    case 'PaymentReturned':
    case 'EntryReversed': {
      const kind = event.type === 'EntryReversed' ? 'reversal' : 'bounce';
      const undoings = account.undoings.with(event.entryId, kind);
      return { ...booked(account, event), undoings };
    }
    default:
      return booked(account, event);
  }
}

const booked = (account: Account, event: AccountEvent): Account => ({
  ...account,
  books: booksAfter(account.books, event),
  statements: statementsAfter(account.statements, event),
});

function learnt(account: Account, entryId: string, news: Partial<Inquiry>): Account {
  const inquiry = { ...inquiryInto(account, entryId), ...news };
  return { ...account, inquiries: account.inquiries.with(entryId, inquiry) };
}

const withDisagreement = (account: Account, id: string, state: 'open' | 'answered'): Account => ({
  ...account,
  disagreements: account.disagreements.with(id, state),
});

/** What follows from one kind of command; throws a `Refusal` where a rule says no. */
export type Rule<T extends AccountCommand['type']> = (
  command: Extract<AccountCommand, { type: T }>,
  account: Account,
) => AccountEvent[];
