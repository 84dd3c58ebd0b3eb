// The machine that the figures come from, and the rate at which its disk says "written".
import * as fs from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { median, SCALE, whole } from './figures.mjs';

/** Peers are installed beside this file, the product's own packages above it. */
function version(name) {
  const beside = join(import.meta.dirname, 'node_modules', name, 'package.json');
  const manifest = fs.existsSync(beside) ? beside : join('node_modules', name, 'package.json');
  return JSON.parse(fs.readFileSync(manifest, 'utf8')).version;
}

/** A folder of one's own, on the disk that is measured. Removed by `remove`. */
export function folder(name) {
  const path = fs.mkdtempSync(join(tmpdir(), `bench-${name}-`));
  return { path, file: (it) => join(path, it), remove: () => fs.rmSync(path, { recursive: true }) };
}

const rates = [];

/** 4 KiB written and synced, again and again, for a moment. Asked for beside each round. */
export function measureDisk(forMs = 300) {
  const where = folder('disk');
  const file = fs.openSync(where.file('synced'), 'w');
  const page = Buffer.alloc(4096, 1);
  const begun = performance.now();
  let times = 0;
  for (; performance.now() < begun + forMs; times++) {
    fs.writeSync(file, page, 0, page.length, (times % 1024) * page.length);
    fs.fdatasyncSync(file);
  }
  rates.push((times * 1000) / (performance.now() - begun));
  fs.closeSync(file);
  where.remove();
}

/** One line above each table. `peers`: packages whose version counts. */
export function conditions(...peers) {
  const [{ model }] = cpus();
  const parts = [
    new Date().toLocaleDateString('en-GB', { dateStyle: 'long' }),
    `${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `Node ${process.versions.node}`,
    ...peers.map((it) => `${it} ${version(it)}`),
  ];
  if (rates.length > 0) parts.push(`${whole(median(rates))} fdatasync a second`);
  if (SCALE !== 1) parts.push(`scale ${SCALE}: to try the script, not to quote`);
  return `${parts.join('; ')}.`;
}
