import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import files from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Where `npm run build` puts them: the same place, seen from the sources and from what was built. */
const FOLDER = join(import.meta.dirname, '../../dist/web/assets');

/** Styles, scripts and pictures. Their address changes with their content, so browsers keep them. */
export class Assets {
  private prefix: string | undefined;

  address(name: string): string {
    if (this.prefix === undefined)
      throw new Error('Pages have no styles yet. Type "npm run build" first.');
    return `${this.prefix}${name}`;
  }

  async serve(server: FastifyInstance): Promise<void> {
    const version = versionOf(FOLDER);
    if (version === undefined) return; // what needs no page, a test of the API, runs without
    this.prefix = `/assets/${version}/`;
    await server.register(files, {
      root: FOLDER,
      prefix: this.prefix,
      immutable: true,
      maxAge: '365d',
      index: false,
      decorateReply: false,
    });
  }
}

function versionOf(folder: string): string | undefined {
  try {
    const hash = createHash('sha256');
    for (const name of readdirSync(folder).toSorted())
      hash.update(name).update(readFileSync(join(folder, name)));
    return hash.digest('hex').slice(0, 12);
  } catch {
    return undefined;
  }
}
