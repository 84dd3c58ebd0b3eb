import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Folder } from '../support/server.js';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const readme = read('README.md');

/** Each command of the tour with what the README says it prints; nothing where it says nothing. */
function tour(): { commands: string; prints: string }[] {
  const from = readme.indexOf('## A tour');
  const section = readme.slice(from, readme.indexOf('\n## ', from + 1));
  const blocks = [...section.matchAll(/```(sh)?\n([\s\S]*?)```\n/g)];
  return blocks.flatMap(([, language, text], i) => {
    const next = blocks[i + 1];
    const prints = next && next[1] === undefined ? next[2]! : '';
    return language === 'sh' ? [{ commands: text!, prints }] : [];
  });
}

/** In one shell, as a reader would type them; a line between what each block prints. */
async function typed(blocks: readonly string[], ledger: string): Promise<string[]> {
  const between = '=== next ===\n';
  const script = blocks.join(`echo '${between.trimEnd()}'\n`);
  const { stdout } = await promisify(execFile)('bash', ['-c', script], {
    env: { ...process.env, LEDGER: ledger },
  });
  return stdout.split(between);
}

describe('The README', () => {
  it('has a tour that prints what it says, typed exactly as it stands there', async () => {
    const folder = new Folder();
    const server = await folder.serve({ DEMO_NOW: '' });
    try {
      const steps = tour();
      expect(steps.length).toBeGreaterThan(5);
      const printed = await typed(
        steps.map((it) => it.commands),
        `${server.address}/api/v1`,
      );
      expect(printed).toEqual(steps.map((it) => it.prints));
    } finally {
      await server.stop();
      await folder.remove();
    }
  });

  it('shows the house as it stands', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['test/architecture/draw.mjs'], {
      cwd: ROOT,
    });
    expect(/```mermaid\n([\s\S]*?)```/.exec(readme)?.[1]).toBe(stdout);
  });

  it('names every setting that there is', () => {
    const settings = read('src/config.ts').matchAll(/env\['([A-Z_]+)'\]|'([A-Z_]{4,})'/g);
    const names = [...settings].map((it) => it[1] ?? it[2]!).filter((it) => it !== 'NODE_ENV');
    for (const name of new Set(names)) expect(readme).toContain(`\`${name}`);
  });

  it('leads to files that are there', () => {
    const rows = readme.slice(readme.indexOf('| to change'), readme.indexOf('**To add an event**'));
    const files = [...rows.matchAll(/`([a-z-]+\/[a-z.-]+\.ts)`/g)].map((it) => it[1]!);
    expect(files.length).toBeGreaterThan(8);
    for (const file of files) expect(() => read(`src/${file}`)).not.toThrow();
  });
});
