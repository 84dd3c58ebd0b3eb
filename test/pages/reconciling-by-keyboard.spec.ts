import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { TestApp } from '../support/app.js';
import { launchBrowser, signedIn } from '../support/browser.js';
import { Council } from '../support/council.js';
import { fits, hasFolded, isAccessible, namesItself } from '../support/page-checks.js';
import { lloyds, type Row } from '../support/reconciling.js';

const LONG_MS = 300_000;
/** A folder for pictures of the pages, to be looked at. */
const SHOTS = process.env['SHOTS'];
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 640 };

const app = await TestApp.start({ now: '2026-06-20T09:00:00Z' });
const council = new Council(app);
let browser: Browser;
let home: string;
beforeAll(async () => {
  home = await app.listen();
  browser = await launchBrowser();
}, LONG_MS);
afterAll(async () => {
  await browser.close();
  await app.close();
});

/** A month of 40 lines: most were written down before, some were not, and one nobody knows. */
const month = (): Row[] => {
  const rows: Row[] = [[1, 'COUNTY COUNCIL DP', 1680]];
  for (let i = 0; i < 26; i++) rows.push([1 + i, `CARE CO ${NAMES[i]!} LTD`, -(20 + i)]);
  for (let i = 0; i < 12; i++) rows.push([27, `SHOP ${NAMES[i]!}`, -(5 + i)]);
  rows.push([28, 'CARD 5512 UNKNOWN', -12.4]);
  return rows;
};
const NAMES = Array.from({ length: 26 }, (_, i) => `${String.fromCharCode(65 + i).repeat(4)}`);

async function account(name: string) {
  const personId = await council.person(name, { userId: 'demo-holder' });
  const budgetId = await council.budget(personId, { openingBalancePence: 10_000 });
  await council.allocation(budgetId);
  for (const [day, text, pounds] of month().slice(1, 27))
    await council.expense(budgetId, -pounds * 100, {
      spentOn: `2026-05-${String(day).padStart(2, '0')}`,
      payee: text,
      category: 'agency',
    });
  await council.readable();
  return budgetId;
}

const visiting = (who: string, javaScriptEnabled = true): Promise<Page> =>
  signedIn(browser, home, who, { viewport: WIDE, javaScriptEnabled });

async function shot(page: Page, name: string): Promise<void> {
  if (SHOTS === undefined) return;
  mkdirSync(SHOTS, { recursive: true });
  const width = page.viewportSize()!.width;
  await page.screenshot({ path: join(SHOTS, `${name}-${width}.png`), fullPage: true });
}

/** What is wrong with a page, wide and narrow. */
async function look(page: Page, name: string): Promise<string[]> {
  const wrong = [
    ...(await namesItself(page)),
    ...(await fits(page)),
    ...(await isAccessible(page)),
  ];
  await shot(page, name);
  await page.setViewportSize(NARROW);
  await hasFolded(page);
  wrong.push(...(await fits(page)));
  await shot(page, name);
  await page.setViewportSize(WIDE);
  return wrong.map((it) => `${name}: ${it}`);
}

/** What has the focus: a page gives it once it is drawn. */
const focused = async (page: Page): Promise<string> =>
  (await page.locator(':focus').textContent({ timeout: 10_000 }))!.trim();

/** Somebody without a mouse. */
class Keyboard {
  presses = 0;

  constructor(private readonly page: Page) {}

  async press(key: string): Promise<void> {
    this.presses++;
    await this.page.keyboard.press(key);
  }

  /** The return key where the focus is, and on to where it leads. */
  async enter(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.press('Enter');
    await loaded;
  }

  async tabTo(words: string): Promise<void> {
    do await this.press('Tab');
    while (!(await focused(this.page)).startsWith(words) && this.presses < 100);
  }

  /** What is proposed for one line after the other, as long as any is open, but for what is unknown. */
  async settleAll(): Promise<void> {
    for (
      let at = await focused(this.page);
      !at.startsWith('Go on to');
      at = await focused(this.page)
    ) {
      if (this.presses > 100) throw new Error(`It is still at "${at}"`);
      if (at.includes('Unknown')) await this.setAside();
      else await this.enter();
    }
  }

  private async setAside(): Promise<void> {
    await this.tabTo('More choices');
    await this.enter();
    await this.tabTo('Set it aside');
    await this.press('Enter');
    await this.press('Tab');
    await this.page.keyboard.type('Nobody knows what this is');
    await this.enter();
  }
}

const upload = async (page: Page, at: string, file: string) => {
  await page.goto(`${home}${at}/add`);
  await page.setInputFiles('#file', {
    name: 'may.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(file),
  });
  await page.click('main form button[type=submit]');
};

