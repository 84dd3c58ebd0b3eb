import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Scripts that measure and that kill take what they need from the built program, and no compiler
// looks at them: a name that was changed would be noticed by whoever runs them next, hours in.

const ROOT = join(import.meta.dirname, '..', '..');
const IMPORTS =
  /(?:import\s*\{([^}]*)\}\s*from|const\s*\{([^}]*)\}\s*=\s*await import\()\s*'((?:\.\.\/)+dist\/([^']+))'/g;

interface Taken {
  readonly script: string;
  /** `event-log/chain.js` */
  readonly from: string;
  readonly names: readonly string[];
}

const taken = globSync('test/{bench,faults,cli}/*.mjs', { cwd: ROOT }).flatMap((script): Taken[] =>
  [...readFileSync(join(ROOT, script), 'utf8').matchAll(IMPORTS)].map((found) => ({
    script,
    from: found[4]!,
    names: (found[1] ?? found[2]!)
      .split(',')
      .map((it) => it.trim().split(/\s+as\s+|:/)[0]!)
      .filter((it) => it !== ''),
  })),
);

describe('What a script takes from the program', () => {
  it('is found', () => expect(taken.length).toBeGreaterThan(20));

  it.each(taken)('is there – $script: $names of $from', async ({ from, names }) => {
    const there = (await import(`../../src/${from}`)) as Record<string, unknown>;
    expect(names.filter((it) => there[it] === undefined)).toEqual([]);
  });
});
