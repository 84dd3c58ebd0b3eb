import type { Browser, Locator, Page } from 'playwright-core';
import { addDays, type LocalDate } from '../../src/kernel/dates.js';
import { pence, sumOf } from '../../src/kernel/money.js';
import { TestApp } from '../support/app.js';
import { bankFile } from '../support/bank-files.js';
import { bankYear, type TrueLine } from '../support/bank-years.js';
import { Books, describeWithReaders, READERS } from '../support/books.js';
import { launchBrowser, signedIn } from '../support/browser.js';
import { Council } from '../support/council.js';

// A whole year of one account, as an officer does it in a browser: thirteen files, of which some
// overlap, one lacks a week, one contradicts itself. Its lines and entries are those of a realistic
// year, so some lines nobody wrote down, and some nobody can explain.

const LONG_MS = 600_000;
const OFFICER = 'demo-officer';
const FOUR_WEEKS = 28;
/** Files that begin some days before the last one ended. */
const OVERLAPPING: readonly number[] = [3, 7, 11];
const LACKS_A_WEEK = 5;
const HAS_NO_SUCH_DAY = 9;

const year = bankYear(20271122);
const OPENING = pence(250_00);
/** A CSV names no period: it ends with its last line. */
const END = year.lines.at(-1)!.on;

const app = await TestApp.start({ now: '2028-04-20T09:00:00Z' });
const council = new Council(app);
let browser: Browser;
let home: string;
let budgetId: string;

beforeAll(async () => {
  home = await app.listen();
  browser = await launchBrowser();
  const personId = await council.person(year.holder, { userId: 'demo-holder' });
  const opening = { opensOn: year.from, openingBalancePence: OPENING };
  budgetId = await council.budget(personId, opening);
  await council.allocation(budgetId, { effectiveFrom: year.from });
  for (const it of year.entries) await written(it);
  await council.readable();
}, LONG_MS);
afterAll(async () => {
  await browser.close();
  await app.close();
});

/** As somebody wrote it down. */
async function written(it: (typeof year.entries)[number]): Promise<void> {
  const money = { amountPence: Math.abs(it.amountPence) };
  const on = it.on < year.from ? year.from : it.on;
  const { payee = 'Somebody', category = 'other', reference, kind } = it;
  const [what, body] =
    kind === 'payment'
      ? ['payments', { paidOn: on, ...(reference !== undefined && { reference }) }]
      : kind === 'expense'
        ? ['expenses', { spentOn: on, payee, category }]
        : kind === 'return'
          ? ['returns', { returnedOn: on }]
          : ['receipts', { receivedOn: on, kind }];
  await council.post(OFFICER, `/budgets/${budgetId}/${what}`, { ...money, ...(body as object) });
}

// ── What the bank sends ──────────────────────────────────────────────────────

const had = (day: LocalDate) =>
  pence(
    OPENING +
      sumOf(
        year.lines.filter((it) => it.on <= day),
        (it) => it.amountPence,
      ),
  );

const between = (from: LocalDate, to: LocalDate): TrueLine[] =>
  year.lines.filter((it) => from <= it.on && it.on <= to);

const file = (from: LocalDate, to: LocalDate): Buffer =>
  bankFile('lloyds', between(from, to), had(addDays(from, -1)));

const textIn = (bytes: Buffer): string => bytes.toString('latin1');

/** Without the rows of a week, whose balances the others still have. */
function withoutAWeek(from: LocalDate, to: LocalDate): Buffer {
  const weeks = Array.from({ length: 14 }, (_, n) => addDays(from, n + 3)).filter(
    (week) => between(addDays(week, 7), to).length > 0,
  );
  const rowsOf = (week: LocalDate) => between(week, addDays(week, 6));
  const fullest = weeks.toSorted((a, b) => rowsOf(b).length - rowsOf(a).length)[0]!;
  const gone = rowsOf(fullest).map((it) => slashed(it.on));
  const rows = textIn(file(from, to)).split(/\r?\n/);
  return Buffer.from(
    rows.filter((it) => !gone.some((day) => it.startsWith(day))).join('\r\n'),
    'latin1',
  );
}

/** One of its days does not exist. */
function withNoSuchDay(from: LocalDate, to: LocalDate): Buffer {
  const all = between(from, to);
  const day = slashed(all[Math.floor(all.length / 2)]!.on);
  const wrong = textIn(file(from, to)).replace(day, '31/02/2028');
  return Buffer.from(wrong, 'latin1');
}

const slashed = (on: LocalDate): string => on.split('-').toReversed().join('/');

// ── What the officer does ────────────────────────────────────────────────────

/** And on to the page that follows: nothing is asked of one that is about to go. */
async function pressed(page: Page, what: Locator): Promise<void> {
  const there = page.waitForEvent('load');
  await what.click();
  await there;
}

const statements = () => `${home}/accounts/${budgetId}/statements`;

async function uploads(page: Page, bytes: Buffer): Promise<void> {
  await page.goto(`${statements()}/add`);
  await page.setInputFiles('input[type=file]', {
    name: 'statement.csv',
    mimeType: 'text/csv',
    buffer: bytes,
  });
  await pressed(page, page.getByRole('button', { name: 'Add this statement' }));
}

