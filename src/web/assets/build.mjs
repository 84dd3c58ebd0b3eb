// Makes dist/web/assets: one style sheet, the scripts of the design systems as they are, pictures.
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from 'sass';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '..', '..', '..');
const INTO = join(ROOT, 'dist', 'web', 'assets');
const packaged = (...path) => join(ROOT, 'node_modules', ...path);

rmSync(INTO, { recursive: true, force: true });
mkdirSync(INTO, { recursive: true });
const { css } = compile(join(HERE, 'pages.scss'), {
  style: 'compressed',
  loadPaths: [packaged(), ROOT],
  quietDeps: true,
  logger: { warn: mustBeKnown },
});
writeFileSync(join(INTO, 'pages.css'), css);
for (const name of ['pages.js', 'icon.svg']) copyFileSync(join(HERE, name), join(INTO, name));
copyFileSync(
  packaged('govuk-frontend', 'dist', 'govuk', 'govuk-frontend.min.js'),
  join(INTO, 'govuk-frontend.min.js'),
);

/** The MoJ's components use a mixin that GOV.UK's will take away: their affair, not ours. */
function mustBeKnown(message) {
  if (!message.includes('govuk-text-colour')) throw new Error(message);
}
