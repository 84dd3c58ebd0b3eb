import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { DEMO_PEOPLE } from '../../src/sign-in/demo-sign-in.js';
import { TestApp } from '../support/app.js';
import { launchBrowser } from '../support/browser.js';
import { crawl } from '../support/crawl.js';
import {
  fits,
  hasFolded,
  isAccessible,
  namesItself,
  worksByKeyboard,
} from '../support/page-checks.js';

const NARROW = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 900 };
const LONG_MS = 600_000;

/** A folder for pictures of every page, to be looked at. */
const SHOTS = process.env['SHOTS'];

const app = await TestApp.start({ env: { SEED: 'council' } });
let browser: Browser;
let home: string;
beforeAll(async () => {
  home = `${await app.listen()}/`;
  browser = await launchBrowser();
}, LONG_MS);
afterAll(async () => {
  await browser.close();
  await app.close();
});

async function signedIn(who: string, options: { javaScriptEnabled: boolean }) {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  const page = await context.newPage();
  await page.goto(home);
  await page.click(`button[value="${who}"]`);
  await page.close();
  return context;
}

async function shot(page: Page, who: string, kind: string): Promise<void> {
  if (SHOTS === undefined) return;
  mkdirSync(SHOTS, { recursive: true });
  const name = `${who}${kind.replace(/[^a-z0-9]+/gi, '-')}-${page.viewportSize()!.width}.png`;
  await page.screenshot({ path: join(SHOTS, name), fullPage: true });
}

/** What takes long is asked of each kind of page once: a manager sees what officers see. */
const looked = new Set<string>();
const sideOf = (role: string) => (role === 'manager' ? 'officer' : role);

async function lookWithScripts(page: Page, kind: string, who: string, role: string) {
  const wrong = await namesItself(page);
  if (looked.has(`${sideOf(role)} ${kind}`)) return wrong;
  looked.add(`${sideOf(role)} ${kind}`);
  wrong.push(...(await fits(page)), ...(await isAccessible(page)));
  await shot(page, who, kind);
  await page.setViewportSize(NARROW);
  await hasFolded(page);
  wrong.push(...(await fits(page)), ...(await worksByKeyboard(page)));
  await shot(page, who, kind);
  await page.setViewportSize(WIDE);
  return wrong;
}

async function lookWithoutScripts(page: Page): Promise<string[]> {
  await page.setViewportSize(NARROW);
  return [...(await namesItself(page)), ...(await fits(page))];
}

const firstPart = (title: string) => title.split(' – ', 1)[0]!;

/** Two kinds of page are not called the same; a list that is filtered is the same kind. */
function calledTheSame(titles: ReadonlyMap<string, string>): string[] {
  const kinds = Map.groupBy(titles.keys(), (it) => firstPart(titles.get(it)!));
  return [...kinds].flatMap(([title, of]) => {
    const paths = new Set(of.map((it) => it.split('?', 1)[0]!));
    return paths.size > 1 ? [`"${title}" is ${[...paths].join(' and ')}`] : [];
  });
}

describe('Every page that can be reached', () => {
  it(
    'by nobody is well made',
    async () => {
      const context: BrowserContext = await browser.newContext({ viewport: WIDE });
      const { wrong } = await crawl(context, home, (page, kind) =>
        lookWithScripts(page, kind, 'nobody', 'nobody'),
      );
      await context.close();
      expect(wrong).toEqual([]);
    },
    LONG_MS,
  );

  it.each(DEMO_PEOPLE.map((it) => [it.userId, it.role] as const))(
    'by %s is well made, with scripts and without',
    async (who, role) => {
      const scripted = await signedIn(who, { javaScriptEnabled: true });
      const { titles, wrong } = await crawl(scripted, home, (page, kind) =>
        lookWithScripts(page, kind, who, role),
      );
      await scripted.close();
      expect([...wrong, ...calledTheSame(titles)]).toEqual([]);

      const plain = await signedIn(who, { javaScriptEnabled: false });
      const without = await crawl(plain, home, lookWithoutScripts);
      await plain.close();
      expect(without.wrong).toEqual([]);
      expect([...without.titles.keys()].toSorted()).toEqual([...titles.keys()].toSorted());
    },
    LONG_MS,
  );
});
