import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import nunjucks from 'nunjucks';
import { microsOf, type Instant, type LocalDate } from '../kernel/dates.js';
import { formatPence, type Pence } from '../kernel/money.js';
import type { FormError } from './form-state.js';

/** Of what was built or of the sources: in both, views lie beside the code. */
const ROOT = join(import.meta.dirname, '..');

const { resolve } = createRequire(import.meta.url);
const packageOf = (name: string) => dirname(resolve(`${name}/package.json`));

/** Makes text of views. What is put into one is escaped, unless the view itself says otherwise. */
export class Views {
  private readonly environment = new nunjucks.Environment(
    new nunjucks.FileSystemLoader([
      ROOT,
      join(packageOf('govuk-frontend'), 'dist'),
      packageOf('@ministryofjustice/frontend'),
    ]),
    { autoescape: true, trimBlocks: true, lstripBlocks: true },
  );

  constructor() {
    this.environment.addFilter('money', (it: Pence) => formatPence(it));
    this.environment.addFilter('day', dayInWords);
    this.environment.addFilter('instant', instantInWords);
    this.environment.addFilter('linked', linked);
  }

  /** `people/home` is `people/views/home.njk`. */
  html(view: string, values: object): string {
    const [room, ...name] = view.split('/');
    return this.environment.render(`${room}/views/${name.join('/')}.njk`, values);
  }
}

const DAY = { day: 'numeric', month: 'long', year: 'numeric' } as const;
const days = new Intl.DateTimeFormat('en-GB', { ...DAY, timeZone: 'UTC' });
const londonDays = new Intl.DateTimeFormat('en-GB', { ...DAY, timeZone: 'Europe/London' });
const londonTimes = new Intl.DateTimeFormat('en-GB', {
  hour: 'numeric',
  minute: '2-digit',
  hour12: true,
  timeZone: 'Europe/London',
});

/** "20 May 2026" */
export const dayInWords = (day: LocalDate): string => days.format(Date.parse(`${day}T00:00:00Z`));

/** "20 May 2026 at 9:05am", in London. */
export function instantInWords(instant: Instant): string {
  const ms = Math.floor(microsOf(instant) / 1000);
  const time = londonTimes.format(ms).replace(/\s/, '').toLowerCase();
  return `${londonDays.format(ms)} at ${time}`;
}

/** For the summary: each leads to where it is put right. */
const linked = (errors: readonly FormError[]) =>
  errors.map(({ id, message }) => ({ text: message, ...(id !== '' && { href: `#${id}` }) }));
