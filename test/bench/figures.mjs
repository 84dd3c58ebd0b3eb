// What is made of measured numbers: medians, ratios and the tables that people read.

/** Below 1 everything is smaller, to see in seconds whether a script still works. */
export const SCALE = Number(process.env.BENCH_SCALE ?? 1);
export const ROUNDS = 5;
export const TURNS = `Medians of ${ROUNDS} rounds, the sides taking turns.`;

export const scaled = (n, least = 1) => Math.max(least, Math.round(n * SCALE));

export const percentile = (all, part) => {
  const sorted = Float64Array.from(all).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
};
export const median = (all) => percentile(all, 0.5);

export const whole = (n) => Math.round(n).toLocaleString('en-GB');
export const ms = (n) => `${n.toFixed(n < 10 ? 1 : 0)} ms`;
export const mib = (bytes) => `${whole(bytes / 2 ** 20)} MiB`;

/** Of each round's ours by theirs: the median, and from the least to the most. */
export function ratio(ours, theirs, digits = 2) {
  const all = ours.map((it, i) => it / theirs[i]);
  const [mid, least, most] = [median(all), Math.min(...all), Math.max(...all)];
  return `${mid.toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}

/** In Markdown. `rows` are lists of cells. */
export function table(columns, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const rule = columns.map((_, i) => (i === 0 ? '---' : '--:'));
  return [columns, rule, ...rows].map(line).join('\n');
}

/** What the runner keeps: everything else that a script says goes to stderr. */
export const tell = (...parts) => process.stdout.write(`${parts.join('\n\n')}\n`);

/** Results first: a time is worth nothing while they differ. */
export function mustEqual(what, found, wanted) {
  if (found !== wanted) throw new Error(`${what}: found ${found}, wanted ${wanted}`);
}
