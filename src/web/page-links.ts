import type { Page } from './paging.js';
import { notFound } from './problem.js';

type Paged = Pick<Page<unknown>, 'page' | 'pageSize' | 'total'>;

const pagesOf = ({ pageSize, total }: Paged): number => Math.max(1, Math.ceil(total / pageSize));

/** "Accounts (page 2 of 3)"; 404 for a page that is not there, for no link leads to an empty one. */
export function titleOfPage(title: string, list: Paged): string {
  const pages = pagesOf(list);
  if (list.page > pages) throw notFound();
  return pages === 1 ? title : `${title} (page ${list.page} of ${pages})`;
}

/** For the design system's pagination; `undefined` where there is one page only. */
export function pageLinks(list: Paged, hrefOf: (page: number) => string) {
  const pages = pagesOf(list);
  if (pages === 1) return undefined;
  const { page } = list;
  const near = [1, page - 1, page, page + 1, pages].filter((it) => it >= 1 && it <= pages);
  const numbers = [...new Set(near)];
  const items = numbers.flatMap((number, i) => [
    ...(i > 0 && number - numbers[i - 1]! > 1 ? [{ ellipsis: true }] : []),
    { number, href: hrefOf(number), current: number === page },
  ]);
  return {
    items,
    ...(page > 1 && { previous: { href: hrefOf(page - 1) } }),
    ...(page < pages && { next: { href: hrefOf(page + 1) } }),
  };
}

/** A page's number as its address says it; what is none is the first. */
export const pageAsked = (text: unknown): number =>
  typeof text === 'string' && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;

/** An address with these parameters; what is left out or empty is not in it. */
export function addressWith(
  path: string,
  parameters: Readonly<Record<string, string | number | undefined>>,
): string {
  const said = Object.entries(parameters).filter(([, it]) => it !== undefined && it !== '');
  const query = new URLSearchParams(said.map(([name, it]) => [name, String(it)])).toString();
  return query === '' ? path : `${path}?${query}`;
}
