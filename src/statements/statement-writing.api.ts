import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  OnAccount,
  type AskedOfAccount,
  type ImportStatement,
} from '../accounts/account.commands.js';
import type { AccountEvent, ReadLine, StatementImported } from '../accounts/account.events.js';
import { lastClosed, newLines, statementOf, type Statement } from '../accounts/lines.facts.js';
import type { TypedBalances } from '../accounts/period.facts.js';
import type { Asked, Written } from '../event-log/event-log.js';
import { present } from '../kernel/canonical.js';
import type { DomainEvent, Without } from '../kernel/decider.js';
import { derivedId, idOfHash } from '../kernel/digest.js';
import type { Pence } from '../kernel/money.js';
import type { Owner } from '../sign-in/access.js';
import { answered, type Envelope } from '../web/answers.js';
import type { AskingFor } from '../web/asking.js';
import { WordStore } from '../words/words.js';
import { withProblems } from './file-reading.api.js';
import { identitiesOf } from './identity.js';
import { remarksInWords } from './problem-codes.facts.js';
import type { AccountAsKnown } from './reconciling.js';
import type { FileRow, StatementFile } from './files/statement-file.js';
import { StatementsQueries } from './statements.queries.js';
import { addsUp, takenFrom, type Taken } from './taking.js';

/** What is asked of an account from here; when is the request's. */
type ToAccount = Without<AskedOfAccount, 'today'>;

export interface TakingIn extends TypedBalances {
  readonly acceptOverlap: boolean;
}

/** A row with the id that the account knows it by. */
interface KnownRow {
  readonly row: FileRow;
  readonly line: ReadLine;
}

/** So many lines an append: below what every store takes, with their words. */
const LINES_AN_APPEND = 2_000;
const MATCHES_AN_APPEND = 200;

/** Takes statements in and acts on their lines, for whatever asks: the API, the pages. */
@Injectable()
export class StatementWriting {
  constructor(
    private readonly bus: CommandBus,
    private readonly queries: StatementsQueries,
    private readonly words: WordStore,
  ) {}

  async ask<A extends object>(asking: AskingFor, asked: Asked, what: ToAccount, answer: A) {
    return answered(await this.written(asking, asked, what), answer);
  }

  /**
   * Part by part, and whole only with the last: what was read of a file whose upload broke off is
   * seen by nobody, and the same request goes on from there. 400 `unreadable`.
   */
  async take(asking: AskingFor, file: StatementFile, typed: TakingIn): Promise<TakenIn> {
    const { budgetId, personId } = asking.reach as Required<Owner>;
    const account = await this.queries.account(budgetId);
    const around = {
      opensOn: account.opensOn,
      today: asking.today,
      lastClosingPence: lastClosed(account.statements)?.closing.closingPence,
    };
    const taken = withProblems(() => takenFrom(file, typed, around));
    const rows = await this.known(personId, taken.rows);
    const statementId = asking.idOf('statement');
    // By place in the file, whatever of it is known already: each part is the same each time.
    const parts = inParts(rows, LINES_AN_APPEND);
    const last = parts.pop()!;
    for (const [i, part] of parts.entries())
      await this.read(asking, account, statementId, part, `lines ${i}`);

    const fresh = newLinesOf(account, last);
    const what: Without<ImportStatement, never> = {
      type: 'ImportStatement',
      statementId,
      lines: fresh.map((it) => it.line),
      format: file.format,
      source: file.source,
      ...whatItSays(taken),
      rows: rows.map((it) => it.line),
      acceptOverlap: typed.acceptOverlap,
    };
    const asked = await this.withTexts(asking.asked(), personId, fresh);
    const written = await this.written(asking, asked, what);
    const imported = written.recorded.map((it) => it.event).find(isImport);
    if (imported) return answered(written, importedAnswer(imported));
    const known = await this.statementWith(budgetId, rows);
    return answered(written, knownAnswer(known, rows.length));
  }

  /**
   * The certain ones in one go, or those of them that are named; some hundreds an append. Sent again
   * after it broke off, it goes on: what an earlier sending matched is no more among the certain.
   */
  async acceptCertain(asking: AskingFor, statementId: string, lineIds?: readonly string[]) {
    let part = 0;
    let all: Written<AccountEvent> | undefined;
    for (;;) {
      const parts = inParts(await this.certain(asking, statementId, lineIds), MATCHES_AN_APPEND);
      for (const matches of parts) {
        const name = `part ${part++}`;
        const requestId = part === 1 ? asking.requestId : derivedId(asking.requestId, name);
        const what = { type: 'AcceptMatches', statementId, matches } as const;
        const written = await this.written(asking, { ...asking.asked(), requestId }, what);
        all = all ? together(all, written) : written;
        // What an earlier sending recorded under this name: then the rest is looked for anew.
        if (written.recorded.some(({ event }) => !isOneOf(matches, event))) break;
        if (parts.at(-1) === matches) return answered(all, { matched: all.recorded.length });
      }
    }
  }

