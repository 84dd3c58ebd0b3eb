/**
 * The house plan, a sentence a rule. `npm run house` checks it, `npm run house:draw` draws it: roof,
 * rooms, ground, kernel, all arrows down. A file's suffix says what it may touch; no suffix: pure.
 */
const ROOMS =
  'people|budgets|accounts|figures|history|journal|statements|reviews|monitoring|recoveries|' +
  'payment-runs|policies';
const GROUND = 'event-log|read-models|reactions|words|web|sign-in';

/** A large room may have a folder in it, in which the same holds. */
const room = (suffix) => `^src/(${ROOMS})/[a-z/-]+${suffix}\\.ts$`;
const ROOM = `^src/(${ROOMS})/`;
/** In a room, a file with no role in its name is pure: budget.ts, reduction-gate.ts. */
const PURE = room('');
/** A room's front doors: what happened, what it means; and what can be asked. */
const FACTS = room('\\.(events|facts)');
const COMMANDS = room('\\.commands');
const KERNEL = '^src/kernel/';
const ROOF = '^src/([^/]+\\.ts$|example-council/)';
const SPEC = '\\.spec\\.ts$';
const TYPES_ONLY = { dependencyTypesNot: ['type-only'] };
const npm = (names) => `node_modules/(${names})/`;

const forbid = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

