import type { LocalDate } from '../../src/kernel/dates.js';
import { TestApp, type Answer } from './app.js';
import { A_PHOTO, aFile, form, sendForm } from './forms.js';

// What people do over weeks and months, through the front door of the app that ships. The officer
// is `demo-officer`; `demo-manager` approves; `demo-manager-2` decides; Anna is `demo-holder`.

export const OFFICER = 'demo-officer';
export const MANAGER = 'demo-manager';
export const OTHER_MANAGER = 'demo-manager-2';
export const AUDITOR = 'demo-auditor';
export const ANNA = 'demo-holder';
export const NOMINEE = 'demo-nominee';

export const line = (purpose: string, weeklyPence: number) => ({
  purpose,
  fundingStream: 'adult-social-care',
  weeklyPence,
});

export const authority = { reference: 'Panel, item 3' };

/** A proposal that lacks nothing but its effective day and its lines. */
export const soundly = {
  reasons: ['need-reduced'],
  involvement: [{ who: 'person', how: 'home-visit', on: '2026-02-20' }],
  reassessment: { reference: 'RA 2026/77', completedOn: '2026-02-27' },
  needsStillMet: 'Personal care: every morning, as agreed with Anna.',
  transition: { costsPence: 0, how: 'none' },
};

export interface Clocks {
  readonly asAt?: LocalDate;
  readonly knownAt?: string;
}

export class Journey {
  private constructor(readonly app: TestApp) {}

  static async start(day: LocalDate): Promise<Journey> {
    return new Journey(await TestApp.start({ now: `${day}T09:00:00Z` }));
  }

  end = () => this.app.close();

  /** It is this day; days only go on. */
  on(day: LocalDate, time = '09:00:00Z'): void {
    this.app.now = `${day}T${time}`;
  }

  /** Done: what the answer says. */
  async does(who: string, path: string, body: object = {}): Promise<Answer['body']> {
    return done(await this.app.post(who, path, body), path);
  }

  /** A photo. */
  async sends(who: string, path: string): Promise<Answer['body']> {
    return done(await sendForm(this.app, who, path, form([aFile(A_PHOTO)])), path);
  }

  async undoes(who: string, path: string): Promise<Answer['body']> {
    return done(await this.app.delete(who, path), path);
  }

  /** Refused: what the answer says, its code first of all. */
  async isRefused(who: string, path: string, body: object = {}): Promise<Answer['body']> {
    const answer = await this.app.post(who, path, body);
    expect({ path, status: answer.status }).toEqual({ path, status: 409 });
    return answer.body;
  }

  async sees(who: string, path: string): Promise<Answer['body']> {
    return done(await this.app.get(who, path), path);
  }

  async status(who: string, path: string): Promise<number> {
    return (await this.app.get(who, path)).status;
  }

  async person(fullName: string, userId?: string): Promise<string> {
    return (await this.does(OFFICER, '/people', { fullName, ...(userId && { userId }) })).personId;
  }

  /** Of a person of that name, who is `demo-holder` unless it is somebody else. */
  async budget({
    of = 'Anna Archer',
    userId = ANNA,
    opensOn,
    openingBalancePence = 0,
    basis = 'net',
  }: {
    of?: string;
    userId?: string;
    opensOn: LocalDate;
    openingBalancePence?: number;
    basis?: 'net' | 'gross';
  }): Promise<{ personId: string; budgetId: string; path: string }> {
    const personId = await this.person(of, userId);
    const { budgetId } = await this.does(OFFICER, '/budgets', {
      personId,
      opensOn,
      deploymentMode: 'cash',
      basis,
      employsStaff: true,
      openingBalancePence,
    });
    return { personId, budgetId, path: `/budgets/${budgetId}` };
  }

  /** Answers its id. */
  async agrees(
    path: string,
    effectiveFrom: LocalDate,
    weeklyPence: number,
    more: object = {},
  ): Promise<string> {
    const lines = [line('personal-care', weeklyPence)];
    const body = { effectiveFrom, lines, reason: 'first-plan', authority, ...more };
    return (await this.does(OFFICER, `${path}/allocations`, body)).allocationId;
  }

  async pays(path: string, paidOn: LocalDate, amountPence: number, more: object = {}) {
    const body = { amountPence, paidOn, ...more };
    return (await this.does(OFFICER, `${path}/payments`, body)).entryId as string;
  }

  async spends(path: string, spentOn: LocalDate, amountPence: number, who = OFFICER) {
    const body = { amountPence, spentOn, payee: 'Rosa Reed', category: 'personal-assistant' };
    return (await this.does(who, `${path}/expenses`, body)).entryId as string;
  }

  async figures(path: string, { asAt, knownAt }: Clocks = {}): Promise<Record<string, number>> {
    const query = new URLSearchParams({ ...(asAt && { asAt }), ...(knownAt && { knownAt }) });
    return (await this.sees(OFFICER, `${path}/figures?${query}`)).figures;
  }

  async history(path: string, who = OFFICER): Promise<Answer['body'][]> {
    return (await this.sees(who, `${path}/history?pageSize=200`)).items;
  }

  /** The types of what was recorded, in log order. */
  async eventTypes(): Promise<string[]> {
    const lines: string = await this.sees(AUDITOR, '/events?limit=10000');
    return lines
      .split('\n')
      .filter(Boolean)
      .map((it) => (JSON.parse(it) as { type: string }).type)
      .filter((it) => it !== 'LogSealed');
  }

  /** Proposed by the officer; answers its path. */
  async proposes(
    path: string,
    effectiveFrom: LocalDate,
    weeklyPence: number,
    more: object = {},
  ): Promise<string> {
    const lines = [line('personal-care', weeklyPence)];
    const body = { ...soundly, effectiveFrom, lines, ...more };
    const { reductionId } = await this.does(OFFICER, `${path}/reductions`, body);
    return `/reductions/${reductionId}`;
  }
}

function done({ status, body }: Answer, path: string): Answer['body'] {
  if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  return body;
}
