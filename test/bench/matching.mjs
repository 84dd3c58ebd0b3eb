// How well lines are matched: realistic years of many accounts (see bank-years.ts) are reconciled
// statement by statement, and each offer is compared with the truth. Not a time: what is counted is
// what an officer would have had to put right.
import '../support/typescript-loader.mjs';
import { scaled, table, tell, whole } from './figures.mjs';
import { conditions } from './machine.mjs';

const { bankYear } = await import('../support/bank-years.ts');
const { reconcile, Tally } = await import('../support/reconciled-years.ts');
const { offersFor } = await import('../../dist/statements/matching/matching.js');

const ACCOUNTS = scaled(1_000, 10);
const SEEDS = (process.env.BENCH_SEEDS ?? '1,20271122,7777777').split(',').map(Number);

const part = (n, of) => (of === 0 ? '–' : `${((100 * n) / of).toFixed(2)} %`);

function tallied(seed) {
  const tally = new Tally();
  for (let n = 0; n < ACCOUNTS; n++) reconcile(bankYear(seed + n), offersFor, tally);
  for (const it of tally.wrong) console.error(`certain and false: ${it}`);
  return tally;
}

const cells = (name, it) => [
  name,
  whole(it.lines),
  part(it.certain, it.lines),
  whole(it.certainFalse),
  part(it.suggestedTrue, it.suggested),
  part(it.oneClick, it.lines),
  part(it.nothing, it.lines),
];
const COLUMNS = ['lines', 'certain', 'certain and false', 'first suggestion true', 'one click', 'nothing offered']; // prettier-ignore

function summed(all) {
  const sum = { ...all[0] };
  for (const it of all.slice(1)) for (const key of Object.keys(sum)) sum[key] += it[key];
  return sum;
}

const tallies = SEEDS.map(tallied);
const traits = [...tallies[0].byTrait.keys()].map((trait) => [
  trait,
  summed(tallies.map((it) => it.byTrait.get(trait))),
]);
const total = summed(tallies.map((it) => it.withEntry));
const without = summed(tallies.map((it) => it.without));

tell(
  conditions(),
  `${whole(ACCOUNTS)} accounts of a year each from each seed, 13 statements an account. Lines that have an entry:`,
  table(
    ['seed', ...COLUMNS],
    [
      ...tallies.map((it, i) => cells(whole(SEEDS[i]).replaceAll(',', ''), it.withEntry)),
      cells('all', total),
    ],
  ),
  'The same lines by what makes them hard; a line may be hard in several ways:',
  table(
    ['', ...COLUMNS],
    traits.filter(([, it]) => it.lines > 0).map(([trait, it]) => cells(trait, it)),
  ),
  `Certain where nothing that was there could tell (of two equal payments to one payee within days one was written down, and its own line had not come yet): ${tallies.reduce((sum, it) => sum + it.unknowable, 0)}.`,
  `Lines that nobody wrote down: ${whole(without.lines)}. Of them ${part(without.noSuggestion, without.lines)} get no suggestion and a proposal. ` +
    `Where somebody knows what they were (${whole(without.known)}), the proposal has the right kind for ${part(without.kind, without.known)}, ` +
    `payee for ${part(without.payee, without.known)}, category for ${part(without.category, without.known)}.`,
);
