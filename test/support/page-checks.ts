import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const SERVICE = 'Direct payment ledger';

/** One h1; a title of one to three parts that ends with the service's name. */
export async function namesItself(page: Page): Promise<string[]> {
  const title = await page.title();
  const h1 = await page.locator('h1').count();
  const parts = title.split(' – ');
  return [
    ...(h1 === 1 ? [] : [`it has ${h1} h1`]),
    ...(parts.length > 1 && parts.length < 4 && parts.at(-1) === SERVICE && parts.every(Boolean)
      ? []
      : [`its title is "${title}"`]),
  ];
}

const TOO_WIDE = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** 320 px are 1280 px at 400 %: then nothing may be read by moving sideways. */
export async function fits(page: Page): Promise<string[]> {
  const wide = await page.evaluate<number>(TOO_WIDE);
  return wide > 0 ? [`it is ${wide} px too wide at ${page.viewportSize()?.width} px`] : [];
}

/** WCAG 2.2 AA, and the good practice that axe knows of. */
export async function isAccessible(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `axe says ${id} of ${nodes[0]?.html}`);
}

const TAB_ORDER = readFileSync(join(import.meta.dirname, 'in-the-page.mjs'), 'utf8');

/** A browser that draws nothing, as happens where several work at once, would never say so. */
const SETTLED =
  'new Promise((done) => {' +
  ' requestAnimationFrame(() => requestAnimationFrame(done)); setTimeout(done, 2000); })';

/** Once menus have folded to the width. */
export const hasFolded = async (page: Page): Promise<void> => {
  await page.evaluate(SETTLED);
};

/** Each control is reached by Tab, in the order in which it stands on the page. */
export async function worksByKeyboard(page: Page): Promise<string[]> {
  await page.evaluate(SETTLED);
  const expected = await page.evaluate<string[]>(TAB_ORDER);
  for (let i = 0; i < expected.length; i++) await page.keyboard.press('Tab');
  const reached = await page.evaluate<number[]>('window.reached');
  const missed = expected.findIndex((_, i) => reached[i] !== i);
  return missed < 0 ? [] : [`Tab does not come to "${expected[missed]}" in its turn`];
}
