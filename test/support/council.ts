import { ALL_PEOPLE_TABLES } from '../../src/people/people.table.js';
import { KEY_TABLES } from '../../src/words/erasable-database.js';
import type { Answer, TestApp } from './app.js';
import { A_PHOTO, aFile, form, sendForm } from './forms.js';

type Fields = Readonly<Record<string, unknown>>;

export const ALL = ['demo-officer', 'demo-manager', 'demo-auditor', 'demo-holder'] as const;

export const line = (weeklyPence: number, purpose = 'personal-care', more: Fields = {}) => ({
  purpose,
  fundingStream: 'adult-social-care',
  weeklyPence,
  ...more,
});

/**
 * The steps that most tests begin with, over HTTP, by an officer unless said otherwise. Each throws
 * where it is refused, so a test fails where its trouble is. The office opens on 20 May 2026.
 */
export class Council {
  constructor(readonly app: TestApp) {}

  async post(who: string, path: string, body: unknown = {}) {
    return succeeded(await this.app.post(who, path, body), path);
  }

  /** What is recorded can be read as soon as it is recorded. */
  async get(who: string, path: string) {
    const atLeast = await this.app.ledger.log.head();
    const query = atLeast === null ? '' : `${path.includes('?') ? '&' : '?'}atLeast=${atLeast}`;
    return succeeded(await this.app.get(who, path + query), path);
  }

  private officer = (path: string, body: Fields) => this.post('demo-officer', path, body);

  async person(fullName = 'Anna Archer', more: Fields = {}): Promise<string> {
    return (await this.officer('/people', { fullName, ...more })).personId;
  }

  async representative(
    personId: string,
    { kind = 'nominee', userId = 'demo-nominee', from = '2026-01-05', ...more }: Fields = {},
  ): Promise<string> {
    const body = { kind, fullName: 'Nell North', userId, from, ...more };
    return (await this.officer(`/people/${personId}/representatives`, body)).representativeId;
  }

  async budget(personId: string, more: Fields = {}): Promise<string> {
    const body = { personId, opensOn: '2026-04-06', deploymentMode: 'cash', basis: 'net', ...more };
    return (await this.officer('/budgets', body)).budgetId;
  }

  /** £420.00 a week from the first day on. */
  async allocation(budgetId: string, more: Fields = {}): Promise<string> {
    const body = {
      effectiveFrom: '2026-04-06',
      lines: [line(42_000)],
      reason: 'first-plan',
      authority: { reference: 'Panel 3' },
      ...more,
    };
    return (await this.officer(`/budgets/${budgetId}/allocations`, body)).allocationId;
  }

  async payment(budgetId: string, amountPence = 168_000, more: Fields = {}): Promise<string> {
    const body = { amountPence, paidOn: '2026-04-06', ...more };
    return (await this.officer(`/budgets/${budgetId}/payments`, body)).entryId;
  }

  async expense(
    budgetId: string,
    amountPence = 9_600,
    { who = 'demo-officer', ...more }: Fields = {},
  ): Promise<string> {
    const what = { spentOn: '2026-04-17', payee: 'Rosa Reed', category: 'personal-assistant' };
    const body = { amountPence, ...what, ...more };
    return (await this.post(who as string, `/budgets/${budgetId}/expenses`, body)).entryId;
  }

  async receipt(budgetId: string, entryId: string, file = A_PHOTO): Promise<string> {
    const path = `/budgets/${budgetId}/expenses/${entryId}/receipts`;
    const answer = await sendForm(this.app, 'demo-officer', path, form([aFile(file)]));
    return succeeded(answer, path).receiptId;
  }

  async disagreement(budgetId: string, more: Fields = {}): Promise<string> {
    const body = { about: { figure: 'balance' }, narrative: 'I never had this money.', ...more };
    return (await this.officer(`/budgets/${budgetId}/disagreements`, body)).disagreementId;
  }

  /** From paper: £1,680.00 in on 6 May, £96.00 out on 8 May. */
  async statement(budgetId: string, more: Fields = {}): Promise<string> {
    const body = {
      openingPence: 0,
      closingPence: 158_400,
      lines: [
        { on: '2026-05-06', text: 'COUNTY COUNCIL DP', amountPence: 168_000 },
        { on: '2026-05-08', text: 'R REED WAGES', amountPence: -9_600 },
      ],
      ...more,
    };
    return (await this.officer(`/budgets/${budgetId}/statements/keyed`, body)).statementId;
  }

  /** The id of its first line, or of another. */
  async lineOf(statementId: string, place = 0): Promise<string> {
    const { lines } = await this.get('demo-officer', `/statements/${statementId}`);
    return lines[place].lineId;
  }

  /** What was learned when an entry was made of a line. */
  async matchingRule(statementId: string, lineId: string): Promise<string> {
    const path = `/statements/${statementId}/lines/${lineId}/record`;
    const body = { kind: 'expense', payee: 'Rosa Reed', category: 'personal-assistant' };
    return (await this.officer(path, body)).eventIds[1];
  }

