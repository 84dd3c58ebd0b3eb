import { spawnSync } from 'node:child_process';
import {
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

interface House {
  readonly forbidden: readonly { readonly name: string; readonly comment: string }[];
}
interface Cruised {
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
    readonly totalCruised: number;
  };
}

const HERE = process.cwd();
const PLAN = join(HERE, 'test/architecture/house.cjs');
const house = createRequire(PLAN)(PLAN) as House;

/** What the plan forbids in the folders of a project. */
function cruised(project: string, ...folders: string[]): Cruised['summary'] {
  const program = join(HERE, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const asked = ['--config', PLAN, '--output-type', 'json', ...folders];
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...asked], {
    cwd: project,
    encoding: 'utf8',
    maxBuffer: 2 ** 27,
  });
  if (!stdout.startsWith('{')) throw new Error(`The house was not looked at: ${stderr}`);
  return (JSON.parse(stdout) as Cruised).summary;
}

const meaningOf = (rule: string) => house.forbidden.find((it) => it.name === rule)?.comment;

// ── The plan ─────────────────────────────────────────────────────────────────

describe('The house', () => {
  it('keeps to its plan', () => {
    const { violations, totalCruised } = cruised(HERE, 'src', 'test');
    expect(
      violations.map((it) => `${it.from} imports ${it.to}. ${meaningOf(it.rule.name)}`),
    ).toEqual([]);
    expect(totalCruised).toBeGreaterThan(200);
  }, 60_000);

  it('would not go unseen in breaking any rule of it', () => {
    const broken = houseOf(BROKEN);
    const seen = cruised(broken, 'src').violations.map((it) => `${it.rule.name}: ${it.from}`);
    rmSync(broken, { recursive: true });
    for (const [rule, file] of BREAKS) expect(seen).toContain(`${rule}: ${file}`);
    expect([...new Set(BREAKS.map(([rule]) => rule))].toSorted()).toEqual(
      house.forbidden.map((it) => it.name).toSorted(),
    );
  }, 60_000);
});

/** A rule, a file that breaks it, and what that file imports. */
const BREAKS: readonly (readonly [rule: string, file: string, imports: string])[] = [
  ['no-cycles', 'src/budgets/about.ts', './round.js'],
  ['kernel-stands-alone', 'src/kernel/files.ts', 'node:fs'],
  ['ground-floor-never-looks-up', 'src/web/curious.ts', '../budgets/budget.events.js'],
  ['ground-floor-never-looks-up', 'src/kernel/curious.ts', '../config.js'],
  ['rooms-never-look-up', 'src/budgets/ambitious.ts', '../config.js'],
  ['the-log-knows-no-other-floor', 'src/event-log/distracted.ts', '../read-models/read-model.js'],
  ['no-http-below-the-web', 'src/words/worldly.ts', '../web/web.js'],
  ['no-http-below-the-web', 'src/read-models/framed.ts', '@nestjs/common'],
  ['one-door-to-each-store', 'src/budgets/back-door.queries.ts', 'better-sqlite3'],
  ['src-never-imports-tests', 'src/accounts/tested.ts', '../../test/support/helper.js'],
  ['nothing-imports-a-spec', 'src/budgets/other.spec.ts', './one.spec.js'],
  ['rooms-meet-only-at-front-doors', 'src/accounts/intruder.ts', '../budgets/budget.js'],
  ['rooms-meet-only-at-front-doors', 'src/accounts/intruder.queries.ts', '../budgets/rows.table.js'],
  ['only-the-roof-puts-modules-together', 'src/budgets/budgets.module.ts', '../accounts/accounts.module.js'],
  ['events-and-facts-import-only-their-like-and-the-kernel', 'src/budgets/budget.facts.ts', './budget.js'],
  ['events-know-no-facts', 'src/budgets/late.events.ts', './budget.facts.js'],
  ['commands-add-only-the-bus-and-the-types-of-the-log', 'src/budgets/busy.commands.ts', './budget.js'],
  ['pure-files-import-only-pure-files-and-front-doors', 'src/budgets/impure.ts', '../web/web.js'],
  ['pure-files-take-only-types-from-commands', 'src/budgets/bussed.ts', './budget.commands.js'],
  ['read-models-are-pure', 'src/budgets/joined.read-model.ts', './rows.table.js'],
  ['only-handlers-and-reactions-transact-and-load', 'src/budgets/writing.api.ts', '../event-log/event-log.js'],
  ['handlers-and-reactions-never-trust-a-read-model', 'src/budgets/lagging.handler.ts', './back-door.queries.js'],
  ['http-asks-the-bus-and-the-queries', 'src/budgets/short-cut.api.ts', './lagging.handler.js'],
  ['only-http-and-modules-know-the-api', 'src/budgets/backwards.queries.ts', './short-cut.api.js'],
  ['queries-only-read', 'src/budgets/asking.queries.ts', './budget.commands.js'],
  ['rows-are-read-by-queries-and-tables', 'src/budgets/sql.api.ts', 'kysely'],
  ['tables-hold-plain-rows', 'src/budgets/eventful.table.ts', './budget.events.js'],
  ['parsers-are-pure', 'src/statements/bank.parser.ts', '../web/web.js'],
]; // prettier-ignore