describe('A month of 40 lines', () => {
  it.each([['with scripts', true] as const, ['without', false] as const])(
    'is settled and closed by keyboard alone, in under 60 presses beyond what is typed, %s',
    async (name, javaScript) => {
      const budgetId = await account(`Anna ${name}`);
      const page = await visiting('demo-officer', javaScript);
      await upload(page, `/accounts/${budgetId}/statements`, lloyds(100, month()));
      await page.goto(`${page.url().replace('/taken-in', '')}?go=on`);
      const keys = new Keyboard(page);
      expect(await focused(page)).toContain('Accept the 26 certain matches');
      await keys.enter();
      await keys.settleAll();
      await keys.enter();
      expect(await focused(page)).toContain('Close the period to 28 May 2026');
      await keys.enter();
      expect(await page.textContent('h1')).toContain('The period is closed');
      expect(await page.textContent('main')).toContain('1 line is set aside');
      expect(keys.presses).toBeLessThan(60);
      await page.context().close();
    },
    LONG_MS,
  );
});

describe('Every page of statements', () => {
  it(
    'is well made',
    async () => {
      const wrong: string[] = [];
      const budgetId = await account('Bilal Bashir');
      const at = `/accounts/${budgetId}/statements`;
      const page = await visiting('demo-officer');
      const looked = async (address: string, name: string) => {
        await page.goto(address.startsWith('http') ? address : home + address);
        wrong.push(...(await look(page, name)));
      };
      await looked(at, 'list-empty');
      await looked(`${at}/add`, 'add');
      await looked(`${at}/add/paper`, 'paper');
      await upload(page, at, 'nothing');
      wrong.push(...(await look(page, 'add-wrong')));
      await upload(
        page,
        at,
        'When,What,Money\r\n01/05/2026,SHOP,12.40\r\n02/05/2026,PAY IN,-3.00\r\n',
      );
      wrong.push(...(await look(page, 'mapping')));
      await upload(page, at, lloyds(100, month()));
      wrong.push(...(await look(page, 'taken-in')));
      const base = page.url().replace('/taken-in', '');
      await looked(`${base}?go=on`, 'settling');
      await looked(`${base}/close`, 'close-barred');
      await page.goto(base);
      await page.click('text=More choices >> nth=1');
      await page.click('text=The bank has it in several lines');
      wrong.push(...(await look(page, 'line-suggested')));
      await page.goto(`${base}?go=on`);
      await page.click('text=Accept the 26');
      wrong.push(...(await look(page, 'settling-accepted')));
      await page.click('text=More choices >> nth=-1');
      wrong.push(...(await look(page, 'line')));
      await page.click('text=Set this line aside');
      wrong.push(...(await look(page, 'line-wrong')));
      await page.fill('#asideReason', 'Nobody knows what this is');
      await page.fill('#question', 'What was this card payment for?');
      await page.click('text=Set this line aside');
      await new Keyboard(page).settleAll();
      wrong.push(...(await look(page, 'settling-done')));
      await page.click('text=Restore');
      wrong.push(...(await look(page, 'restore')));
      await looked(`${base}/close`, 'close');
      await page.click('text=Close the period to');
      wrong.push(...(await look(page, 'closed')));
      await looked(`${base}/sign`, 'sign-closer');
      await looked(`${at}/rules`, 'rules');
      await looked(at, 'list');
      await looked('/today', 'today');
      await looked('/today/statements', 'today-statements');
      await looked('/today/signatures', 'today-signatures');
      await looked('/today/explained-lines', 'today-explained');
      await page.context().close();

      const manager = await visiting('demo-manager');
      await manager.goto(`${base}/sign`);
      wrong.push(...(await look(manager, 'sign')));
      await manager.click('text=Sign off the period');
      wrong.push(...(await look(manager, 'signed')));
      await manager.goto(`${base}/reopen`);
      wrong.push(...(await look(manager, 'reopen')));
      await manager.context().close();

      const holder = await visiting('demo-holder');
      await holder.goto(`${home}/my/${budgetId}`);
      wrong.push(...(await look(holder, 'my')));
      await holder.click('text=Tell us what it was');
      wrong.push(...(await look(holder, 'my-line')));
      await holder.fill('#answer', 'Taxi home from the day centre');
      await holder.click('main button[type=submit]');
      wrong.push(...(await look(holder, 'my-line-sent')));
      await holder.context().close();
      expect(wrong).toEqual([]);
    },
    LONG_MS,
  );
});
