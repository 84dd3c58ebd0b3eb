import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { DEMO_PEOPLE } from '../../src/sign-in/demo-sign-in.js';
import { TestApp } from './app.js';
import { launchBrowser, signedIn } from './browser.js';
import { crawl } from './crawl.js';
import { fits, hasFolded, isAccessible, namesItself, worksByKeyboard } from './page-checks.js';

const NARROW = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 900 };
const LONG_MS = 600_000;

/** A folder for pictures of every page, to be looked at. */
const SHOTS = process.env['SHOTS'];

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

type Role = (typeof DEMO_PEOPLE)[number]['role'];
const NOBODY = { userId: 'nobody', role: 'nobody' } as const;

async function visited(browser: Browser, home: string, who: string, javaScriptEnabled: boolean) {
  const options = { viewport: WIDE, javaScriptEnabled };
  if (who !== NOBODY.userId) return signedIn(browser, home, who, options);
  return (await browser.newContext(options)).newPage();
}

/** What is to hold of every page that people of these roles can reach, or whoever has not signed in. */
export async function everyPageOf(...roles: readonly (Role | 'nobody')[]): Promise<void> {
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

  const people = [NOBODY, ...DEMO_PEOPLE].filter((it) => roles.includes(it.role));
  describe('Every page that can be reached', () => {
    it.each(people.map((it) => [it.userId, it.role] as const))(
      'by %s is well made, with scripts and without',
      async (who, role) => {
        const scripted = await visited(browser, home, who, true);
        const { titles, wrong } = await crawl(scripted, home, (page, kind) =>
          lookWithScripts(page, kind, who, role),
        );
        await scripted.context().close();
        expect([...wrong, ...calledTheSame(titles)]).toEqual([]);

        const plain = await visited(browser, home, who, false);
        const without = await crawl(plain, home, lookWithoutScripts);
        await plain.context().close();
        expect(without.wrong).toEqual([]);
        expect([...without.titles.keys()].toSorted()).toEqual([...titles.keys()].toSorted());
      },
      LONG_MS,
    );
  });
}