/** The oldest that is open: accepts what is certain, then does for each line what is offered first. */
async function settlesTheNext(page: Page): Promise<string> {
  const { items } = await council.get(OFFICER, `/budgets/${budgetId}/statements`);
  const next = items.find((it: { state: string }) => it.state === 'open');
  for (const { statementId, state } of items)
    if (state === 'open' && (await opensOn(page, statementId)) <= next.to) await settles(page);
  return next.statementId;
}

async function opensOn(page: Page, statementId: string): Promise<LocalDate> {
  await page.goto(`${statements()}/${statementId}?go=on`);
  const { to } = await council.get(OFFICER, `/statements/${statementId}`);
  return to;
}

async function settles(page: Page): Promise<void> {
  const certain = page.getByRole('button', { name: /^Accept the .*certain match/ });
  if (await certain.isVisible()) await pressed(page, certain);
  for (;;) {
    const next = page.locator('.app-lines-open > li').first();
    if (!(await next.isVisible())) return;
    const offered = next.getByRole('button', { name: /^(Match|Record as)/ });
    if (await offered.isVisible()) await pressed(page, offered);
    else await setsAside(page, next.getByRole('link', { name: /^More choices/ }));
  }
}

async function setsAside(page: Page, more: Locator): Promise<void> {
  await pressed(page, more);
  await page.locator('input[name=asideReason]').fill('Nobody knows what this is');
  await pressed(page, page.getByRole('button', { name: 'Set this line aside' }));
}

async function closes(page: Page, statementId: string): Promise<void> {
  await page.goto(`${statements()}/${statementId}/close`);
  await pressed(page, page.getByRole('button', { name: /^Close the period/ }));
  await page.getByRole('heading', { name: 'The period is closed' }).waitFor();
}

async function signs(page: Page, statementId: string): Promise<void> {
  await page.goto(`${statements()}/${statementId}/sign`);
  await pressed(page, page.getByRole('button', { name: /^Sign off/ }));
}

describe('A year of one account, in a browser', () => {
  let officer: Page;
  let manager: Page;
  let last: string;
  beforeAll(async () => {
    [officer, manager] = [
      await signedIn(browser, home, OFFICER),
      await signedIn(browser, home, 'demo-manager'),
    ];
  }, LONG_MS);

  it(
    'goes in, is reconciled, closed and signed, period by period',
    async () => {
      for (let n = 0; n < 13; n++) {
        const from = addDays(year.from, n * FOUR_WEEKS);
        const to = addDays(from, FOUR_WEEKS - 1);
        const first = OVERLAPPING.includes(n) ? addDays(from, -6) : from;
        if (n === LACKS_A_WEEK) await uploads(officer, withoutAWeek(first, to));
        else if (n === HAS_NO_SUCH_DAY) await uploads(officer, withNoSuchDay(first, to));
        else await uploads(officer, file(first, to));
        if (n === LACKS_A_WEEK || n === HAS_NO_SUCH_DAY) {
          await officer
            .getByRole('heading', { name: 'What does not add up in the file' })
            .waitFor();
          await uploads(officer, file(from, to));
        }
        last = await settlesTheNext(officer);
        await closes(officer, last);
        await signs(manager, last);
      }
      const { items } = await council.get(OFFICER, `/budgets/${budgetId}/statements`);
      expect(new Set(items.map((it: { state: string }) => it.state))).toEqual(
        new Set(['signed-off']),
      );
      expect(items.at(-1)).toMatchObject({ closingPence: had(year.to) });
    },
    LONG_MS,
  );

  it(
    'refuses what is dated on a closed day; a late fact goes into the next period and names its own',
    async () => {
      const late = { amountPence: 12_00, payee: 'Bright Windows', category: 'other' };
      const path = `/budgets/${budgetId}/expenses`;
      const refused = await app.post(OFFICER, path, { ...late, spentOn: END });
      expect(refused.body).toMatchObject({ code: 'in-closed-period', closedTo: END });
      const body = { ...late, spentOn: addDays(END, 1), lateFor: END };
      expect((await app.post(OFFICER, path, body)).status).toBe(201);
    },
    LONG_MS,
  );

  it(
    'is opened again by a manager, put right, closed and signed anew',
    async () => {
      await manager.goto(`${statements()}/${last}/reopen`);
      await manager.locator('[name=reason]').fill('A line was taken for something else');
      await pressed(manager, manager.getByRole('button', { name: /^Open the period/ }));
      await officer.goto(`${statements()}/${last}`);
      await pressed(officer, officer.getByRole('button', { name: /^Undo/ }).first());
      await officer.goto(`${statements()}/${last}?go=on`);
      await settles(officer);
      await closes(officer, last);
      await signs(manager, last);
      expect(await council.get(OFFICER, `/statements/${last}`)).toMatchObject({
        state: 'signed-off',
        closingPence: had(year.to),
      });
    },
    LONG_MS,
  );
});

describeWithReaders('Its journal', () => {
  it(
    'has every closing balance of the bank as an assertion, and they hold',
    async () => {
      const { body } = await app.get(
        'demo-auditor',
        `/journal?format=hledger&budgetId=${budgetId}`,
      );
      const asserted = body.match(/:bank .* = £/g) ?? [];
      expect(asserted.length).toBeGreaterThanOrEqual(13);
      for (const reader of READERS) {
        const path = `/journal?format=${reader}&budgetId=${budgetId}`;
        const books = new Books(reader, (await app.get('demo-auditor', path)).body);
        await books.check();
        books.remove();
      }
    },
    LONG_MS,
  );
});