const QUIET = [
  'src/config.ts',
  'src/web/web.ts',
  'src/event-log/event-log.ts',
  'src/read-models/read-model.ts',
  'src/budgets/budget.ts',
  'src/budgets/budget.events.ts',
  'src/budgets/budget.commands.ts',
  'src/budgets/rows.table.ts',
  'src/budgets/one.spec.ts',
  'src/accounts/accounts.module.ts',
  'test/support/helper.ts',
];

const BROKEN: ReadonlyMap<string, string> = new Map([
  ...QUIET.map((it) => [it, ''] as const),
  ['src/budgets/round.ts', './about.js'],
  ...BREAKS.map(([, file, imports]) => [file, imports] as const),
]);

/** A house of its own, with a file for each that imports what it is given. */
function houseOf(files: ReadonlyMap<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'house-'));
  symlinkSync(join(HERE, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'tsconfig.json'), readFileSync(join(HERE, 'tsconfig.json')));
  for (const [file, imports] of files) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    const code = imports && `import * as it from '${imports}';\nconsole.log(it);\n`;
    writeFileSync(join(folder, file), `${code}export const here = 1;\n`);
  }
  return folder;
}

// ── What can be read off the files themselves ────────────────────────────────

const ROOMS =
  /^src\/(people|budgets|accounts|figures|history|journal|statements|reviews|monitoring|recoveries|payment-runs|policies)\//;
const FOLDERS =
  'kernel event-log read-models reactions words web sign-in example-council people budgets accounts ' +
  'figures history journal statements statements/files statements/matching reviews monitoring ' +
  'recoveries payment-runs policies';
const ROLES =
  'events facts commands read-model queries handler reaction table parser api pages module';

const sources = globSync('src/**/*.ts', { cwd: HERE })
  .filter((it) => !it.endsWith('.spec.ts'))
  .toSorted();
const textOf = (file: string) => readFileSync(join(HERE, file), 'utf8');
/** Comments say what the code may not. */
const codeOf = (file: string) =>
  textOf(file)
    .replace(/\/\*[\s\S]*?\*\//g, (it) => it.replace(/[^\n]/g, ''))
    .replace(/(^|\s)\/\/.*$/gm, '');

/** "src/a.ts:12: the line", for each line of code that a pattern finds. */
const linesWith = (pattern: RegExp, files: readonly string[] = sources): string[] =>
  files.flatMap((file) =>
    codeOf(file)
      .split('\n')
      .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
  );

/** About a screen. */
const LONGEST = 65;
const ENDS = /^ *\}[,;)]*$/;