module.exports = {
  forbidden: [
    forbid('no-cycles', 'Files do not import one another in a circle.', {}, { circular: true }),

    // ── Floors ───────────────────────────────────────────────────────────────
    forbid(
      'kernel-stands-alone',
      'The kernel imports nothing but node:crypto.',
      { path: KERNEL, pathNot: SPEC },
      { pathNot: [KERNEL, '^(node:)?crypto$'] },
    ),
    forbid(
      'ground-floor-never-looks-up',
      'The ground floor knows neither rooms nor roof.',
      { path: `^src/(kernel|${GROUND})/`, pathNot: SPEC },
      { path: [ROOM, ROOF] },
    ),
    forbid(
      'rooms-never-look-up',
      'No room imports the roof.',
      { path: ROOM, pathNot: SPEC },
      { path: ROOF },
    ),
    forbid(
      'the-log-knows-no-other-floor',
      'The log stands on the kernel alone.',
      { path: '^src/event-log/', pathNot: SPEC },
      { path: '^src/', pathNot: ['^src/event-log/', KERNEL] },
    ),
    forbid(
      'no-http-below-the-web',
      'Log, read models, reactions and words know nothing of requests or frameworks.',
      { path: '^src/(event-log|read-models|reactions|words)/', pathNot: SPEC },
      { path: ['^src/(web|sign-in)/', npm('@nestjs|fastify|class-validator|class-transformer')] },
    ),
    forbid(
      'one-door-to-each-store',
      'Only the log and the read models open a database.',
      { path: '^src/', pathNot: ['^src/(event-log|read-models)/', SPEC] },
      { path: npm('better-sqlite3|pg|@eventstore|@kurrent'), ...TYPES_ONLY },
    ),
    forbid(
      'src-never-imports-tests',
      'What ships needs no test.',
      { path: '^src/', pathNot: SPEC },
      { path: '^test/' },
    ),
    forbid('nothing-imports-a-spec', 'Nobody imports a spec.', {}, { path: SPEC }),

    // ── Rooms ────────────────────────────────────────────────────────────────
    forbid(
      'rooms-meet-only-at-front-doors',
      'Of another room only .events, .facts and .commands can be reached.',
      { path: ROOM, pathNot: SPEC },
      { path: ROOM, pathNot: ['^src/$1/', FACTS, COMMANDS] },
    ),
    forbid(
      'only-the-roof-puts-modules-together',
      'A room’s module is imported by the roof.',
      { path: '^src/', pathNot: [ROOF, SPEC] },
      { path: room('\\.module') },
    ),

    // ── A file's suffix says what it may touch ───────────────────────────────
    forbid(
      'events-and-facts-import-only-their-like-and-the-kernel',
      'A .events or .facts file imports only its like and the kernel.',
      { path: FACTS },
      { pathNot: [KERNEL, FACTS] },
    ),
    forbid(
      'events-know-no-facts',
      'What happened does not depend on what it means.',
      { path: room('\\.events') },
      { path: room('\\.facts') },
    ),
    forbid(
      'commands-add-only-the-bus-and-the-types-of-the-log',
      'A .commands file imports front doors, the kernel, the bus and the types of the log.',
      { path: COMMANDS },
      {
        pathNot: [KERNEL, FACTS, COMMANDS, '^src/event-log/event-log\\.ts$', npm('@nestjs/cqrs')],
      },
    ),
    forbid(
      'pure-files-import-only-pure-files-and-front-doors',
      'A file without a suffix imports the kernel, front doors and pure files of its room.',
      { path: PURE },
      { pathNot: [KERNEL, PURE, FACTS, COMMANDS] },
    ),
    forbid(
      'pure-files-take-only-types-from-commands',
      'A .commands file brings the bus along, so a pure file takes only types from it.',
      { path: [PURE, FACTS] },
      { path: COMMANDS, ...TYPES_ONLY },
    ),
    forbid(
      // A fold is told where an event stands, so it may name the type of the envelope.
      'read-models-are-pure',
      'A .read-model imports pure files, front doors and the types of read models and of the log.',
      { path: room('\\.read-model') },
      {
        pathNot: [
          KERNEL,
          '^src/read-models/read-model\\.ts$',
          '^src/event-log/event-log\\.ts$',
          PURE,
          FACTS,
        ],
      },
    ),
    forbid(
      'only-handlers-and-reactions-transact-and-load',
      'Only a .handler and a .reaction use the log; anybody may name its types.',
      { path: ROOM, pathNot: '\\.(handler|reaction|module|spec)\\.ts$' },
      { path: '^src/event-log/', ...TYPES_ONLY },
    ),
    forbid(
      'handlers-and-reactions-never-trust-a-read-model',
      'A .handler or .reaction learns from the log, never from what may lag behind it.',
      { path: room('\\.(handler|reaction)') },
      { path: ['^src/(read-models|web|sign-in)/', room('\\.(queries|read-model|api)')] },
    ),
    forbid(
      'http-asks-the-bus-and-the-queries',
      'An .api or .pages file decides nothing: it asks the bus, queries and tables.',
      { path: room('\\.(api|pages)') },
      { path: ['^src/read-models/', room('\\.(handler|reaction|read-model|module)')] },
    ),
    forbid(
      'only-http-and-modules-know-the-api',
      'An .api or .pages file is imported by its like and by the module.',
      { path: '^src/', pathNot: ['\\.(api|pages|module|spec)\\.ts$', ROOF] },
      { path: room('\\.(api|pages)') },
    ),
    forbid(
      'queries-only-read',
      'A .queries file reads: it neither asks the bus for a change nor knows who would handle it.',
      { path: room('\\.queries') },
      {
        path: [room('\\.(commands|handler|reaction|api|pages|module)'), npm('@nestjs/cqrs')],
        ...TYPES_ONLY,
      },
    ),
    forbid(
      'rows-are-read-by-queries-and-tables',
      'SQL is written in .queries and .table files only.',
      {
        path: '^src/',
        pathNot: [room('\\.(queries|table)'), '^src/(event-log|read-models|words)/', SPEC],
      },
      { path: npm('kysely') },
    ),
    forbid(
      'tables-hold-plain-rows',
      'A .table file owns rows that can be erased; it is no place for events.',
      { path: room('\\.table') },
      {
        path: [FACTS, COMMANDS, room('\\.(handler|reaction|queries|read-model|api|pages|module)')],
      },
    ),
    forbid(
      'parsers-are-pure',
      'A .parser turns bytes into values with the kernel, pure files of its room and npm parsers.',
      { path: room('\\.parser') },
      {
        pathNot: [
          KERNEL,
          PURE,
          FACTS,
          room('\\.parser'),
          npm('csv-parse|fast-xml-parser|iconv-lite'),
        ],
      },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    reporterOptions: {
      archi: {
        // A box for each room and each part of the ground floor; packages and specs are left out.
        collapsePattern: '^src/[^/]+',
        filters: { includeOnly: { path: '^src/' }, exclude: { path: SPEC } },
        theme: {
          graph: { rankdir: 'TB', splines: 'ortho', fontname: 'sans-serif' },
          modules: [
            { criteria: { source: ROOM }, attributes: { fillcolor: '#cfe8ff' } },
            { criteria: { source: `^src/(${GROUND})/` }, attributes: { fillcolor: '#e7e7e7' } },
            { criteria: { source: KERNEL }, attributes: { fillcolor: '#d5efd5' } },
            { criteria: { source: ROOF }, attributes: { fillcolor: '#ffe9c7' } },
          ],
        },
      },
    },
  },
};
