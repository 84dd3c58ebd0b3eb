import type { Page } from 'playwright-core';

/** What one page of each kind is looked at for. Answers sentences about what is wrong. */
export type Look = (page: Page, kind: string) => Promise<readonly string[]>;

const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Addresses that differ in an id, a figure, a day or a number lead to pages of one kind. */
export function kindOf(address: string): string {
  const { pathname, searchParams } = new URL(address);
  const path = pathname
    .replace(ID, ':id')
    .replace(/\/(figures|why)\/[a-z]+/gi, '/$1/:name')
    .replace(/\d{4}-\d{2}-\d{2}|\/\d+/g, ':n');
  const names = [...new Set(searchParams.keys())].toSorted();
  return names.length > 0 ? `${path}?${names.join('&')}` : path;
}

/** Addresses within the site that a page links to; downloads are no pages. */
async function linksOf(page: Page): Promise<string[]> {
  const { origin } = new URL(page.url());
  const links = await page.locator('a[href]:not([download])').all();
  const addresses = await Promise.all(links.map((it) => it.getAttribute('href')));
  return addresses
    .map((it) => new URL(it!, page.url()).href.split('#', 1)[0]!)
    .filter((it) => new URL(it).origin === origin);
}

/**
 * Follows every link from an address on, to one page of each kind, and looks at it. Answers the
 * kinds that were met with their titles, and what was wrong.
 */
export async function crawl(
  page: Page,
  from: string,
  look: Look,
): Promise<{ titles: ReadonlyMap<string, string>; wrong: readonly string[] }> {
  const wrong: string[] = [];
  const titles = new Map<string, string>();
  let at = '';
  page.on('console', (it) => {
    if (it.type() === 'error' || it.type() === 'warning') wrong.push(`${at}: ${it.text()}`);
  });
  page.on('pageerror', (it) => wrong.push(`${at}: ${it.message}`));
  const waiting = [from];
  const met = new Set([kindOf(from)]);
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    at = kindOf(address);
    const answer = await page.goto(address);
    if (answer?.status() !== 200) wrong.push(`${at}: its status is ${answer?.status()}`);
    titles.set(kindOf(page.url()), await page.title());
    const links = await linksOf(page);
    wrong.push(...(await look(page, at)).map((it) => `${at}: ${it}`));
    for (const link of links) {
      const kind = kindOf(link);
      if (met.has(kind)) continue;
      met.add(kind);
      waiting.push(link);
    }
  }
  return { titles, wrong };
}
