import { Get, Param, Post } from '@nestjs/common';
import { earlierOpen, saidInFile, type TypedBalances } from '../accounts/period.facts.js';
import { referenceOf } from '../accounts/disagreement.facts.js';
import type { Statement } from '../accounts/lines.facts.js';
import { present } from '../kernel/canonical.js';
import { dayInWords } from '../kernel/dates.js';
import { Refusal } from '../kernel/decider.js';
import { formatPence, NOTHING, plus, sizeOf, type Pence } from '../kernel/money.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { Asking, AskingFor } from '../web/asking.js';
import type { Field } from '../web/form-fields.js';
import { Sent } from '../web/form.guard.js';
import { shown, type Shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { notFound } from '../web/problem.js';
import { seeOther } from '../web/see-other.js';
import type { SentForm } from '../web/sent-form.js';
import { balance } from './balance-field.pages.js';
import { linesCounted, moved } from './lines-in-words.js';
import { periodShown, type PeriodShown } from './period-shown.js';
import { StatementAround, statementsOf } from './statement-around.pages.js';
import { StatementsApi } from './statements.api.js';
import { StatementsQueries, type Looked } from './statements.queries.js';

const BALANCES = {
  openingPence: balance({ what: 'what was there at the beginning' }),
  closingPence: balance({ what: 'what was there at the end' }),
};

/** A period is closed: its sum is shown, checked, and then every day of it is closed. */
@Pages('accounts/:budgetId/statements/:statementId')
export class ClosingPages {
  constructor(
    private readonly queries: StatementsQueries,
    private readonly statements: StatementsApi,
    private readonly around: StatementAround,
  ) {}

  @Get('close')
  @May('officer', 'auditor')
  async form(@Param('statementId') statementId: string, @Reached() reach: Reach) {
    const looked = await this.queries.look(reach as Required<Owner>, statementId);
    if (looked.shown.state !== 'open')
      return seeOther(`${statementsOf(reach)}/${statementId}/sign`);
    return this.page(reach, looked, {});
  }

  @Post('close')
  @May('officer')
  async close(
    @Param('statementId') statementId: string,
    @Sent() form: SentForm,
    @Asking() asking: AskingFor,
  ) {
    const { reach } = asking;
    const looked = await this.queries.look(reach as Required<Owner>, statementId);
    const { asks } = periodShown(looked.account, looked.statement, {});
    return form.take(
      fieldsFor(asks),
      async (typed) => {
        if (form.fields['step'] !== 'send') return this.page(reach, looked, typed, 'check');
        await this.statements.close(statementId, present(typed), asking).catch(saidWithItsAmount);
        return seeOther(`${statementsOf(reach)}/${statementId}/closed`);
      },
      () => this.page(reach, looked, {}),
    );
  }

  @Get('closed')
  @May('officer')
  async closed(@Param('statementId') statementId: string, @Reached() reach: Reach) {
    const base = `${statementsOf(reach)}/${statementId}`;
    const { statement, shown: told } = await this.queries.look(
      reach as Required<Owner>,
      statementId,
    );
    if (!statement.closing) throw notFound();
    const { section, account } = await this.around.below(reach, base);
    return shown('statements/closed', {
      section,
      account,
      title: 'The period is closed',
      reference: referenceOf(`${statementId} ${statement.closing.to}`),
      base,
      list: statementsOf(reach),
      closing: statement.closing,
      setAside: told.setAside,
    });
  }

  private async page(
    reach: Reach,
    looked: Looked,
    typed: TypedBalances,
    step: 'ask' | 'check' = 'ask',
  ): Promise<Shown> {
    const list = statementsOf(reach);
    const base = `${list}/${looked.shown.statementId}`;
    const sum = periodShown(looked.account, looked.statement, typed);
    const said = new Map(looked.shown.lines.map((it) => [it.lineId, it.said]));
    const nameOf = await this.around.namesOf(sum.setAside.map((it) => said.get(it.lineId)?.by));
    const bars = barsOf(sum, list, earlierOpen(looked.account.statements, looked.statement));
    return shown('statements/close', {
      ...(await this.around.below(reach, base)),
      title: step === 'check' ? 'Check what you close' : `Close the period`,
      base,
      step: bars.length === 0 && sum.asks.length === 0 ? 'check' : step,
      sum,
      bars,
      difference: differenceIn(sum),
      whyAsked: sum.asks.some((it) => saidInFile(looked.statement, SIDES[it]) !== undefined)
        ? 'What was typed with the file is not what the file says.'
        : 'The file does not say it.',
      typed: Object.entries(present({ ...typed })).map(([name, pence]) => ({
        name,
        value: formatPence(pence as Pence).replace('£', ''),
      })),
      before: {
        openingPence: poundsOf(looked.statement.openingPence ?? looked.account.openingBalancePence),
        closingPence: poundsOf(looked.statement.closingPence),
      },
      setAside: sum.setAside.map((it) => ({
        ...it,
        text: looked.texts.get(it.lineId) ?? '',
        moved: moved(it.amountPence),
        by: nameOf(said.get(it.lineId)?.by),
        reason: said.get(it.lineId)?.reason,
      })),
    });
  }
}

const SIDES = { openingPence: 'opening', closingPence: 'closing' } as const;

const fieldsFor = (asks: PeriodShown['asks']) =>
  Object.fromEntries(asks.map((it): [string, Field<Pence>] => [it, BALANCES[it]])) as Partial<
    typeof BALANCES
  >;

const poundsOf = (amount: Pence | undefined): string =>
  amount === undefined ? '' : formatPence(amount).replace('£', '');

interface Bar {
  readonly text: string;
  readonly href: string;
  readonly link: string;
}

/** What is to be done first. */
function barsOf(
  { openIn, problems }: PeriodShown,
  list: string,
  earlier: Statement | undefined,
): Bar[] {
  return [
    ...openIn.map(({ statementId, lines }) => ({
      text: `${linesCounted(lines)} ${lines === 1 ? 'is' : 'are'} not settled yet.`,
      href: `${list}/${statementId}?go=on`,
      link: 'Settle them',
    })),
    ...(earlier
      ? [
          {
            text: `The period to ${dayInWords(earlier.to)} comes first, and is not closed yet.`,
            href: `${list}/${earlier.statementId}/close`,
            link: 'Close it first',
          },
        ]
      : []),
    ...(problems.length > 0
      ? [
          {
            text: 'The file contradicts itself: what is wrong with it stands below.',
            href: `${list}/add`,
            link: 'Add a statement that has what is missing',
          },
        ]
      : []),
  ];
}

/** "The bank says £12.00 more than the lines lead to." */
function differenceIn(sum: PeriodShown): string | undefined {
  const { openingPence, opensOtherwisePence, differencePence = NOTHING } = sum;
  if (opensOtherwisePence !== NOTHING) {
    const begins = formatPence(plus(openingPence, opensOtherwisePence));
    return `The bank begins with ${begins}, and ${formatPence(openingPence)} was there before.`;
  }
  if (differencePence === NOTHING) return undefined;
  return `The bank says ${amountOf(differencePence)} ${differencePence > 0 ? 'more' : 'less'} than the lines lead to.`;
}

const amountOf = (difference: Pence): string => formatPence(sizeOf(difference));

/** By how much it does not add up, and what to do about it. */
function saidWithItsAmount(error: unknown): never {
  if (!(error instanceof Refusal) || error.code !== 'does-not-add-up') throw error;
  const { differencePence = NOTHING } = error.details as { differencePence?: Pence };
  if (differencePence === NOTHING) throw error;
  throw new Refusal(
    error.code,
    `${error.message}: ${amountOf(differencePence)} ${differencePence > 0 ? 'too much' : 'is missing'}. ` +
      'Look whether a statement is missing, or whether a balance was typed wrongly.',
  );
}
