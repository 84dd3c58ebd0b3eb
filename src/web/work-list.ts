import { pageLinks, titleOfPage } from './page-links.js';
import { shown, type Shown } from './page.js';
import type { Page } from './paging.js';

/** What waits, one a row: whose it is, and where it is done. */
export interface WorkItem {
  readonly name: string;
  readonly href: string;
  /** One for each column, in their order. */
  readonly cells: readonly string[];
  /** "Late by 3 days"; absent: it is not. */
  readonly late?: string | undefined;
}

interface Listed {
  readonly title: string;
  readonly means: string;
  readonly address: string;
  /** Of what stands behind the name. */
  readonly columns: readonly string[];
  readonly page: Page<WorkItem>;
}

/** The page of one kind of work, what waits longest at its top. */
export const workList = ({ title, means, address, columns, page }: Listed): Shown =>
  shown('web/work-list', {
    title: titleOfPage(title, page),
    means,
    breadcrumbs: [{ text: 'Today', href: '/today' }],
    columns,
    items: page.items,
    total: page.total,
    pages: pageLinks(page, (n) => (n === 1 ? address : `${address}?page=${n}`)),
  });