  private async certain(asking: AskingFor, statementId: string, lineIds?: readonly string[]) {
    const owner = asking.reach as Required<Owner>;
    const { statements } = await this.queries.account(owner.budgetId);
    const statement = statementOf(statements, statementId);
    const asked = new Set(lineIds ?? statement?.lineIds);
    const offers = await this.queries.offers(owner);
    return (statement?.lineIds ?? [])
      .filter((it) => asked.has(it))
      .flatMap((lineId) => {
        const certain = offers.get(lineId)?.suggestions.find((it) => it.certain);
        if (!certain) return [];
        const lines = [lineId, ...(certain.withLineIds ?? [])];
        return [{ matchId: asking.idOf(lineId), lineIds: lines, entryIds: certain.entryIds }];
      });
  }

  private async read(
    asking: AskingFor,
    account: AccountAsKnown,
    statementId: string,
    part: readonly KnownRow[],
    name: string,
  ): Promise<void> {
    const lines = newLinesOf(account, part);
    const requestId = derivedId(asking.requestId, name);
    const { personId } = asking.reach as Required<Owner>;
    const asked = await this.withTexts({ ...asking.asked(), requestId }, personId, lines);
    const what = { type: 'ReadLines', statementId, lines: lines.map((it) => it.line) } as const;
    await this.written(asking, asked, what);
  }

  private written(
    asking: AskingFor,
    asked: Asked,
    what: ToAccount,
  ): Promise<Written<AccountEvent>> {
    const command = { ...what, today: asking.today } as AskedOfAccount;
    return this.bus.execute(new OnAccount(asking.reach.budgetId!, command, asked, asking.seen));
  }

  /** Each row under the id that belongs to it in every file, made under the person's key. */
  private async known(personId: string, rows: readonly FileRow[]): Promise<KnownRow[]> {
    const hashed = await this.words.hashing(personId);
    const identities = identitiesOf(rows);
    return rows.map((row, i) => {
      const { on, amountPence, text } = row;
      const lineId = idOfHash(hashed(identities[i] as Record<string, unknown>));
      return { row, line: { lineId, on, amountPence, textHash: hashed({ text }) } };
    });
  }

  private async withTexts(
    asked: Asked,
    personId: string,
    rows: readonly KnownRow[],
  ): Promise<Asked> {
    if (rows.length === 0) return asked;
    const texts = Object.fromEntries(rows.map(({ row, line }) => [line.lineId, row.text]));
    const { sealed } = await this.words.said(personId, asked.requestId, { texts });
    return { ...asked, words: sealed };
  }

  /** The last one that has any of these, or else the same quiet days. */
  private async statementWith(budgetId: string, rows: readonly KnownRow[]): Promise<Statement> {
    const { statements } = await this.queries.account(budgetId);
    const ids = new Set(rows.map((it) => it.line.lineId));
    const having = statements.all.filter((it) => it.lineIds.some((id) => ids.has(id)));
    return (having.at(-1) ?? statements.all.at(-1))!;
  }
}

/** At least one, so that there is a last. */
const inParts = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.max(1, Math.ceil(all.length / size)) }, (_, i) =>
    all.slice(i * size, (i + 1) * size),
  );

/** Of several appends: where the last one that recorded anything left the stream. */
const together = <E extends DomainEvent>(before: Written<E>, last: Written<E>): Written<E> =>
  last.recorded.length === 0
    ? before
    : { ...last, recorded: [...before.recorded, ...last.recorded] };

const isOneOf = (matches: readonly { readonly matchId: string }[], event: AccountEvent): boolean =>
  event.type === 'LineMatched' && matches.some((it) => it.matchId === event.matchId);

function newLinesOf({ statements }: AccountAsKnown, rows: readonly KnownRow[]): KnownRow[] {
  const fresh = new Set(
    newLines(
      statements,
      rows.map((it) => it.line),
    ),
  );
  return rows.filter((it) => fresh.has(it.line));
}

const whatItSays = ({ to, firstOn, lastOn, problems, notes, ...said }: Taken) => ({
  to,
  firstOn,
  lastOn,
  ...present({
    openingPence: said.openingPence,
    closingPence: said.closingPence,
    typed: said.typed,
  }),
  problems,
  notes,
});

const isImport = (event: AccountEvent): event is StatementImported =>
  event.type === 'StatementImported';

// ── What is answered ─────────────────────────────────────────────────────────

type Told = Pick<
  Statement,
  'statementId' | 'format' | 'from' | 'to' | 'duplicates' | 'problems' | 'notes'
> &
  TypedBalances & { readonly lines: number };

/** From what was recorded alone, so that a repeat is answered the same. */
const importedAnswer = (it: Told) => ({
  statementId: it.statementId,
  format: it.format,
  from: it.from,
  to: it.to,
  lines: it.lines,
  duplicates: it.duplicates,
  openingPence: it.openingPence ?? (null as Pence | null),
  closingPence: it.closingPence ?? (null as Pence | null),
  addsUp: addsUp(it),
  problems: remarksInWords(it.problems),
  notes: remarksInWords(it.notes),
});

export type TakenIn = ReturnType<typeof importedAnswer> & Envelope;

const knownAnswer = (statement: Statement, duplicates: number) =>
  importedAnswer({ ...statement, lines: 0, duplicates });
