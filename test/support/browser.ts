import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import bundled from '@sparticuz/chromium';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const ON_PATH = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * A test is of our server alone: the browser asks nobody else. It draws without a graphics card, and
 * not with what stands for one, which hangs now and then where many work at once.
 */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real Chromium: the one that comes along, or where that is for another machine, one on the PATH. */
export async function launchBrowser(): Promise<Browser> {
  const fits = process.platform === 'linux' && process.arch === 'x64';
  const executablePath = fits ? await bundled.executablePath() : chromiumOnPath();
  if (executablePath === undefined) throw new Error('These tests need a Chromium on the PATH.');
  return chromium.launch({ executablePath, args: FLAGS });
}

/**
 * A page of somebody of the demo, at their first page once it is there: a tab that is closed while
 * its next page comes in may, to Chromium, never be closed.
 */
export async function signedIn(
  browser: Browser,
  home: string,
  who: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(home);
  const { pathname } = new URL(page.url());
  await page.click(`button[value="${who}"]`);
  await page.waitForURL((it) => it.pathname !== pathname);
  return page;
}

function chromiumOnPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return ON_PATH.flatMap((name) => folders.map((it) => join(it, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
