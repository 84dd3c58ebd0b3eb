import type { Answer, TestApp } from './app.js';
import { Council } from './council.js';
import { aFile, form, sendForm, type FormPart } from './forms.js';

const OFFICER = 'demo-officer';

/** A row of a bank's statement: the day in May 2026, the bank's words, pounds. */
export type Row = readonly [day: number, text: string, pounds: number];

/** As Lloyds exports it: newest first, with the balance after each row. */
export function lloyds(openingPounds: number, rows: readonly Row[], month = '05'): string {
  let balance = openingPounds;
  const lines = rows.map(([day, text, pounds]) => {
    balance += pounds;
    const [out, into] = pounds < 0 ? [(-pounds).toFixed(2), ''] : ['', pounds.toFixed(2)];
    const on = `${String(day).padStart(2, '0')}/${month}/2026`;
    return `${on},FPO,'11-22-33,12345678,${text},${out},${into},${balance.toFixed(2)}`;
  });
  const header =
    'Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,' +
    'Debit Amount,Credit Amount,Balance';
  return [header, ...lines.toReversed(), ''].join('\r\n');
}

/** What an officer does with statements, over HTTP. */
export class Reconciling {
  constructor(
    private readonly app: TestApp,
    readonly council = new Council(app),
  ) {}

  upload(
    budgetId: string,
    file: string | Buffer,
    fields: Readonly<Record<string, string>> = {},
    who = OFFICER,
    sending = {},
  ): Promise<Answer> {
    const parts: FormPart[] = Object.entries(fields).map(([name, value]) => ({ name, value }));
    const sent = form([...parts, aFile(file, { fileName: 'statement.csv', type: 'text/csv' })]);
    return sendForm(this.app, who, `/budgets/${budgetId}/statements`, sent, sending);
  }

  async statement(budgetId: string, file: string, fields = {}): Promise<string> {
    const { status, body } = await this.upload(budgetId, file, fields);
    if (status !== 201) throw new Error(`Answered ${status}: ${JSON.stringify(body)}`);
    return body.statementId;
  }

  look = (statementId: string) => this.council.get(OFFICER, `/statements/${statementId}`);

  /** The only line with these words. */
  async line(statementId: string, text: string) {
    const { lines } = await this.look(statementId);
    const found = lines.filter((it: { text: string }) => it.text.includes(text));
    if (found.length !== 1) throw new Error(`${found.length} lines are called ${text}`);
    return found[0];
  }

  /** Something done with a line that is found by its words. */
  async on(statementId: string, text: string, verb: string, body: object = {}, who = OFFICER) {
    const { lineId } = await this.line(statementId, text);
    return this.app.post(who, `/statements/${statementId}/lines/${lineId}/${verb}`, body);
  }

  close = (statementId: string, body: object = {}, who = OFFICER) =>
    this.app.post(who, `/statements/${statementId}/close`, body);

  sign = (statementId: string, who = 'demo-manager') =>
    this.app.post(who, `/statements/${statementId}/sign-off`);

  reopen = (statementId: string, who = 'demo-manager') =>
    this.app.post(who, `/statements/${statementId}/reopening`, { reason: 'An invoice came late' });
}
