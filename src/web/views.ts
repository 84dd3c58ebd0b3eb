import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import nunjucks from 'nunjucks';
import { dayInWords, instantInWords } from '../kernel/dates.js';
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

/** For the summary: each leads to where it is put right. */
const linked = (errors: readonly FormError[]) =>
  errors.map(({ id, message }) => ({ text: message, ...(id !== '' && { href: `#${id}` }) }));
