// Runs the sources as they are: `node --import ./test/support/typescript-loader.mjs`. Threads of
// the process inherit it, so the log's writer starts in tests without a build.
import { transformSync } from '@swc/core';
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const OURS = /^(?:\.{1,2}\/|file:).*\.js$/;

function sourceOf(specifier, parentURL) {
  if (!OURS.test(specifier)) return undefined;
  const url = new URL(specifier, parentURL);
  if (url.pathname.includes('/node_modules/') || existsSync(url)) return undefined;
  const source = new URL(url.href.replace(/\.js$/, '.ts'));
  return existsSync(source) ? source.href : undefined;
}

const compiled = (file) =>
  transformSync(readFileSync(file, 'utf8'), {
    filename: file,
    swcrc: false,
    sourceMaps: 'inline',
    jsc: {
      target: 'es2022',
      keepClassNames: true,
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
    module: { type: 'es6' },
  }).code;

registerHooks({
  resolve: (specifier, context, next) =>
    next(sourceOf(specifier, context.parentURL) ?? specifier, context),
  load: (url, context, next) =>
    url.startsWith('file:') && url.endsWith('.ts')
      ? { format: 'module', source: compiled(fileURLToPath(url)), shortCircuit: true }
      : next(url, context),
});