  /** Every line ignored, and closed. */
  async closed(statementId: string): Promise<void> {
    const { lines } = await this.get('demo-officer', `/statements/${statementId}`);
    for (const { lineId } of lines)
      await this.officer(`/statements/${statementId}/lines/${lineId}/ignore`, { reason: 'So' });
    await this.officer(`/statements/${statementId}/close`, {});
  }

  async commitment(budgetId: string, more: Fields = {}): Promise<string> {
    const body = { kind: 'wages', amountPence: 24_000, dueOn: '2026-05-01', on: '2026-04-20' };
    const path = `/budgets/${budgetId}/commitments`;
    return (await this.officer(path, { ...body, ...more })).commitmentId;
  }

  async reserve(budgetId: string, more: Fields = {}): Promise<string> {
    const body = { kind: 'redundancy', amountPence: 60_000, on: '2026-04-20', ...more };
    return (await this.officer(`/budgets/${budgetId}/reserves`, body)).reserveId;
  }

  async oneOff(budgetId: string, more: Fields = {}): Promise<string> {
    const body = {
      amountPence: 25_000,
      purpose: 'equipment',
      fundingStream: 'adult-social-care',
      on: '2026-05-01',
      authority: { reference: 'Panel 4' },
      ...more,
    };
    return (await this.officer(`/budgets/${budgetId}/one-offs`, body)).oneOffId;
  }

  /** £420.00 → £300.00 from 1 July 2026 on, with everything that the gate asks for. */
  async proposal(budgetId: string, more: Fields = {}): Promise<string> {
    const body = { ...REDUCTION, ...more };
    return (await this.officer(`/budgets/${budgetId}/reductions`, body)).reductionId;
  }

  async approved(budgetId: string, more: Fields = {}): Promise<string> {
    const reductionId = await this.proposal(budgetId, more);
    await this.step('demo-manager', reductionId, 'approval');
    return reductionId;
  }

  async notified(
    budgetId: string,
    { sentOn = '2026-05-20', ...more }: Fields = {},
  ): Promise<string> {
    const reductionId = await this.approved(budgetId, more);
    await this.step('demo-officer', reductionId, 'notice', { sentOn, channel: 'letter' });
    return reductionId;
  }

  /** The person of the budget must be `demo-holder`. */
  async challenged(budgetId: string, more: Fields = {}): Promise<string> {
    const reductionId = await this.notified(budgetId, more);
    await this.step('demo-holder', reductionId, 'challenge', { ground: 'needs-not-met' });
    return reductionId;
  }

  step = (who: string, reductionId: string, step: string, body: Fields = {}) =>
    this.post(who, `/reductions/${reductionId}/${step}`, body);

  /** The review that a refusal for want of a basis calls for. */
  async reassessment(budgetId: string): Promise<string> {
    const path = `/budgets/${budgetId}/reductions`;
    const body = { ...REDUCTION, reasons: ['criteria-changed'] };
    const { reviewId } = (await this.app.post('demo-officer', path, body)).body;
    await this.readable();
    return reviewId;
  }

  /** Until everything recorded so far can be read. */
  async readable(): Promise<void> {
    await this.get('demo-officer', '/budgets?pageSize=1');
  }
}

/** £420.00 → £300.00 a week. */
export const REDUCTION = {
  effectiveFrom: '2026-07-01',
  lines: [line(30_000)],
  reasons: ['need-reduced'],
  reassessment: { reference: 'RA 77', completedOn: '2026-05-12' },
  involvement: [{ who: 'person', how: 'home-visit', on: '2026-05-10' }],
  needsStillMet: 'Seven mornings a week, as agreed with Anna.',
  transition: { costsPence: 0, how: 'none' },
} as const;

function succeeded({ status, body }: Answer, path: string) {
  if (status < 300) return body;
  throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
}

/**
 * Everything that a request could have written: events, people, files, kept requests. Not who
 * signed in: a name is kept whatever they ask.
 */
export async function written(app: TestApp): Promise<string> {
  const { log, erasable } = app.ledger;
  const db = erasable as unknown as {
    selectFrom(table: string): {
      select(of: (it: { fn: { countAll(): { as(name: 'n'): unknown } } }) => unknown): {
        executeTakeFirstOrThrow(): Promise<{ n: number }>;
      };
    };
  };
  const tables = [...KEY_TABLES, ...ALL_PEOPLE_TABLES].filter((it) => it !== 'users');
  const counts = tables.map(async (table) => {
    const counting = db.selectFrom(table).select((it) => it.fn.countAll().as('n'));
    return `${table} ${(await counting.executeTakeFirstOrThrow()).n}`;
  });
  return [await log.head(), ...(await Promise.all(counts))].join(', ');
}