describe('Every file', () => {
  it('lies in a folder of the plan, named after its subject', () => {
    const folders = new Set(sources.map((it) => it.split('/').slice(1, -1).join('/')));
    folders.delete('');
    const unknown = [...folders].filter((it) => !FOLDERS.split(' ').includes(it));
    expect(unknown.filter((it) => !/^[a-z-]+\/views/.test(it))).toEqual([]);
  });

  it('says by its suffix what it may touch', () => {
    const roleless = sources
      .filter((it) => ROOMS.test(it))
      .filter((it) => {
        const [, ...roles] = basename(it, '.ts').split('.');
        return roles.length > 1 || !roles.every((role) => ROLES.split(' ').includes(role));
      });
    expect(roleless).toEqual([]);
  });

  it('is called after a subject, not after its kind', () =>
    expect(
      sources.filter((it) => /\/(utils?|helpers?|common|shared|index|misc)\b/.test(it)),
    ).toEqual([]));

  it('is named in small letters and hyphens', () =>
    expect(sources.filter((it) => !/^src\/[a-z/-]+(\.[a-z-]+)*\.ts$/.test(it))).toEqual([]));
});

describe('Every room', () => {
  it('has a module', () => {
    const rooms = new Set(sources.flatMap((it) => ROOMS.exec(it)?.[0] ?? []));
    const modules = sources.filter((it) => it.endsWith('.module.ts'));
    const without = [...rooms].filter((room) => !modules.some((it) => it.startsWith(room)));
    expect(without).toEqual([]);
  });
});

describe('No line', () => {
  it('makes money of a float', () => expect(linesWith(/\bparseFloat\(|\.toFixed\(/)).toEqual([]));

  it('reads a clock but in event-log/clock', () => {
    const clock = /\bDate\.now\(|\bnew Date\(\)|Temporal\.Now|performance\.timeOrigin/;
    const elsewhere = sources.filter((it) => it !== 'src/event-log/clock.ts');
    expect(linesWith(clock, elsewhere)).toEqual([]);
  });

  it('is random where a rule decides', () => {
    const pure = sources.filter(
      (it) =>
        it.startsWith('src/kernel/') || (ROOMS.test(it) && /\/[a-z-]+(\.facts)?\.ts$/.test(it)),
    );
    expect(linesWith(/Math\.random|randomUUID|process\./, pure)).toEqual([]);
  });

  it('gives up on types', () =>
    expect(
      linesWith(/\bas any\b|:\s*any\b|<any>|@ts-(ignore|nocheck)|as unknown as never/),
    ).toEqual([]));

  it('prints, but for the command line', () => {
    const others = sources.filter((it) => !/^src\/[^/]+\.ts$/.test(it));
    expect(linesWith(/\bconsole\./, others)).toEqual([]);
  });
});

describe('No comment and no decision', () => {
  it('sends a reader to a paper that is not in the project', () => {
    const files = [...globSync('{src,test}/**/*.{ts,mjs,cjs}', { cwd: HERE }), 'src/DECISIONS.md'];
    const elsewhere =
      /\b(rulings?|domain,? rules?) \d|`(rulings|domain|consistency|api|house)\.md`/i;
    expect(files.filter((it) => elsewhere.test(textOf(it)))).toEqual([]);
  });
});

describe('No function', () => {
  it(`is longer than ${LONGEST} lines`, () =>
    expect(sources.flatMap((file) => longFunctions(file, textOf(file)))).toEqual([]));
});

/** By indentation, as prettier leaves it: from a line that begins a function to the one that ends it. */
function longFunctions(file: string, text: string): string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, from) => {
    const begins =
      /^( *)(?:(?:export|private|static|async|default) )*(?:function\*? |[\w*]+\(.*\).*\{$)/;
    const indent = begins.exec(line)?.[1];
    if (indent === undefined || /^\s*(if|for|while|switch|return)\b/.test(line)) return [];
    const length =
      lines.slice(from).findIndex((it) => ENDS.test(it) && it.startsWith(`${indent}}`)) + 1;
    return length > LONGEST ? [`${file}:${from + 1}: ${length} lines`] : [];
  });
}
