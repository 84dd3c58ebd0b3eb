// Draws the house from the imports of the code, for the README: `npm run house:draw`. Within a floor
// every arrow is shown; from floor to floor one stands for all, as they all point down.
import { execFileSync } from 'node:child_process';

const FLOORS = {
  roof: [
    'main',
    'cli',
    'commands',
    'books',
    'terminal',
    'serve',
    'configure',
    'app.module',
    'ledger',
    'copy',
    'databases',
    'log-store',
    'vitals',
    'config',
    'progress',
    'example-council',
  ],
  rooms: [
    'people',
    'budgets',
    'accounts',
    'figures',
    'history',
    'journal',
    'statements',
    'reviews',
    'policies',
  ],
  ground: ['event-log', 'read-models', 'reactions', 'words', 'web', 'sign-in'],
  kernel: ['kernel'],
};

const depcruise = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs';

/** Mermaid, the same for the same code. */
export function drawing() {
  const options = ['--include-only', '^src', '--exclude', '\\.spec\\.ts$', '--output-type', 'json'];
  const found = execFileSync(
    process.execPath,
    [depcruise, '--config', 'test/architecture/house.cjs', ...options, 'src'],
    { maxBuffer: 1 << 28 },
  );
  const arrows = new Set();
  for (const { source, dependencies } of JSON.parse(found.toString()).modules)
    for (const { resolved } of dependencies) {
      const [from, to] = [placeOf(source), placeOf(resolved)];
      if (from !== to && floorOf(from) === floorOf(to)) arrows.add(`  ${from} --> ${to}`);
    }
  const floors = Object.entries(FLOORS).map(
    ([floor, places]) =>
      `  subgraph ${floor}-floor [${floor}]\n    ${places.join('\n    ')}\n  end`,
  );
  const down = Object.keys(FLOORS).map((floor) => `${floor}-floor`);
  return ['flowchart TB', ...floors, ...[...arrows].sort(), `  ${down.join(' ==> ')}`].join('\n');
}

const placeOf = (file) => file.split('/')[1].replace(/\.ts$/, '');

function floorOf(place) {
  const floor = Object.keys(FLOORS).find((it) => FLOORS[it].includes(place));
  if (!floor) throw new Error(`${place} stands on no floor. Put it into FLOORS.`);
  return floor;
}

if (process.argv[1] === import.meta.filename) console.log(drawing());
